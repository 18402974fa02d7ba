import { expect, test } from "vitest";
import { Problem } from "./http.ts";
import { createOutbox, type Entry } from "./outbox.ts";

type Answer = "ok" | Problem;

/** An outbox over a disk in memory and a server that answers as told; time passes only when asked. */
function world(answers: Answer[], disk = new Map<string, Entry<string>>()) {
  const posted: { id: string; content: string }[] = [];
  const sent: string[] = [];
  const later: (() => void)[] = [];
  const outbox = createOutbox<string, string>(
    { load: async () => [...disk.values()], save: async (entry) => disk.set(entry.id, entry), remove: async (id) => disk.delete(id) },
    async (entry) => {
      posted.push({ id: entry.id, content: entry.content });
      const answer = answers.shift() ?? "ok";
      if (answer !== "ok") throw answer;
      return entry.id;
    },
    (entry) => sent.push(entry.content),
    (run) => {
      later.push(run);
      return () => later.splice(later.indexOf(run), 1);
    },
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  const pass = async () => {
    for (const run of later.splice(0)) run();
    await settle();
  };
  return { outbox, posted, sent, disk, settle, pass };
}

const offline = () => new Problem("offline", 0);

test("what is written is on disk until the server has it", async () => {
  const { outbox, disk, settle } = world([offline()]);
  outbox.add("room", "おはよう");
  await settle();
  expect([...disk.values()].map((entry) => entry.content)).toEqual(["おはよう"]);
  outbox.kick();
  await settle();
  expect(disk.size).toBe(0);
  expect(outbox.entries.get()).toEqual([]);
});

test("every try carries the id that the message was born with", async () => {
  const { outbox, posted, settle, pass } = world([offline(), new Problem("internal", 500), new Problem("rate_limited", 429, [], 2)]);
  outbox.add("room", "一度だけ");
  await settle();
  for (let round = 0; round < 4; round++) await pass();
  expect(posted).toHaveLength(4);
  expect(new Set(posted.map((post) => post.id)).size).toBe(1);
});

test("messages of one room keep their order although the first must wait", async () => {
  const { outbox, sent, settle, pass } = world([offline()]);
  outbox.add("room", "1");
  outbox.add("room", "2");
  outbox.add("room", "3");
  await settle();
  expect(sent).toEqual([]);
  await pass();
  expect(sent).toEqual(["1", "2", "3"]);
});

test("a refused message waits for the person and holds up nobody", async () => {
  const { outbox, sent, settle } = world([new Problem("chat.not_a_member", 403)]);
  outbox.add("room", "拒まれる");
  outbox.add("room", "次");
  await settle();
  expect(sent).toEqual(["次"]);
  expect(outbox.entries.get()[0]).toMatchObject({ content: "拒まれる", state: "refused", code: "chat.not_a_member" });
});

test("an id that somebody else took is replaced by another", async () => {
  const { outbox, posted, sent, settle } = world([new Problem("id_taken", 409)]);
  outbox.add("room", "衝突");
  await settle();
  expect(sent).toEqual(["衝突"]);
  expect(posted[0]?.id).not.toBe(posted[1]?.id);
});

test("a new visit sends what the last one left, with its id", async () => {
  const first = world([offline()]);
  const entry = first.outbox.add("room", "閉じる前に");
  await first.settle();
  const second = world([], first.disk);
  await second.outbox.start();
  await second.settle();
  expect(second.posted).toEqual([{ id: entry.id, content: "閉じる前に" }]);
});

test("a message taken back while it waits is never sent", async () => {
  const { outbox, posted, settle, pass } = world([offline()]);
  const entry = outbox.add("room", "やめる");
  await settle();
  expect(outbox.cancel(entry.id)?.content).toBe("やめる");
  await pass();
  expect(posted).toHaveLength(1);
});
