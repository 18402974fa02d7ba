import { afterEach, describe, expect, it, vi } from "vitest";
import { meet, unnamedStore } from "./people.ts";
import { named } from "./named.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const person = (id: string) => ({ id, name: id }) as never;

describe("names for a file", () => {
  it("are waited for until all are here, or are known not to come", async () => {
    vi.useFakeTimers();
    let here = false;
    const wait = named(["a1", "a2"]).then(() => {
      here = true;
    });
    meet([person("a1")]);
    await Promise.resolve();
    expect(here).toBe(false);
    unnamedStore.update((known) => new Set([...known, "a2"]));
    await wait;
    expect(here).toBe(true);
  });

  it("are not left out without a word when they do not come", async () => {
    vi.useFakeTimers();
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no line")));
    const refused = expect(named(["b1"])).rejects.toThrow("no names");
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
  });
});
