import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../../../platform/session.ts";
import { emptyState } from "../../sync.ts";
import { chatStore, forgetChat, outbox } from "../../store.ts";
import { bringingStore, NO_FILES, putFiles } from "../../store.files.ts";
import { drawOn, keptUnder } from "../annotate/chosen.ts";
import type { Drawing } from "../annotate/Editor.tsx";
import { added, NOTHING } from "../annotate/history.ts";
import { keep, keptStore } from "../annotate/kept.ts";
import { bring, remove, sayOf } from "./bring.ts";
import { giveBackUnsent } from "./giveBack.ts";
import { mayLeave } from "./leaving.ts";
import { noneOfComposer, tidy, type Kept } from "./shelf.ts";

const { disk, full, opened } = vi.hoisted(() => ({ disk: { outbox: new Map<string, unknown>(), cache: new Map<string, unknown>(), files: new Map<string, unknown>() }, full: { now: false }, opened: [] as Drawing[] }));
type Shelf = keyof typeof disk;
vi.mock("../../../../platform/database.ts", () => ({
  read: async (shelf: Shelf, key: string) => disk[shelf].get(key),
  readAll: async (shelf: Shelf) => [...disk[shelf].values()],
  write: async () => true,
  keep: async (shelf: Shelf, key: string, value: unknown) => {
    if (full.now) throw new DOMException("", "QuotaExceededError");
    disk[shelf].set(key, value);
  },
  keepFrom: async (shelf: Shelf, key: string, make: (old: unknown) => unknown) => void disk[shelf].set(key, make(disk[shelf].get(key))),
  exchange: async (shelf: Shelf, old: string, key: string, value: unknown) => disk[shelf].delete(old) && Boolean(disk[shelf].set(key, value)),
  remove: async (shelf: Shelf, key: string) => void disk[shelf].delete(key),
}));
vi.mock("../annotate/draw.tsx", () => ({ draw: (drawing: Drawing) => opened.push(drawing) }));

const cover = added(NOTHING, { id: 1, kind: "cover", colour: "black", width: 1, from: { x: 0, y: 0 }, to: { x: 9, y: 9 } });
const file = (name: string, size = 10) => new File([new Uint8Array(size)], name, { type: name.endsWith(".png") ? "image/png" : "" });
const brought = (key = "r") => bringingStore.get()[key] ?? [];
const names = (key = "r") => brought(key).map(({ name }) => name);
const lying = () => [...disk.files.values()] as Kept[];
const lie = (count: number) => vi.waitFor(() => expect(lying()).toHaveLength(count));

const withLocks = (held: { name: string }[] = []) => ({ locks: { query: async () => ({ held }), request: async (_: string, run: () => Promise<void>) => run() } });

/** The page is thrown away, and another is opened by somebody. */
function again(me = "me"): void {
  forgetChat();
  chatStore.set({ ...emptyState, me });
}

