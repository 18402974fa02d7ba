import { expect, test } from "vitest";
import { bestSlots, fromField, leavesOpen, mean, recounted, renewed, slotText, toField, type News, type Stamp } from "./model.ts";

const stamp = {
  id: "1",
  kind: "yes_no",
  slots: [],
  counts: [3, 1],
  answered: 4,
  at: 10,
  closed_at: null,
  may_answer: true,
} as unknown as Stamp;
const news = (change: Partial<News>): News => ({ id: "1", room_id: "2", deadline: null, closed_at: null, decided: null, answered: 5, counts: null, at: 11, ...change });
const given = (choices: number[]) => ({ choices, marks: [], text: "", proxy: "", note: "" });

test("news that is older than what is held changes nothing, and newer news closes the answering", () => {
  expect(renewed(stamp, news({ at: 9 }))).toBe(stamp);
  expect(renewed(stamp, news({ counts: [4, 1] }))).toMatchObject({ answered: 5, counts: [4, 1], may_answer: true });
  expect(renewed(stamp, news({ closed_at: "2026-04-01T00:00:00Z" }))).toMatchObject({ may_answer: false, counts: [3, 1] });
});

test("who may know more than everybody asks anew", () => {
  expect(leavesOpen(stamp, news({}))).toBe(true);
  expect(leavesOpen({ ...stamp, counts: null } as Stamp, news({}))).toBe(false);
  expect(leavesOpen(stamp, news({ counts: [4, 1] }))).toBe(false);
  expect(leavesOpen(stamp, news({ counts: [4, 1], closed_at: "2026-04-01T00:00:00Z" }))).toBe(true);
});

test("one's own answer moves the counts from what it was to what it is", () => {
  expect(recounted(stamp, given([0]), given([1]))).toEqual([2, 2]);
  expect(recounted(stamp, given([0]), null)).toEqual([2, 1]);
  const poll = { ...stamp, kind: "schedule", counts: [0, 0, 1] } as Stamp;
  expect(recounted(poll, { ...given([]), marks: ["no"] }, { ...given([]), marks: ["yes"] })).toEqual([1, 0, 0]);
});

test("a date that more can make is better, and of two alike both are", () => {
  const slots = [1, 2, 3].map((day) => ({ day: `2026-12-0${day}`, from: null, to: null }));
  expect(bestSlots({ slots, counts: [1, 0, 1, 1, 1, 0, 1, 1, 0] })).toEqual([1, 2]);
  expect(bestSlots({ slots, counts: [0, 0, 0, 0, 0, 0, 0, 0, 0] })).toEqual([]);
});

test("dates and deadlines are those of the office, wherever the machine thinks it is", () => {
  expect(slotText({ day: "2026-12-03", from: "10:00:00", to: "11:30:00" })).toMatch(/12月3日.*10:00–11:30$/);
  expect(toField("2026-12-03T08:00:00Z")).toBe("2026-12-03T17:00");
  expect(fromField("2026-12-03T17:00")).toBe("2026-12-03T08:00:00.000Z");
  expect(mean([1, 0, 0, 0, 1])).toBe("3.0");
  expect(mean([0, 0, 0, 0, 0])).toBe(null);
});
