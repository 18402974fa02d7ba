import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ears, FRESH, LEFT_HERE } from "../../platform/live.ts";
import * as api from "./api.ts";
import type { Facts } from "./model.marks.ts";
import { heard, marksStore, roomNewsStore, seen } from "./store.marks.ts";

vi.mock("./api.ts", () => ({ marks: vi.fn() }));

const question = (id: string, at: number): Facts => ({ id, room_id: "r", thread_id: null, asker_id: "a", marker_id: "a", asked_at: "2026-04-01T00:00:00Z", claimer_id: null, claimed_until: null, answer_id: null, answerer_id: null, answered_at: null, step: 0, at });
const marks = vi.mocked(api.marks);
const marked = () => Object.keys(marksStore.get().facts);
const passed = () => vi.advanceTimersByTimeAsync(100);

beforeEach(() => {
  vi.useFakeTimers();
  marks.mockReset();
});

afterEach(() => {
  ears.get(`${LEFT_HERE}/question-marks`)?.(null as never);
  vi.useRealTimers();
});

test("a list that was on its way when a mark was lifted does not bring it back", async () => {
  let answer: (list: Awaited<ReturnType<typeof api.marks>>) => void = () => undefined;
  marks.mockReturnValueOnce(new Promise((done) => (answer = done)));
  seen("r", "q");
  await passed();
  heard({ tick: 11, kind: "questions.gone", p: { room_id: "r", question_id: "q" } });
  answer({ marks: [question("q", 10), question("p", 10)] });
  await passed();
  expect(marked()).toEqual(["p"]);
  // Marked anew it is one.
  heard({ tick: 12, kind: "questions.changed", p: { question: question("q", 12) } });
  expect(marked().sort()).toEqual(["p", "q"]);
});

test("when something was missed, what was asked about is asked about again, and what is no question any more goes", async () => {
  marks.mockResolvedValueOnce({ marks: [question("q", 10)] });
  seen("r", "q");
  seen("r", "m");
  await passed();
  expect(marked()).toEqual(["q"]);
  const news = roomNewsStore.get().r ?? 0;
  marks.mockResolvedValueOnce({ marks: [question("m", 20)] });
  ears.get(`${FRESH}/question-marks`)?.(null as never);
  await passed();
  expect(marks).toHaveBeenLastCalledWith("r", ["q", "m"]);
  expect(marked()).toEqual(["m"]);
  expect(roomNewsStore.get().r).toBe(news + 1);
});
