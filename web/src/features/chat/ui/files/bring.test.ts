import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lineStore } from "../../../../platform/live.ts";
import { forgetChat, wouldLose } from "../../store.ts";
import { bringingStore, giveBack } from "../../store.files.ts";
import { bring, bringAnew, pause, remove, replace, resume } from "./bring.ts";
import { mayLeave } from "./leaving.ts";
import { chooseQuality } from "./photo.ts";

interface Asked {
  method: string;
  path: string;
  offset: string | null;
}

/** A server that knows files by how much of them it has, refuses as told, and has to look into each for as often as it is asked. */
function server(refusals: Record<string, [number, string][]> = {}, looks = 0) {
  const asked: Asked[] = [];
  const there = new Map<string, { size: number; received: number }>();
  const fetched = vi.fn(async (url: string, { method, headers, body, signal }: { method: string; headers: Record<string, string>; body?: Blob; signal?: AbortSignal }) => {
    const path = url.replace("/api/files/uploads", "");
    asked.push({ method, path, offset: headers["upload-offset"] ?? null });
    const refusal = refusals[method]?.shift();
    if (refusal?.[1] === "offline") throw new TypeError("offline");
    if (refusal?.[1] === "never") return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))));
    if (refusal) return Response.json({ code: refusal[1] }, { status: refusal[0] });
    if (method === "POST") {
      const id = atob(headers["upload-metadata"]?.split(",id ")[1] ?? "");
      there.set(id, { size: Number(headers["upload-length"]), received: 0 });
      return Response.json({ id, received: 0, size: Number(headers["upload-length"]), state: Number(headers["upload-length"]) === 0 ? "whole" : "coming" });
    }
    const id = path.slice(1);
    const file = there.get(id);
    if (!file) return Response.json({ code: "not_found" }, { status: 404 });
    const state = file.received < file.size ? "coming" : looks > 0 ? "quarantined" : "whole";
    if (method === "GET" && state === "quarantined") looks -= 1;
    if (method === "GET") return Response.json({ id, ...file, state, place_removed: true });
    if (method === "PATCH") file.received = Number(headers["upload-offset"]) + (body?.size ?? 0);
    else there.delete(id);
    return new Response(null, { status: 204 });
  });
  vi.stubGlobal("fetch", fetched);
  return { asked, there };
}

const file = (name: string, size = 10) => new File([new Uint8Array(size)], name);
const brought = () => bringingStore.get()["r"] ?? [];
const standing = () => brought().map(({ name, state, code }) => [name, state, code]);

beforeEach(() => {
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  vi.stubGlobal("dispatchEvent", target.dispatchEvent.bind(target));
});
afterEach(() => {
  forgetChat();
  vi.unstubAllGlobals();
});

test("a file is begun, sent and whole, and the page is not closed without a word before its message has gone", async () => {
  const { asked } = server();
  expect(wouldLose()).toBe(false);
  bring("r", [file("a.txt")]);
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "whole", null]]));
  expect(asked.map(({ method }) => method)).toEqual(["POST", "PATCH", "GET"]);
  expect(wouldLose()).toBe(true);
  bringingStore.set({});
  expect(wouldLose()).toBe(false);
});

test("whoever signs out takes what is on its way with them: nothing of it is asked for under the next name", async () => {
  const { asked } = server({ PATCH: [[0, "never"]] });
  bring("r", [file("a.txt")]);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  forgetChat();
  expect(brought()).toEqual([]);
  dispatchEvent(new Event("online"));
  lineStore.set("live");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toHaveLength(2);
});

test("whoever is signed out by the server is waited for, whatever the network does", async () => {
  const { asked } = server({ PATCH: [[401, "sign_in_needed"]] });
  lineStore.set("broken");
  bring("r", [file("a.txt")]);
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "waiting", "sign_in_needed"]]));
  dispatchEvent(new Event("online"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toHaveLength(2);
  lineStore.set("live");
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "whole", null]]));
});

test("where a file stands is asked before it is begun anew, and a full disk is said and waited for", async () => {
  const { asked } = server({ PATCH: [[503, "disk_full"]] });
  bring("r", [file("a.txt")]);
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "waiting", "disk_full"]]));
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "whole", null]]));
  expect(asked.map(({ method }) => method)).toEqual(["POST", "PATCH", "GET", "PATCH", "GET"]);
});

test("what cannot be read is said to be so, and is not tried for ever", async () => {
  const { asked } = server();
  const folder = file("写真", 4096);
  folder.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotFoundError")) }) as unknown as Blob;
  bring("r", [folder]);
  await vi.waitFor(() => expect(standing()).toEqual([["写真", "refused", "files.unreadable"]]));
  expect(asked).toEqual([]);
});

test("files of a message that was taken back are whole when the server still has them, and gone otherwise", async () => {
  const { there } = server();
  there.set("f1", { size: 3, received: 3 });
  giveBack("r", [
    { id: "f1", name: "ある.txt", size: 3 },
    { id: "f2", name: "ない.txt", size: 3 },
  ]);
  await vi.waitFor(() => expect(standing()).toEqual([["ある.txt", "whole", null], ["ない.txt", "refused", "files.gone"]]));
});

