import { expect, test } from "vitest";
import { isFading, isLate, renewed, spanOf, stateOf, type Memo, type Progress } from "./model.ts";
import { t } from "./text.ts";

const progress: Progress = { id: "m", room_id: "r", section_room_id: null, writer_id: "a", addressee_id: "b", seen: null, taken: null, done: null, cleared_at: null, withdrawn: false, tick: 5 };
const memo: Memo = { ...progress, caller: "山田", company: "観音寺商事", number: "0875-23-0000", matter: "call_back", words: "見積", call_back_by: null, called_at: "2026-11-30T01:00:00Z", operator_id: null, kept_days: 90, kept_until: "2027-02-28T01:00:00Z", may_handle: true };
const step = { at: "2026-11-30T02:00:00Z", by: "b" };

test("what is older than what is held changes nothing, and what is cleared is gone at once", () => {
  expect(renewed(memo, { ...progress, tick: 4, done: step })).toBe(memo);
  expect(stateOf(renewed(memo, { ...progress, tick: 6, seen: step }))).toBe("seen");
  const cleared = renewed(memo, { ...progress, tick: 7, done: step, cleared_at: step.at });
  expect([cleared.caller, cleared.number, cleared.words, stateOf(cleared)]).toEqual(["", "", "", "done"]);
});

test("whoever was written down with an honorific gets no second one", () => {
  expect(["山田", "山田様", "田中先生", "鈴木さん"].map(t.honorific)).toEqual(["山田 様", "山田様", "田中先生", "鈴木さん"]);
});

test("a call back is late once its moment is over and nobody has done it", () => {
  const by = { ...memo, call_back_by: "2026-11-30T03:00:00Z" };
  const now = Date.parse("2026-11-30T03:00:01Z");
  expect([isLate(by, now), isLate(by, now - 2000), isLate({ ...by, done: step }, now), isLate(memo, now)]).toEqual([true, false, false, false]);
});

test("what nobody has done says two weeks before that it goes", () => {
  const now = Date.parse("2027-02-14T01:00:01Z");
  expect([isFading(memo, now), isFading(memo, now - 2000), isFading({ ...memo, done: step }, now), isFading({ ...memo, cleared_at: step.at }, now)]).toEqual([true, false, false, false]);
});

test("a day begins at midnight in Japan", () => {
  expect(spanOf("2026-11-30")).toEqual({ from: "2026-11-29T15:00:00.000Z", to: "2026-11-30T15:00:00.000Z" });
});
