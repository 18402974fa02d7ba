import { expect, test } from "vitest";
import { asksName, draftOf, goingOf, isWhole, toSend, type Draft, type Outlook, type View } from "./draft.ts";

const outlook = (go: number): Outlook => ({ inside: 30, outside: 900, unused: 2, going: [], steps: [{ on: "2026-04-01", come: 0, go, unused: 0, without_account: 0 }] });
const held: View = { chosen: true, everybody_from: null, units: [{ unit_id: "1", name: "道路課", from: "2026-04-01", valid_to: null }], persons: [], tick: 1, settling: false, outlook: outlook(0) };
const draft: Draft = draftOf(held);

test("the name is asked for when somebody goes out or everybody comes in, and not when a day is taken back", () => {
  expect(asksName(held, draft, outlook(0))).toBe(false);
  expect(asksName(held, draft, outlook(1))).toBe(true);
  expect(asksName(held, { ...draft, chosen: false }, null)).toBe(true);
  expect(asksName(held, { ...draft, everybody_from: "2026-05-01" }, null)).toBe(true);
  expect(asksName({ ...held, everybody_from: "2026-05-01" }, { ...draft, everybody_from: "2026-05-01" }, null)).toBe(false);
  expect(asksName({ ...held, everybody_from: "2026-05-01" }, draft, null)).toBe(false);
});

test("who moves away later is counted apart, and asks for no name", () => {
  const later: Outlook = { ...outlook(0), steps: [{ on: "2999-04-01", come: 0, go: 3, unused: 0, without_account: 0 }] };
  expect(goingOf(later)).toEqual({ now: 0, later: 3 });
  expect(goingOf(outlook(2))).toEqual({ now: 2, later: 0 });
  expect(asksName(held, draft, later)).toBe(false);
});

test("where everybody takes part nobody is chosen", () => {
  expect(toSend({ ...draft, chosen: false })).toEqual({ chosen: false, everybody_from: null, units: [], persons: [] });
  expect(toSend(draft)).toEqual(draft);
  expect(isWhole({ ...draft, units: [{ unit_id: "1", from: "" }] })).toBe(false);
});
