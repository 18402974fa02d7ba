import { expect, test } from "vitest";
import { byUrgency, fieldOf, instantOf, isEverybody, isOverdue, noLine, percentOf, rechosen, stepOf, usualReminder, waitingOf, type ReceivedLine } from "./model.ts";

const line = (id: string, sent_at: string, confirm_by: string | null, pending = true): ReceivedLine => ({ id, sent_at, confirm_by, must_read: confirm_by !== null, title: id, withdrawn: null, mine: { pending, read_at: null, confirmed_at: null, reminded_at: null }, sender: { post: null } }) as unknown as ReceivedLine;

test("what presses most comes first: the nearest deadline, then the newest", () => {
  const lines = [line("new", "2026-04-03T00:00:00Z", null), line("far", "2026-04-01T00:00:00Z", "2026-04-20T00:00:00Z"), line("near", "2026-04-01T00:00:00Z", "2026-04-04T00:00:00Z"), line("old", "2026-04-02T00:00:00Z", null)];
  expect(byUrgency(lines).map(({ id }) => id)).toEqual(["near", "far", "new", "old"]);
});

test("it is overdue at its deadline, and not once it was confirmed", () => {
  const now = Date.parse("2026-04-04T00:00:00Z");
  expect(isOverdue(line("a", "2026-04-01T00:00:00Z", "2026-04-04T00:00:00Z"), now)).toBe(true);
  expect(isOverdue(line("a", "2026-04-01T00:00:00Z", "2026-04-04T00:00:01Z"), now)).toBe(false);
  expect(isOverdue(line("a", "2026-04-01T00:00:00Z", "2026-04-04T00:00:00Z", false), now)).toBe(false);
});

test("whoever is away is neither waited for nor counted against the rate", () => {
  expect(waitingOf({ total: 10, done: 6, read: 1, away: 2 })).toBe(2);
  expect(percentOf({ total: 10, done: 6, read: 1, away: 2 })).toBe(75);
  expect(percentOf({ total: 2, done: 0, read: 0, away: 2 })).toBeNull();
});

test("the usual reminder is at nine the day before, or the same morning, or never", () => {
  const due = "2026-04-04T08:00:00Z";
  expect(usualReminder(due, Date.parse("2026-04-01T00:00:00Z"))).toBe("2026-04-03T00:00:00.000Z");
  expect(usualReminder(due, Date.parse("2026-04-03T01:00:00Z"))).toBe("2026-04-04T00:00:00.000Z");
  expect(usualReminder(due, Date.parse("2026-04-04T01:00:00Z"))).toBeNull();
  expect(usualReminder(null, 0)).toBeNull();
});

test("a field shows the office's clock, whatever the machine's zone is", () => {
  expect(fieldOf("2026-04-03T00:00:00.000Z")).toBe("2026-04-03T09:00");
  expect(instantOf("2026-04-03T09:00")).toBe("2026-04-03T00:00:00.000Z");
  expect([fieldOf(null), instantOf("")]).toEqual(["", null]);
});

test("a line without conditions is all of the staff", () => {
  expect(isEverybody(noLine)).toBe(true);
  expect(isEverybody({ ...noLine, max_rank: 200 })).toBe(false);
});

test("who was not on screen yet stays chosen when others are added or taken away", () => {
  expect(rechosen(["a", "b", "c"], [], ["d"])).toEqual(["a", "b", "c", "d"]);
  expect(rechosen(["a", "b", "c"], ["a", "b"], ["a", "d"])).toEqual(["a", "c", "d"]);
  expect(rechosen(["a"], ["a"], [])).toEqual([]);
});

test("what is refused is mended at the step that has its field", () => {
  expect(["title", "remind_at", "files", "files[2]", "audience.lines[0]", "audience.people[3]", "send_at"].map(stepOf)).toEqual([0, 0, 0, 0, 1, 1, null]);
});
