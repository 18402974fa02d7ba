// Engawa's service worker: starts the client without the network and keeps photos. The API is never cached here:
// what a person may see is the server's to decide, and the rooms that were open are kept by the client itself.
const SHELL = "engawa-shell-__VERSION__";
const PHOTOS = "engawa-photos";
// What draws a PDF is kept once somebody has drawn one, or a meeting that was opened has one: for the start it is too much.
const PDF = "engawa-parts-";
const FILES = __FILES__;

// One after another: at the end of a narrow line somebody writes meanwhile.
async function fill(cache) {
  for (const file of FILES) await cache.add(file);
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then(fill)
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL && name !== PHOTOS && !name.startsWith(PDF)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function photo(request) {
  const cache = await caches.open(PHOTOS);
  const held = await cache.match(request);
  if (held) return held;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

// The version stands in the folder's name: another one takes the place of all that was before it.
async function part(request, folder) {
  const name = PDF + folder;
  const cache = await caches.open(name);
  const held = await cache.match(request);
  if (held) return held;
  const response = await fetch(request);
  if (!response.ok) return response;
  await cache.put(request, response.clone()).catch(() => undefined);
  for (const old of await caches.keys()) if (old.startsWith(PDF) && old !== name) await caches.delete(old);
  return response;
}

// A page answers from the network when it is quick, so that a new release is seen at once, and from the cache otherwise: at the end
// of a long line nobody waits for what is here. There a new release comes with its worker, which the browser looks for by itself.
async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(250) });
  } catch {
    return (await caches.match("/")) ?? Response.error();
  }
}

// An organisation's addresses begin with its code, home's with nothing.
const BEGINNING = /^\/o\/[a-z][a-z0-9-]{1,30}(?=\/|$)/;
const placeOf = (path) => BEGINNING.exec(path)?.[0] ?? "";
const within = (path) => path.slice(placeOf(path).length);

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const path = within(url.pathname);
  if (/^\/api\/people\/[^/]+\/photo$/.test(path) && url.searchParams.has("v")) {
    event.respondWith(photo(event.request));
    return;
  }
  if (path.startsWith("/api/")) return;
  if (event.request.mode === "navigate") {
    event.respondWith(page(event.request));
    return;
  }
  const folder = /^\/assets\/(pdf-[^/]+)\//.exec(path)?.[1];
  if (folder) {
    event.respondWith(part(event.request, folder));
    return;
  }
  event.respondWith(caches.match(event.request).then((held) => held ?? fetch(event.request)));
});

// Whoever signs out of one organisation leaves none of its photos behind; those of the others are still in use.
async function forget(place) {
  const cache = await caches.open(PHOTOS);
  for (const request of await cache.keys()) if (placeOf(new URL(request.url).pathname) === place) await cache.delete(request);
}

self.addEventListener("message", (event) => {
  if (typeof event.data?.forget === "string") event.waitUntil(forget(event.data.forget));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const path = event.notification.data?.path ?? "/";
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      // Another organisation's page would look for the place in vain.
      const first = open.find((client) => placeOf(new URL(client.url).pathname) === placeOf(path));
      if (!first) return self.clients.openWindow(path);
      first.postMessage({ open: path });
      return first.focus();
    }),
  );
});
