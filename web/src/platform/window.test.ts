import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** A window at an address, as far as the router and HTTP look at it; beside another organisation when it has a parent. */
function openAt(path: string, { beside = false } = {}): { visited: string[]; walk: (to: string) => void } {
  const visited: string[] = [];
  const place = { pathname: path, search: "" };
  let walk = () => undefined as void;
  const go = (kind: string) => (_state: unknown, _title: string, to: string) => {
    place.pathname = to;
    visited.push(`${kind} ${to}`);
  };
  const page = { addEventListener: (_kind: string, listener: () => void) => (walk = listener), parent: null as unknown };
  page.parent = beside ? {} : page;
  vi.stubGlobal("location", place);
  vi.stubGlobal("window", page);
  vi.stubGlobal("history", { state: null, pushState: go("push"), replaceState: go("replace"), back: () => visited.push("back") });
  // The browser's own way back or forward: the address is another one before anybody hears of it.
  const walkTo = (to: string) => {
    place.pathname = to;
    walk();
  };
  return { visited, walk: walkTo };
}

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

test("places of an organisation are visited below its address, and named without it", async () => {
  const { visited } = openAt("/o/council/rooms/a");
  const { navigate } = await import("./router.ts");
  const { placePath, ownName, prefix } = await import("./place.ts");
  expect([placePath(), prefix, ownName("engawa")]).toEqual(["/rooms/a", "/o/council", "engawa@council"]);
  navigate("/rooms/a");
  navigate("/people");
  expect(visited).toEqual(["push /o/council/people"]);
  expect(placePath()).toBe("/people");
});

test("home is where it always was", async () => {
  const { visited } = openAt("/rooms/a");
  const { navigate } = await import("./router.ts");
  const { ownName } = await import("./place.ts");
  navigate("/people", { replace: true });
  expect(visited).toEqual(["replace /people"]);
  expect(ownName("engawa")).toBe("engawa");
});

test("a page beside another one adds nothing to the window's way back, and finds its own", async () => {
  const { visited } = openAt("/o/council/", { beside: true });
  const { back, cameFromInside, navigate } = await import("./router.ts");
  expect(cameFromInside()).toBe(false);
  navigate("/rooms/a");
  navigate("/rooms/b");
  expect(cameFromInside()).toBe(true);
  back("/");
  back("/");
  back("/people");
  expect(visited).toEqual(["replace /o/council/rooms/a", "replace /o/council/rooms/b", "replace /o/council/rooms/a", "replace /o/council/", "replace /o/council/people"]);
});

test("the API is asked at the organisation's address; who is signed out of another one is not signed out here", async () => {
  openAt("/o/council/");
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return new Response(JSON.stringify({ code: "sign_in_needed" }), { status: 401, headers: { "content-type": "application/problem+json" } });
  });
  const { call, onSignedOut } = await import("./http.ts");
  let ended = 0;
  onSignedOut(() => ended++);
  await expect(call("GET", "/me/badge", { at: "" })).rejects.toMatchObject({ code: "sign_in_needed" });
  expect(ended).toBe(0);
  await expect(call("GET", "/me")).rejects.toMatchObject({ code: "sign_in_needed" });
  expect(ended).toBe(1);
  expect(asked).toEqual(["/api/me/badge", "/o/council/api/me"]);
});

test("where somebody is signed in is known to every organisation of the browser, home first", async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value) });
  vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: () => undefined });
  const home = { code: null, name: "緑野市", colour: "indigo" };
  const council = { code: "council", name: "緑野市議会", colour: "purple" };
  openAt("/o/council/");
  const first = await import("./places.ts");
  first.enterPlace({ ...council, name: "議会" });
  expect(first.elsewhere(first.placesStore.get())).toBe(false);
  vi.resetModules();
  openAt("/");
  const second = await import("./places.ts");
  expect(second.elsewhere(second.placesStore.get())).toBe(true);
  second.enterPlace(home);
  second.enterPlace(council);
  expect(second.placesStore.get()).toEqual([home, council]);
  expect(second.lastPlace()).toEqual(council);
  second.leavePlace(null);
  expect(second.placesStore.get()).toEqual([council]);
});

test("a place that is held is left when whoever is asked goes on, by a link and by the browser's way back", async () => {
  const { visited, walk } = openAt("/admin/accounts/letters");
  const { hold, navigate } = await import("./router.ts");
  const { placePath } = await import("./place.ts");
  const asked: (() => void)[] = [];
  let release = hold((go) => asked.push(go));
  navigate("/people");
  expect([visited, asked.length]).toEqual([[], 1]);
  walk("/admin/accounts");
  expect([visited, asked.length, placePath()]).toEqual([["push /admin/accounts/letters"], 2, "/admin/accounts/letters"]);
  release();
  asked[1]?.();
  expect(visited.at(-1)).toBe("replace /admin/accounts");
  release = hold((go) => asked.push(go));
  release();
  navigate("/people");
  expect(visited.at(-1)).toBe("push /people");
});
