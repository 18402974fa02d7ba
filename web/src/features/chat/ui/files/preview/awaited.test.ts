import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { awaited, GIVES_UP_MS } from "./awaited.ts";

const answers = (...codes: (string | null)[]) => {
  const asked = vi.fn(() => {
    const code = codes.length > 1 ? codes.shift() : codes[0];
    return Promise.resolve(code ? Response.json({ code }, { status: 409 }) : new Response("%", { status: 206 }));
  });
  vi.stubGlobal("fetch", asked);
  return asked;
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a preview is asked for until it is there", async () => {
  const asked = answers("files.preview_coming", "files.preview_coming", null);
  const found = awaited("/file/preview", new AbortController().signal);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await found).toBeNull();
  expect(asked).toHaveBeenCalledTimes(3);
});

test("why there is none is told at once", async () => {
  answers("files.preview_failed");
  expect(await awaited("/file/preview", new AbortController().signal)).toBe("officeFailed");
  answers("not_found");
  expect(await awaited("/file/preview", new AbortController().signal)).toBe("gone");
});

test("one that never comes is waited for five minutes and no longer", async () => {
  const asked = answers("files.preview_coming");
  let found: unknown = "coming";
  void awaited("/file/preview", new AbortController().signal).then((why) => (found = why));
  await vi.advanceTimersByTimeAsync(GIVES_UP_MS - 1000);
  expect(found).toBe("coming");
  await vi.advanceTimersByTimeAsync(2000);
  expect(found).toBe("officeTooSlow");
  const times = asked.mock.calls.length;
  await vi.advanceTimersByTimeAsync(GIVES_UP_MS);
  expect(asked).toHaveBeenCalledTimes(times);
});
