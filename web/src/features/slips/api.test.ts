import { describe, expect, it } from "vitest";
import { narrowing, wantedIn, type Wanted } from "./api.ts";

describe("the address of a paper", () => {
  const all: Wanted = { kind: "request", over: false, unit: null, state: null, overdue: false, day: null };

  it("wants what the list showed from which it was asked for", () => {
    for (const wanted of [all, { ...all, over: true, unit: "u1" }, { ...all, state: "doing", overdue: true }, { ...all, kind: "council", day: "2026-06-10" }] satisfies Wanted[]) {
      expect(wantedIn(wanted.kind, narrowing(wanted))).toEqual(wanted);
    }
  });

  it("wants all that is open where it says nothing, or something unknown", () => {
    expect(wantedIn("request", "")).toEqual(all);
    expect(wantedIn("request", "?state=burnt&over=1")).toEqual(all);
  });
});
