import { beforeEach, expect, test, vi } from "vitest";
import type { Id } from "../../../../../platform/ids.ts";
import type { FileToView } from "../../../../../platform/viewing.ts";
import { MOST_OF_ONE } from "./kept.ts";
import { prepared, sourceOf } from "./sources.ts";

const disk = vi.hoisted(() => ({ files: new Map<string, Blob>(), full: false }));
vi.mock("./kept.ts", async (original) => ({
  ...(await original<object>()),
  keptFile: async (id: Id) => disk.files.get(id) ?? null,
  dropFile: async (id: Id) => void disk.files.delete(id),
  keepFile: async (id: Id, bytes: Blob) => {
    if (!disk.full) disk.files.set(id, bytes);
    return !disk.full;
  },
}));
vi.mock("../preview/pdf.ts", () => ({ fetchParts: async () => undefined }));

const file: FileToView = { id: "f", at: "/api/rooms/r/files/f", name: "予算書.pdf", size: 5, kind: "pdf", width: null, height: null, said: null };

/** What was asked, with ranges. */
let asked: string[];

/** A server that answers by the end of the address; null where nobody answers. */
function serve(answers: (path: string) => { status: number; code?: string } | null): void {
  vi.stubGlobal("fetch", async (at: string, init?: { headers?: Record<string, string> }) => {
    asked.push(init?.headers?.["range"] === undefined ? at : `${at} ${init.headers["range"]}`);
    const answer = answers(at);
    if (answer === null) throw new TypeError("Failed to fetch");
    return new Response(answer.code === undefined ? "bytes" : JSON.stringify({ code: answer.code }), { status: answer.status });
  });
}

const WHOLE = [`${file.at} bytes=0-0`, file.at];

beforeEach(() => {
  asked = [];
  disk.files.clear();
  disk.full = false;
});

test("who prepares a file and who shows it fetch it once, and after that the device has it", async () => {
  serve(() => ({ status: 200 }));
  const [kept, source] = await Promise.all([prepared(file), sourceOf(file)]);
  expect(kept).toBe("kept");
  expect(await source.blob?.text()).toBe("bytes");
  expect(asked).toEqual(WHOLE);
  expect((await sourceOf(file)).blob).not.toBeNull();
  expect(asked).toEqual([...WHOLE, `${file.at} bytes=0-0`]);
});

test("without a line what is here is shown, and what is not here says that there is no line", async () => {
  serve(() => null);
  await expect(sourceOf(file)).rejects.toMatchObject({ code: "offline", status: 0 });
  expect(await prepared(file)).toBe("failed");
  disk.files.set("f", new Blob(["kept"]));
  expect(await (await sourceOf(file)).blob?.text()).toBe("kept");
});

test("a file that was taken back goes from the device, one whose server is ill stays", async () => {
  disk.files.set("f", new Blob(["kept"]));
  serve(() => ({ status: 503, code: "busy" }));
  expect((await sourceOf(file)).kept).toBe("kept");
  serve(() => ({ status: 404, code: "not_found" }));
  await expect(sourceOf(file)).rejects.toMatchObject({ code: "not_found" });
  expect(disk.files.size).toBe(0);
});

test("whose session has ended is shown nothing of what is here", async () => {
  disk.files.set("f", new Blob(["kept"]));
  serve(() => ({ status: 401, code: "sign_in_needed" }));
  await expect(sourceOf(file)).rejects.toMatchObject({ code: "sign_in_needed" });
});

test("what is only looked at is drawn from the door for that, and nothing of it stays on the device", async () => {
  disk.files.set("f", new Blob(["kept"]));
  serve(() => ({ status: 403, code: "chat.no_downloads" }));
  expect(await sourceOf(file)).toEqual({ barred: true, at: `${file.at}/view`, blob: null, kept: "looked", why: null });
  expect(disk.files.size).toBe(0);
});

test("an office file is its PDF, and says why where there is none", async () => {
  const office: FileToView = { ...file, name: "予算書.xlsx", kind: "document" };
  serve(() => ({ status: 200 }));
  expect(await sourceOf(office)).toMatchObject({ at: `${file.at}/preview`, kept: "kept", why: null });
  disk.files.clear();
  serve((at) => (at.endsWith("/preview") ? { status: 409, code: "files.preview_failed" } : { status: 200 }));
  expect(await sourceOf(office)).toMatchObject({ blob: null, kept: "failed", why: "officeFailed" });
});

test("a larger file is not fetched whole, and one for which there is no place is shown all the same", async () => {
  serve(() => ({ status: 200 }));
  expect(await sourceOf({ ...file, size: MOST_OF_ONE + 1 })).toEqual({ barred: false, at: file.at, blob: null, kept: "too_large", why: null });
  expect(asked).toEqual(WHOLE.slice(0, 1));
  disk.full = true;
  const source = await sourceOf(file);
  expect(source.kept).toBe("full");
  expect(await source.blob?.text()).toBe("bytes");
});
