import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { LiveEvent } from "../../../../platform/live.ts";
import { applySaved, heard, keptStore, load, type Kept, type SavedSearch, type Told } from "./saved.ts";
import * as api from "../../api.ts";

const search = (id: string, name: string, minute: number): SavedSearch => ({ id, name, q: "予算", room: null, kind: null, saved_at: `2026-04-01T00:0${minute}:00Z` });
const empty: Kept = { me: "p", items: [], at: 1 };
const told = (at: number, saved_id: string, saved: SavedSearch | null): Told => ({ saved_id, saved, at });
const after = (kept: Kept, ...all: Told[]) => all.reduce(applySaved, kept);

describe("the searches that I keep", () => {
  test("are kept, named anew where they stand, and thrown away as other devices tell", () => {
    const [first, second] = [search("a", "予算", 1), search("b", "会議", 2)];
    const both = after(empty, told(2, "b", second), told(3, "a", first));
    expect(both.items.map((one) => one.name)).toEqual(["予算", "会議"]);
    const renamed = after(both, told(4, "a", { ...first, name: "来年の予算" }));
    expect(renamed.items.map((one) => one.name)).toEqual(["来年の予算", "会議"]);
    const left = after(renamed, told(5, "a", null));
    expect(left.items.map((one) => one.name)).toEqual(["会議"]);
    expect(after(left, told(5, "a", null))).toEqual(left);
  });

  test("are not changed by what was told before the list was read", () => {
    const read: Kept = { me: "p", items: [search("a", "来年の予算", 1)], at: 4 };
    expect(after(read, told(3, "a", search("a", "予算", 1)), told(4, "a", null))).toEqual(read);
  });

  test("hold what was told while they were being fetched", async () => {
    vi.spyOn(api, "savedSearches").mockImplementation(async () => {
      heard(told(7, "b", search("b", "会議", 2)));
      return { items: [search("a", "予算", 1)], at: 6 };
    });
    await load("p");
    expect(keptStore.get()?.items.map((one) => one.id)).toEqual(["a", "b"]);
  });

  test("come to what a fetch would give from what a server really told", () => {
    const { events } = JSON.parse(readFileSync(join(import.meta.dirname, "../../contract/kept.json"), "utf8")) as { events: LiveEvent[] };
    const facts = events.filter((event) => event.kind === "search.saved_changed").map((event) => event.p as Told);
    expect(facts).toHaveLength(4);
    expect(after({ ...empty, at: 0 }, ...facts).items.map((one) => [one.name, one.q])).toEqual([["来年の予算", "予算"]]);
  });
});
