// Engawa's service worker: starts the client without the network and keeps photos. The API is never cached here:
// what a person may see is the server's to decide, and the rooms that were open are kept by the client itself.
const SHELL = "engawa-shell-__VERSION__";
const PHOTOS = "engawa-photos";
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
      .then((names) => Promise.all(names.filter((name) => name !== SHELL && name !== PHOTOS).map((name) => caches.delete(name))))
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

// A page answers from the network when it is quick, so that a new release is seen at once, and from the cache otherwise: at the end
// of a long line nobody waits for what is here. There a new release comes with its worker, which the browser looks for by itself.
async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(250) });
  } catch {
    return (await caches.match("/")) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (/^\/api\/people\/[^/]+\/photo$/.test(url.pathname) && url.searchParams.has("v")) {
    event.respondWith(photo(event.request));
    return;
  }
  if (url.pathname.startsWith("/api/")) return;
  if (event.request.mode === "navigate") {
    event.respondWith(page(event.request));
    return;
  }
  event.respondWith(caches.match(event.request).then((held) => held ?? fetch(event.request)));
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.delete(PHOTOS));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const path = event.notification.data?.path ?? "/";
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const first = open[0];
      if (!first) return self.clients.openWindow(path);
      first.postMessage({ open: path });
      return first.focus();
    }),
  );
});
