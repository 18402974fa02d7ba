import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { again, bringFiles, cancel, cancelAll, pause, takeCame } from "./actions.files.ts";
import { fitting, MOST_FILES } from "./model.files.ts";
import { bringingStore, NOTHING } from "./store.files.ts";

/** A server that knows uploads by how much of them it has, and refuses as told; `never` is an answer that does not come. */
function server(refusals: Record<string, [number, string][]> = {}) {
  const asked: string[] = [];
  const there = new Map<string, { size: number; received: number; name: string }>();
  const fetched = vi.fn(async (url: string, { method, headers, body, signal }: { method: string; headers: Record<string, string>; body?: Blob; signal?: AbortSignal }) => {
    asked.push(method);
    const refusal = refusals[method]?.shift();
    if (refusal?.[1] === "never") return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))));
    if (refusal) return Response.json({ code: refusal[1] }, { status: refusal[0] });
    if (method === "POST") {
      const told = headers["upload-metadata"] ?? "";
      const [name, id] = [atob(/filename (\S+?),/.exec(told)?.[1] ?? ""), atob(told.split(",id ")[1] ?? "")];
      const known = there.get(id) ?? { size: Number(headers["upload-length"]), received: 0, name };
      there.set(id, known);
      return Response.json({ id, ...known, state: "coming" });
    }
    const id = url.split("/").at(-1) ?? "";
    const file = there.get(id);
    if (!file) return Response.json({ code: "not_found" }, { status: 404 });
    if (method === "GET") return Response.json({ id, ...file, state: file.received < file.size ? "coming" : "whole", kind: "text" });
    if (method === "PATCH") file.received = Number(headers["upload-offset"]) + (body?.size ?? 0);
    return new Response(null, { status: 204 });
  });
  vi.stubGlobal("fetch", fetched);
  return { asked };
}

const file = (name: string, size = 10) => new File([new Uint8Array(size)], name);
const now = () => bringingStore.get()["d"] ?? NOTHING;
const coming = () => now().coming.map(({ name, state, code }) => [name, state, code]);
const came = () => now().came.map(({ name }) => name);

beforeEach(() => {
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  vi.stubGlobal("dispatchEvent", target.dispatchEvent.bind(target));
});
afterEach(() => {
  bringingStore.set({});
  vi.unstubAllGlobals();
});

test("files come one after the other and wait to be named by the draft", async () => {
  const { asked } = server();
  await bringFiles("d", [file("a.txt"), file("b.txt")]);
  expect(asked).toEqual(["POST", "PATCH", "GET", "POST", "PATCH", "GET"]);
  expect([coming(), came()]).toEqual([[], ["a.txt", "b.txt"]]);
  takeCame("d");
  expect(came()).toEqual([]);
});

test("what is stopped lets the next one come, and goes on with what has come", async () => {
  const { asked } = server({ PATCH: [[0, "never"]] });
  const done = bringFiles("d", [file("a.txt"), file("b.txt")]);
  await vi.waitFor(() => expect(asked).toContain("PATCH"));
  const stopped = now().coming[0]?.id ?? "";
  pause("d", stopped);
  await done;
  expect([coming(), came()]).toEqual([[["a.txt", "paused", null]], ["b.txt"]]);
  again("d", stopped);
  await vi.waitFor(() => expect(came()).toEqual(["b.txt", "a.txt"]));
  expect(coming()).toEqual([]);
});

test("what is stopped before its turn does not begin until somebody goes on with it", async () => {
  const { asked } = server({ POST: [[0, "never"]] });
  const done = bringFiles("d", [file("a.txt"), file("b.txt")]);
  await vi.waitFor(() => expect(asked).toEqual(["POST"]));
  const [first, second] = now().coming.map(({ id }) => id);
  pause("d", second ?? "");
  cancel("d", first ?? "");
  await done;
  expect(coming()).toEqual([["b.txt", "paused", null]]);
  again("d", second ?? "");
  await vi.waitFor(() => expect(came()).toEqual(["b.txt"]));
});

test("a line that breaks is waited out, and what is refused can be tried again", async () => {
  server({ PATCH: [[503, "unavailable"]], POST: [[413, "files.too_large"]] });
  await bringFiles("d", [file("a.txt")]);
  expect(coming()).toEqual([["a.txt", "refused", "files.too_large"]]);
  again("d", now().coming[0]?.id ?? "");
  await vi.waitFor(() => expect(coming()).toEqual([["a.txt", "waiting", "unavailable"]]));
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(came()).toEqual(["a.txt"]));
});

test("whoever leaves the page lets go of all that is on its way", async () => {
  const { asked } = server({ PATCH: [[0, "never"]] });
  const done = bringFiles("d", [file("a.txt"), file("b.txt")]);
  await vi.waitFor(() => expect(asked).toContain("PATCH"));
  cancelAll("d");
  await done;
  expect([coming(), came()]).toEqual([[], []]);
  expect(asked.filter((method) => method === "DELETE")).toHaveLength(2);
});

test("a draft takes so many files and no more", () => {
  const many = Array.from({ length: MOST_FILES + 2 }, (_, place) => file(`${place}.txt`));
  expect(fitting(many, 0)).toHaveLength(MOST_FILES);
  expect(fitting(many, MOST_FILES - 1).map(({ name }) => name)).toEqual(["0.txt"]);
  expect(fitting(many, MOST_FILES)).toEqual([]);
});
