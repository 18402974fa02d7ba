import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../platform/http.ts";
import type { Shown, Spot, Waiting } from "./model.ts";
import { arrived, back, begun, createPost, createTurning, heard, looksAway, still, turned, type Sent } from "./sync.ts";

const spot = (page: number): Spot => ({ material: "m", page });
const shown = (turn: number, page: number, presenter: Shown["presenter"] = { id: "p", name: "佐藤" }): Shown => ({ meeting_id: "k", material_id: "m", page, turn, presenter });

describe("the presenter's pages", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("go one at a time, 300 ms apart, the last of several", async () => {
    const sent: number[] = [];
    const turning = createTurning(
      async ({ page }) => void sent.push(page),
      () => undefined,
    );
    for (const page of [2, 3, 4, 5]) turning.turn(spot(page));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([2]);
    await vi.advanceTimersByTimeAsync(299);
    expect(sent).toEqual([2]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([2, 5]);
    expect(turning.busy()).toBe(true);
    await vi.advanceTimersByTimeAsync(300);
    expect(turning.busy()).toBe(false);
  });

  it("are sent again when the line was away, unless there is a newer one", async () => {
    const sent: number[] = [];
    let away = true;
    const turning = createTurning(
      async ({ page }) => {
        sent.push(page);
        if (away) throw new Problem("offline", 0);
      },
      () => undefined,
    );
    turning.turn(spot(2));
    await vi.advanceTimersByTimeAsync(0);
    turning.turn(spot(3));
    away = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toEqual([2, 3]);
  });

  it("end with a refusal, which is told once", async () => {
    const told: unknown[] = [];
    const refusal = new Problem("meetings.not_presenting", 409);
    const turning = createTurning(
      () => Promise.reject(refusal),
      (error) => void told.push(error),
    );
    turning.turn(spot(2));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told).toEqual([refusal]);
  });

  it("stop with the page", async () => {
    const sent: number[] = [];
    const turning = createTurning(
      async ({ page }) => void sent.push(page),
      () => undefined,
    );
    turning.turn(spot(2));
    turning.turn(spot(3));
    turning.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([2]);
  });
});

describe("what is written in a margin", () => {
  const waiting = (words: string, id = "w"): Waiting => ({
    author: "p",
    margin: { id, meeting_id: "k", meeting_title: "会議", material_id: "m", material_title: "資料", page: 1, beside: "", words, at: "2026-05-01T00:00:00Z" },
  });
  /** A server that answers when it is told to. */
  const slow = () => {
    const sent: string[] = [];
    const dropped: string[] = [];
    const answers: ((came: Sent) => void)[] = [];
    const post = createPost(
      ({ margin }) => {
        sent.push(margin.words);
        return new Promise((answer) => answers.push(answer));
      },
      async ({ margin }) => void dropped.push(margin.words),
    );
    const answer = async (came: Sent) => {
      answers.shift()?.(came);
      await new Promise((passed) => setTimeout(passed));
    };
    return { post, sent, dropped, answer };
  };

  it("goes one at a time, and the first answer lets go of nothing that was written since", async () => {
    const { post, sent, dropped, answer } = slow();
    const first = post.write(waiting("A"));
    const second = post.write(waiting("AB"));
    expect(sent).toEqual(["A"]);
    await answer("saved");
    expect([sent, dropped]).toEqual([["A", "AB"], []]);
    await answer("waiting");
    // The line went: what is kept stays, and nobody is told that it was saved.
    expect([await first, await second, dropped]).toEqual(["waiting", "waiting", []]);
  });

  it("is let go of once the server has it, and kept when the server refuses it", async () => {
    const { post, dropped, answer } = slow();
    const saved = post.write(waiting("A"));
    await answer("saved");
    const refused = post.write(waiting("B"));
    await answer("refused");
    expect([await saved, await refused, dropped]).toEqual(["saved", "refused", ["A"]]);
  });

  it("from an earlier visit does not overtake what is being written now", async () => {
    const { post, sent, answer } = slow();
    const now = post.write(waiting("new"));
    const again = post.again(waiting("old"));
    await answer("saved");
    expect([await now, await again, sent]).toEqual(["saved", "saved", ["new"]]);
    const other = post.again(waiting("other", "x"));
    await answer("saved");
    expect([await other, sent]).toEqual(["saved", ["new", "other"]]);
  });
});

describe("whoever follows", () => {
  it("goes where the presenter goes, and never back to what is older", () => {
    let here = heard(arrived, shown(3, 7));
    expect(here.spot).toEqual(spot(7));
    here = heard(here, shown(2, 1));
    expect(here.spot).toEqual(spot(7));
    here = heard(here, shown(4, 8));
    expect(here.spot).toEqual(spot(8));
  });

  it("looks away by turning a page, stays there, and comes back", () => {
    let here = turned(heard(arrived, shown(1, 2)), spot(5), false);
    expect(looksAway(here)).toBe(true);
    here = heard(here, shown(2, 3));
    expect(here.spot).toEqual(spot(5));
    here = back(here);
    expect([here.spot, looksAway(here)]).toEqual([spot(3), false]);
    expect(heard(here, shown(3, 4)).spot).toEqual(spot(4));
  });

  it("who finds the presenter's page by themselves follows again", () => {
    const away = turned(heard(arrived, shown(1, 2)), spot(5), false);
    expect(looksAway(turned(away, spot(2), false))).toBe(false);
  });

  it("nobody looks away from nobody", () => {
    const here = turned(heard(arrived, shown(1, 2, null)), spot(5), false);
    expect([here.spot, looksAway(here)]).toEqual([spot(5), false]);
    expect(heard(here, shown(2, 3)).spot).toEqual(spot(3));
  });

  it("who presents takes all along", () => {
    const here = turned(heard(arrived, shown(1, 2)), spot(5), true);
    expect([here.spot, here.follows]).toEqual([spot(5), true]);
  });

  it("who comes before anything is shown sees the first material", () => {
    expect(begun(arrived, "m").spot).toEqual(spot(1));
    expect(begun(heard(arrived, shown(1, 2)), "x").spot).toEqual(spot(2));
    expect(heard(begun(arrived, "x"), { ...shown(0, 1, null), material_id: null }).spot).toEqual({ material: "x", page: 1 });
  });

  it("who is at a material that was taken from the table goes to the first", () => {
    const here = heard(arrived, shown(1, 4));
    expect(still(here, ["m", "n"])).toBe(here);
    expect(still(here, ["n"]).spot).toEqual({ material: "n", page: 1 });
    expect(still(here, []).spot).toBeNull();
  });
});