test("what is paused stops, goes on when told, and what is removed is forgotten at the server", async () => {
  const { asked, there } = server({ PATCH: [[0, "never"]] });
  bring("r", [file("a.txt")]);
  const id = brought()[0]?.id ?? "";
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  pause("r", id);
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "paused", null]]));
  resume("r", id);
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "whole", null]]));
  remove("r", id);
  await vi.waitFor(() => expect(there.size).toBe(0));
  expect(brought()).toEqual([]);
});

test("a file that is being checked is said to be so, and its sender is told that the place was taken out", async () => {
  const { asked } = server({}, 1);
  bring("r", [file("a.jpg")]);
  await vi.waitFor(() => expect(standing()).toEqual([["a.jpg", "waiting", "files.quarantined"]]));
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(standing()).toEqual([["a.jpg", "whole", null]]));
  expect(brought()[0]?.placeRemoved).toBe(true);
  expect(asked.map(({ method }) => method)).toEqual(["POST", "PATCH", "GET", "GET"]);
});

test("a file in which a virus was found is refused for that", async () => {
  server({ GET: [[409, "files.infected"]] });
  bring("r", [file("a.txt")]);
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "refused", "files.infected"]]));
});

/** A browser in which every photo has so many dots, and half its bytes once it is made smaller. */
function camera() {
  vi.stubGlobal("createImageBitmap", async (photo: Blob) => ({ width: 4000, height: 3000, size: photo.size, close: () => undefined }));
  vi.stubGlobal(
    "OffscreenCanvas",
    class {
      size = 0;
      getContext = () => ({ drawImage: (picture: { size: number }) => (this.size = picture.size / 2) });
      convertToBlob = async () => new Blob([new Uint8Array(this.size)]);
    },
  );
  vi.stubGlobal("localStorage", { setItem: () => undefined });
}
const photo = (name: string, size: number) => new File([new Uint8Array(size)], name, { type: "image/jpeg" });
const sizes = () => brought().map(({ name, before, size, state }) => [name, before ?? null, size, state]);

test("photos are made smaller before anything of them is sent, each in its place among other files", async () => {
  camera();
  const { there } = server();
  bring("r", [photo("一.jpeg", 100), file("表.csv", 30), photo("二.jpeg", 80)]);
  expect(sizes().map(([, , , state]) => state)).toEqual(["making", "sending", "making"]);
  await vi.waitFor(() => expect(sizes()).toEqual([["一.jpg", 100, 50, "whole"], ["表.csv", null, 30, "whole"], ["二.jpg", 80, 40, "whole"]]));
  expect([...there.values()].map(({ size }) => size).sort()).toEqual([30, 40, 50]);
});

test("whoever chooses the whole photo sends it in the place of the smaller one, and back", async () => {
  camera();
  const { there } = server();
  bring("r", [photo("一.jpeg", 100), file("表.csv", 30)]);
  await vi.waitFor(() => expect(sizes()).toEqual([["一.jpg", 100, 50, "whole"], ["表.csv", null, 30, "whole"]]));
  chooseQuality("original");
  bringAnew("r");
  await vi.waitFor(() => expect(sizes()).toEqual([["一.jpeg", null, 100, "whole"], ["表.csv", null, 30, "whole"]]));
  // What nobody sends any more, the server is told of.
  await vi.waitFor(() => expect([...there.values()].map(({ size }) => size).sort()).toEqual([100, 30]));
  chooseQuality("standard");
  bringAnew("r");
  await vi.waitFor(() => expect(sizes()[0]).toEqual(["一.jpg", 100, 50, "whole"]));
});

test("a photo that is taken off while it is made smaller is not sent", async () => {
  camera();
  const { asked } = server();
  bring("r", [photo("一.jpeg", 100), photo("二.jpeg", 80)]);
  remove("r", brought()[0]?.id ?? "");
  await vi.waitFor(() => expect(sizes()).toEqual([["二.jpg", 80, 40, "whole"]]));
  expect(asked.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a drawn picture takes the place of the chosen one, which the server forgets, and of one that has gone it takes none", async () => {
  const { asked, there } = server({ PATCH: [[0, "never"]] });
  bring("r", [file("a.jpg"), file("b.txt")]);
  const id = brought()[0]?.id ?? "";
  await vi.waitFor(() => expect(asked.some(({ method }) => method === "PATCH")).toBe(true));
  const next = replace("r", id, file("a（書き込み）.jpg"));
  await vi.waitFor(() => expect(standing()).toEqual([["a（書き込み）.jpg", "whole", null], ["b.txt", "whole", null]]));
  expect(brought()[0]?.id).toBe(next);
  await vi.waitFor(() => expect(there.has(id)).toBe(false));
  expect(replace("r", id, file("c.jpg"))).toBeNull();
  expect(brought()).toHaveLength(2);
});

test("a message that may leave before its files may do so until they are there, also while the line brings them", async () => {
  server({ PATCH: [[0, "offline"]] });
  lineStore.set("live");
  const may: boolean[] = [];
  const unwatch = bringingStore.subscribe(() => may.push(mayLeave(brought(), true)));
  bring("r", [file("a.txt", 700_000)]);
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "waiting", "offline"]]));
  expect(mayLeave(brought(), true)).toBe(true);
  may.length = 0;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(standing()).toEqual([["a.txt", "whole", null]]));
  unwatch();
  // Some pieces of it came one after the other.
  expect(may.length).toBeGreaterThan(3);
  expect(may).not.toContain(false);
});
