import { describe, expect, it } from "vitest";
import { drop, marked, NO_MARKS, put, type Facts } from "./model.marks.ts";

const question = (id: string, at: number, answer: string | null = null): Facts => ({ id, room_id: "r", thread_id: null, asker_id: "a", marker_id: "a", asked_at: "2026-04-01T00:00:00Z", claimer_id: null, claimed_until: null, answer_id: answer, answerer_id: null, answered_at: answer && "2026-04-01T01:00:00Z", step: 0, at });

describe("marks of messages", () => {
  it("stand at the question and at its answer, and leave both with it", () => {
    const marks = put(NO_MARKS, question("q", 1, "m"));
    expect(marked(marks).sort()).toEqual(["m", "q"]);
    expect(drop(marks, "q")).toEqual(NO_MARKS);
    expect(drop(marks, "other")).toBe(marks);
  });

  it("follow an answer that is another one, or none", () => {
    const marks = put(put(NO_MARKS, question("q", 1, "m")), question("q", 2, "n"));
    expect(marks.answers).toEqual({ n: ["q"] });
    expect(put(marks, question("q", 3)).answers).toEqual({});
  });

  it("keep all questions that one message answers, each once", () => {
    const marks = [question("q", 1, "m"), question("p", 1, "m"), question("q", 2, "m")].reduce(put, NO_MARKS);
    expect([...(marks.answers.m ?? [])].sort()).toEqual(["p", "q"]);
  });

  it("are not set back by what was asked for before", () => {
    const marks = put(NO_MARKS, question("q", 5, "m"));
    expect(put(marks, question("q", 4))).toBe(marks);
  });
});
