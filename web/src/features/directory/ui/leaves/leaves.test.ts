import { describe, expect, it } from "vitest";
import type { Leave } from "../../model.ts";
import { draftOf, stateOf } from "./words.ts";

const leave: Leave = { id: "1", person_id: "2", kind: "childcare", valid_from: "2026-04-01", valid_to: "2027-03-31", access: "read", tick: 7 };

describe("a leave", () => {
  it("holds from its first to its last day", () => {
    const days = ["2026-03-31", "2026-04-01", "2027-03-31", "2027-04-01"];
    expect(days.map((day) => stateOf(leave, day))).toEqual(["toCome", "now", "now", "over"]);
  });

  it("holds on while its last day is not known", () => {
    expect(stateOf({ ...leave, valid_to: null }, "2030-01-01")).toBe("now");
  });

  it("is told without what the server adds", () => {
    expect(draftOf(leave)).toEqual({ kind: "childcare", valid_from: "2026-04-01", valid_to: "2027-03-31", access: "read" });
  });
});
