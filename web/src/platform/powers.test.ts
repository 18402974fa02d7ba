import { describe, expect, test } from "vitest";
import { may } from "./powers.ts";
import type { Me } from "./session.ts";

const me = (powers: Me["powers"]) => ({ powers }) as Me;

describe("what somebody may do of the administration", () => {
  test("a verb includes those before it and no other function", () => {
    const clerk = me([{ function: "people", verb: "change", unit_ids: null }]);
    expect(may(clerk, "people")).toBe(true);
    expect(may(clerk, "people", "change")).toBe(true);
    expect(may(clerk, "people", "release")).toBe(false);
    expect(may(clerk, "units")).toBe(false);
  });

  test("a share for some units is one for those and not for the whole", () => {
    const clerk = me([
      { function: "people", verb: "see", unit_ids: null },
      { function: "people", verb: "change", unit_ids: ["u1"] },
    ]);
    expect(may(clerk, "people", "change", "u1")).toBe(true);
    expect(may(clerk, "people", "change", "u2")).toBe(false);
    expect(may(clerk, "people", "change", null)).toBe(false);
    expect(may(clerk, "people", "change")).toBe(true);
    expect(may(clerk, "people", "see", null)).toBe(true);
  });

  test("who was given nothing may do nothing", () => {
    expect(may(me([]), "audit")).toBe(false);
  });
});
