import { beforeEach, expect, test, vi } from "vitest";
import { lineStore } from "../../platform/live.ts";
import * as api from "./api.ts";
import type { Comment } from "./model.ts";
import { commentStore, hearComment, lostComment, openComments, tookComment } from "./store.comments.ts";

const asked = vi.spyOn(api, "comments");
/** What the lists that were asked for are answered by. */
let answers: { give: (said: Comment[]) => void; fail: () => void }[];

beforeEach(() => {
  answers = [];
  asked.mockReset();
  asked.mockImplementation(() => new Promise((give, fail) => answers.push({ give, fail: () => fail(new Error("no line")) })));
  lineStore.set("live");
});

const said = (id: string): Comment => ({ id, idea_id: "i", author_id: "p", operator_id: null, words: id, written_at: "2026-12-01T00:00:00Z" });
const shown = () => commentStore.get()["i"]?.map((one) => one.id);
const settled = () => new Promise((done) => setTimeout(done));
const hear = (id: string, comment: Comment | null) => hearComment({ board_id: "b", room_id: "r", idea_id: "i", comment_id: id, comment, comments: 1 });

test("what is heard or done while the list is on its way is not lost", async () => {
  const close = openComments("b", "i", () => undefined);
  hear("2", said("2"));
  hear("1", null);
  tookComment(said("3"));
  lostComment("i", "4");
  answers[0]?.give([said("1"), said("4"), said("5")]);
  await settled();
  expect(shown()).toEqual(["2", "3", "5"]);
  close();
  expect(shown()).toBeUndefined();
});

test("once the line is back what is open is asked for again, and what was asked for before it is not shown after it", async () => {
  const close = openComments("b", "i", () => undefined);
  lineStore.set("broken");
  lineStore.set("live");
  expect(asked).toHaveBeenCalledTimes(2);
  answers[1]?.give([said("2")]);
  await settled();
  answers[0]?.give([said("1")]);
  await settled();
  expect(shown()).toEqual(["2"]);
  close();
  lineStore.set("broken");
  lineStore.set("live");
  expect(asked).toHaveBeenCalledTimes(2);
});

test("a list that was asked for again in vain is shown as it was asked for first", async () => {
  const close = openComments("b", "i", () => undefined);
  hearComment({ board_id: "b", room_id: "r", idea_id: null, comment_id: null, comment: null, comments: null });
  answers[1]?.fail();
  await settled();
  answers[0]?.give([said("1")]);
  await settled();
  expect(shown()).toEqual(["1"]);
  close();
});
