import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { again, bringFiles, cancelAll, lookFor } from "./actions.files.ts";
import { comingStore, filesStore } from "./store.files.ts";

/** A server that knows uploads by how much of them it has, gives them to notes, and refuses as told. */
function server(refusals: Record<string, [number, string][]> = {}) {
  const asked: string[] = [];
  const there = new Map<string, { size: number; received: number; name: string }>();
  const fetched = vi.fn(async (url: string, { method, headers, body, signal }: { method: string; headers: Record<string, string>; body?: Blob; signal?: AbortSignal }) => {
    const isNotes = url.startsWith("/api/notes/");
    const what = `${isNotes ? "note " : ""}${method}`;
    asked.push(what);
    const refusal = refusals[what]?.shift();
    if (refusal?.[1] === "never") return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))));
    if (refusal) return Response.json({ code: refusal[1] }, { status: refusal[0] });
    if (method === "POST") {
      const told = headers["upload-metadata"] ?? "";
      const [name, id] = [atob(/filename (\S+?),/.exec(told)?.[1] ?? ""), atob(told.split(",id ")[1] ?? "")];
      const known = there.get(id) ?? { size: Number(headers["upload-length"]), received: 0, name };
      there.set(id, known);
      return Response.json({ id, ...known, state: known.received < known.size ? "coming" : "whole" });
    }
    const id = url.split("/").at(-1)?.split("?")[0] ?? "";
    if (isNotes && method === "GET") return Response.json({ items: [], next: null });
    const file = there.get(id);
    if (!file) return Response.json({ code: "not_found" }, { status: 404 });
    if (isNotes) return Response.json({ id, name: file.name, size: file.size, kind: "text", width: null, height: null, brought_by: { id: "1", name: "佐藤" }, brought_at: "2026-04-01T00:00:00Z" });
    if (method === "GET") return Response.json({ id, ...file, state: file.received < file.size ? "coming" : "whole" });
    if (method === "PATCH") file.received = Number(headers["upload-offset"]) + (body?.size ?? 0);
    return new Response(null, { status: 204 });
  });
  vi.stubGlobal("fetch", fetched);
  return { asked, there };
}

const file = (name: string, size = 10) => new File([new Uint8Array(size)], name);
const coming = () => (comingStore.get()["n"] ?? []).map(({ name, state, code }) => [name, state, code]);

beforeEach(() => {
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  vi.stubGlobal("dispatchEvent", target.dispatchEvent.bind(target));
});
afterEach(() => {
  comingStore.set({});
  filesStore.set({});
  vi.unstubAllGlobals();
});

test("files come one after the other, and each is placed once it is the note's", async () => {
  const { asked } = server();
  const placed: string[] = [];
  await bringFiles("n", [file("a.txt"), file("b.txt", 0)], ({ id, name }) => {
    expect(filesStore.get()["n"]?.[id]?.name).toBe(name);
    placed.push(name);
  });
  expect(placed).toEqual(["a.txt", "b.txt"]);
  expect(asked).toEqual(["POST", "PATCH", "GET", "note PUT", "POST", "GET", "note PUT"]);
  expect(coming()).toEqual([]);
});

test("a line that breaks, and an answer that is lost, are waited out, and nothing is sent twice that has come", async () => {
  const { asked } = server({ PATCH: [[503, "unavailable"]], "note PUT": [[503, "unavailable"]] });
  const placed: string[] = [];
  const done = bringFiles("n", [file("a.txt")], ({ name }) => placed.push(name));
  await vi.waitFor(() => expect(coming()).toEqual([["a.txt", "waiting", "unavailable"]]));
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(asked.filter((what) => what === "note PUT")).toHaveLength(1));
  await vi.waitFor(() => expect(coming()[0]?.[1]).toBe("waiting"));
  dispatchEvent(new Event("online"));
  await done;
  expect(placed).toEqual(["a.txt"]);
  expect(asked).toEqual(["POST", "PATCH", "POST", "PATCH", "GET", "note PUT", "note PUT"]);
});

test("what is refused stays with its reason until somebody tries again or lets go of it, and holds up no other", async () => {
  const { asked } = server({ "note PUT": [[409, "chat.personal_number"]] });
  const placed: string[] = [];
  await bringFiles("n", [file("a.txt"), file("b.txt")], ({ name }) => placed.push(name));
  expect(coming()).toEqual([["a.txt", "refused", "chat.personal_number"]]);
  expect(placed).toEqual(["b.txt"]);
  dispatchEvent(new Event("online"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked.filter((what) => what === "note PUT")).toHaveLength(2);
  again(comingStore.get()["n"]?.[0]?.id ?? "");
  await vi.waitFor(() => expect(placed).toEqual(["b.txt", "a.txt"]));
  expect(asked.filter((what) => what === "PATCH")).toHaveLength(2);
  expect(coming()).toEqual([]);
});

test("a page that is closed, or left by whoever wrote on it, takes what is on its way with it", async () => {
  for (const leave of [() => cancelAll("n"), () => comingStore.set({})]) {
    const { asked } = server({ PATCH: [[0, "never"]] });
    const placed: string[] = [];
    const done = bringFiles("n", [file("a.txt"), file("b.txt")], ({ name }) => placed.push(name));
    await vi.waitFor(() => expect(asked).toContain("PATCH"));
    leave();
    await done;
    expect([placed, asked.filter((what) => what === "POST"), coming()]).toEqual([[], ["POST"], []]);
  }
});

test("a file that a page names and nobody knows is looked for three times and no more", async () => {
  vi.useFakeTimers();
  try {
    const { asked } = server();
    lookFor("n", "0123456789abc");
    await vi.advanceTimersByTimeAsync(60_000);
    lookFor("n", "0123456789abc");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual(["note GET", "note GET", "note GET"]);
  } finally {
    vi.useRealTimers();
  }
});