beforeEach(() => {
  for (const shelf of Object.values(disk)) shelf.clear();
  full.now = false;
  opened.length = 0;
  const target = new EventTarget();
  vi.stubGlobal("navigator", withLocks());
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  vi.stubGlobal("fetch", async (_: string, { signal }: { signal?: AbortSignal } = {}) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")))));
  again();
});
afterEach(() => {
  forgetChat();
  vi.unstubAllGlobals();
});

test("files that were not sent are given back in their order, each to its room, with all their bytes and what they renew", async () => {
  bring("r", [file("一.txt", 30), file("二.txt", 20)]);
  bring("s", [file("三.txt")]);
  sayOf("r", brought()[1]?.id ?? "", { id: "v", name: "前.txt" });
  await lie(3);
  const before = brought().map(({ id }) => id);
  again();
  expect(names()).toEqual([]);
  await giveBackUnsent("r");
  expect(names("s")).toEqual([]);
  expect(brought()).toMatchObject([{ id: before[0], name: "一.txt", size: 30 }, { id: before[1], name: "二.txt", size: 20, of: { id: "v", name: "前.txt" } }]);
  await giveBackUnsent("s");
  expect(names("s")).toEqual(["三.txt"]);
  // Once: what is taken off does not come back.
  remove("r", before[0] ?? "");
  await lie(2);
  await giveBackUnsent("r");
  expect(names()).toEqual(["二.txt"]);
});

test("another person at the same browser is given nothing of it", async () => {
  bring("r", [file("私.txt")]);
  await lie(1);
  again("other");
  await giveBackUnsent("r");
  expect(names()).toEqual([]);
});

test("where browsers have no locks nothing is kept, and the list says so", async () => {
  vi.stubGlobal("navigator", {});
  bring("r", [file("一.txt")]);
  await vi.waitFor(() => expect(brought()[0]?.unkept).toBe(true));
  expect(lying()).toEqual([]);
  again();
  await giveBackUnsent("r");
  expect(names()).toEqual([]);
});

test("where browsers have no locks nothing is given back, as another tab may have it still", async () => {
  bring("r", [file("一.txt")]);
  await lie(1);
  again();
  vi.stubGlobal("navigator", {});
  await giveBackUnsent("r");
  expect(names()).toEqual([]);
  // Once it is known that no page has it, it is.
  vi.stubGlobal("navigator", withLocks());
  await giveBackUnsent("r");
  expect(names()).toEqual(["一.txt"]);
});

test("of a shared account each operator is given back what was theirs, and nothing of another's", async () => {
  const uses = (id: string) => sessionStore.set({ shared: { operator: { id } } } as unknown as Me);
  uses("one");
  bring("r", [file("窓口.txt")]);
  await lie(1);
  again();
  uses("other");
  await giveBackUnsent("r");
  expect(names()).toEqual([]);
  uses("one");
  await giveBackUnsent("r");
  expect(names()).toEqual(["窓口.txt"]);
  sessionStore.set(null);
});

test("what was thrown away is in no composer of the next page", async () => {
  bring("r", [file("一.txt")]);
  await lie(1);
  await noneOfComposer(brought());
  again();
  await giveBackUnsent("r");
  expect(names()).toEqual([]);
  expect(lying()).toHaveLength(1);
});

test("what another tab has open stays there, and so does what went into the outbox", async () => {
  bring("r", [file("一.txt"), file("二.txt")]);
  await lie(2);
  const [kept, sent] = lying();
  if (!kept || !sent) throw new Error("both lie there");
  disk.outbox.set("m", { id: "m", stream: "r", content: { files: [{ id: sent.id }] } });
  for (const one of lying()) disk.files.set(one.id, { ...one, unsent: { ...one.unsent, page: "another" } });
  const held = [{ name: "page another" }];
  vi.stubGlobal("navigator", withLocks(held));
  again();
  await giveBackUnsent("r");
  expect(names()).toEqual([]);
  held.length = 0;
  again();
  await giveBackUnsent("r");
  expect(names()).toEqual(["一.txt"]);
});

test("a drawing that is not applied comes back with its picture, on the picture as it was chosen, and holds the message as before", async () => {
  bring("r", [file("現場.png", 40)]);
  const id = brought()[0]?.id ?? "";
  keep(keptUnder(id), cover);
  await vi.waitFor(() => expect(lying()[0]?.unsent?.drawing?.history).toEqual(cover));
  again();
  expect(keptStore.get()).toEqual({});
  await giveBackUnsent("r");
  expect(keptStore.get()).toEqual({ [keptUnder(id)]: cover });
  expect([brought()[0]?.drawing, mayLeave(brought(), false)]).toEqual([true, false]);
  await drawOn(id, () => null);
  expect((await opened[0]?.bytes())?.size).toBe(40);
});

test("a picture whose drawing finds no place on the device does not stay there without it", async () => {
  bring("r", [file("現場.png", 40)]);
  const id = brought()[0]?.id ?? "";
  await lie(1);
  full.now = true;
  keep(keptUnder(id), cover);
  await lie(0);
  await vi.waitFor(() => expect(brought()[0]?.unkept).toBe(true));
  full.now = false;
  again();
  await giveBackUnsent("r");
  expect(names()).toEqual([]);
});

test("what does not fit on the device is said beside it, and another file that does is kept", async () => {
  full.now = true;
  bring("r", [file("大.txt")]);
  await vi.waitFor(() => expect(brought()[0]?.unkept).toBe(true));
  full.now = false;
  const vast = file("もっと大.txt");
  Object.defineProperty(vast, "size", { value: 300 << 20 });
  bring("r", [vast, file("小.txt")]);
  await vi.waitFor(() => expect(brought().map(({ unkept }) => unkept ?? false)).toEqual([true, true, false]));
  await lie(1);
  expect(lying()[0]?.name).toBe("小.txt");
});

test("what leaves with a message is not given back beside it, and what nobody came back for goes after two weeks", async () => {
  bring("r", [file("一.txt")]);
  await lie(1);
  outbox.add("r", { room_id: "r", body: "", reply_to: null, thread: null, also_to_room: false, files: brought().map(({ id, name, size }) => ({ id, name, size, waits: true })) });
  putFiles("r", () => NO_FILES);
  await giveBackUnsent("r");
  expect(names()).toEqual([]);
  again();
  disk.outbox.clear();
  const day = 86_400_000;
  await tidy(Date.now() + 13 * day);
  expect(lying()).toHaveLength(1);
  await tidy(Date.now() + 15 * day);
  expect(lying()).toHaveLength(0);
});

test("a file whose id the server has done with meanwhile goes under another", async () => {
  bring("r", [file("一.txt", 30)]);
  await lie(1);
  const former = brought()[0]?.id ?? "";
  const begun: string[] = [];
  vi.stubGlobal("fetch", async (_: string, { method, headers }: { method: string; headers: Record<string, string> }) => {
    const id = method === "POST" ? atob(headers["upload-metadata"]?.split(",id ")[1] ?? "") : "";
    if (method === "POST") begun.push(id);
    if (method === "POST" && id === former) return Response.json({ code: "id_taken" }, { status: 409 });
    return method === "POST" ? Response.json({ id, received: 30, size: 30, state: "whole" }) : Response.json({ code: "not_found" }, { status: 404 });
  });
  again();
  await giveBackUnsent("r");
  await vi.waitFor(() => expect(brought()).toMatchObject([{ name: "一.txt", size: 30, state: "whole" }]));
  expect(begun).toEqual([former, brought()[0]?.id]);
  expect(brought()[0]?.id).not.toBe(former);
  await vi.waitFor(() => expect(lying().map(({ id }) => id)).toEqual([brought()[0]?.id]));
});
