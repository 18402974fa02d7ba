import { describe, expect, test } from "vitest";
import type { NewGrant } from "../../model.ts";
import { FUNCTIONS, holderText, partsText, PRESETS, reachText, stateOf, verbsOf, withPart } from "./words.ts";

const draft: NewGrant = { holder: { person_id: null, unit_id: null, title_id: "t1" }, parts: [{ function: "people", verb: "change" }], scope: "own", unit_ids: [], valid_from: "2026-04-01", valid_to: null };
const names = { person: () => "佐藤 花", unit: (id: string) => ({ u1: "総務課", u2: "財政課" })[id] ?? "?", title: () => "庶務担当" };

describe("shares of the administration in words", () => {
  test("a share says what it gives and how far", () => {
    expect(partsText(PRESETS.personnel.parts)).toBe("人とアカウント(見る・変える)、人事異動(見る・変える・発令する)");
    expect(partsText(PRESETS.systems.parts)).toContain("外部連携(見る・止める)");
    expect(reachText({ scope: "chosen", unit_ids: ["u1", "u2"] }, names)).toBe("選んだ所属とその下:総務課、財政課");
  });

  test("it is given to a post, to a title anywhere or to a person", () => {
    expect(holderText({ person_id: null, unit_id: "u1", title_id: "t1" }, names)).toBe("総務課の庶務担当");
    expect(holderText({ person_id: null, unit_id: null, title_id: "t1" }, names)).toBe("庶務担当");
    expect(holderText({ person_id: "p1", unit_id: null, title_id: null }, names)).toBe("佐藤 花");
  });

  test("work that knows no units makes the share one for everything", () => {
    const more = withPart(draft, "audit", "see");
    expect(more.scope).toBe("all");
    expect(more.parts.map((part) => part.function)).toEqual(["people", "audit"]);
    expect(withPart(draft, "units", "see").scope).toBe("own");
    expect(withPart(draft, "people", null).parts).toEqual([]);
    expect(withPart(draft, "people", "see").parts).toEqual([{ function: "people", verb: "see" }]);
  });

  test("no preset goes further than its function", () => {
    for (const { parts } of Object.values(PRESETS)) for (const part of parts) expect(verbsOf(part.function)).toContain(part.verb);
    expect(FUNCTIONS).toHaveLength(10);
  });

  test("a share is to come, in force or over by its days", () => {
    const term = { valid_from: "2026-04-01", valid_to: "2026-04-30" };
    expect(["2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01"].map((today) => stateOf(term, today))).toEqual(["toCome", "inForce", "inForce", "over"]);
  });
});
