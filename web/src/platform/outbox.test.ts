import { expect, test } from "vitest";
import { Problem } from "./http.ts";
import { createOutbox, type Entry, type Shelf } from "./outbox.ts";

type Answer = "ok" | Problem;
type Disk = Map<string, Entry<string>>;

const memory = (disk: Disk): Shelf<string> => ({
  load: async () => [...disk.values()],
  save: async (entry) => void disk.set(entry.id, entry),
  swap: async (id, next) => disk.delete(id) && Boolean(disk.set(next.id, next)),
  remove: async (id) => void disk.delete(id),
});

/** An outbox over a disk in memory and a server that answers as told; time passes only when asked. */
function world(answers: Answer[], disk: Disk = new Map(), shelf: Partial<Shelf<string>> = {}, tell?: () => void, late?: (id: string) => void) {
  const posted: { id: string; content: string }[] = [];
  const sent: string[] = [];
  const later: (() => void)[] = [];
  const outbox = createOutbox<string, string>(
    { ...memory(disk), ...shelf },
    async (entry) => {
      posted.push({ id: entry.id, content: entry.content });
      const answer = answers.shift() ?? "ok";
      if (answer !== "ok") throw answer;
      return entry.id;
    },
    (entry) => sent.push(entry.content),
    {
      tell,
      late,
      later: (run) => {
        later.push(run);
        return () => void (later.includes(run) && later.splice(later.indexOf(run), 1));
      },
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

test("a message that was taken back while it was on its way is told of when it arrives, once", async () => {
  const late: string[] = [];
  const { outbox, settle } = world([offline()], new Map(), {}, undefined, (id) => late.push(id));
  const lost = outbox.add("room", "返事が届かない");
  await settle();
  outbox.cancel(lost.id);
  expect(late).toEqual([]);
  // The server had it: only the answer was lost.
  outbox.settle(lost.id);
  outbox.settle(lost.id);
  expect(late).toEqual([lost.id]);
});

test("a message that was taken back before its answer came is told of with the answer", async () => {
  const late: string[] = [];
  let answer = () => undefined as void;
  const outbox = createOutbox<string, void>(memory(new Map()), () => new Promise<void>((resolve) => (answer = resolve)), () => undefined, { late: (id) => late.push(id) });
  const entry = outbox.add("room", "途中で");
  await new Promise((resolve) => setTimeout(resolve, 5));
  outbox.cancel(entry.id);
  answer();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(late).toEqual([entry.id]);
});

test("a message that was taken back is had back under its own id, so that what was on its way all the same is it", async () => {
  const late: string[] = [];
  const { outbox, posted, settle, pass } = world([offline()], new Map(), {}, undefined, (id) => late.push(id));
  const lost = outbox.add("room", "やはり送る");
  await settle();
  const taken = outbox.cancel(lost.id);
  if (taken) outbox.restore(taken);
  await settle();
  await pass();
  expect(posted.map(({ id }) => id)).toEqual([lost.id, lost.id]);
  outbox.settle(lost.id);
  expect(late).toEqual([]);
});

test("a message that was taken back where it had arrived needs another id to be sent anew", async () => {
  const { outbox, posted, settle, pass } = world([offline()], new Map(), {}, undefined, () => undefined);
  const lost = outbox.add("room", "もう一度");
  await settle();
  const taken = outbox.cancel(lost.id);
  outbox.settle(lost.id);
  if (taken) outbox.restore(taken);
  await settle();
  await pass();
  expect(posted).toHaveLength(2);
  expect(posted[1]?.id).not.toBe(lost.id);
});

test("a message that is held goes out when its time is over, with what was written after it, in order", async () => {
  const { outbox, sent, settle, pass } = world([]);
  outbox.add("room", "外へ", undefined, 10_000);
  outbox.add("room", "続き");
  outbox.add("other", "ここだけ");
  await settle();
  outbox.kick();
  await settle();
  expect(sent).toEqual(["ここだけ"]);
  await pass();
  expect(sent).toEqual(["ここだけ", "外へ", "続き"]);
});

test("a message that is held can be taken back unsent, and sent at once", async () => {
  const late: string[] = [];
  const { outbox, posted, sent, settle } = world([], new Map(), {}, undefined, (id) => late.push(id));
  const wrong = outbox.add("room", "宛先ちがい", undefined, 10_000);
  const right = outbox.add("room", "正しい", undefined, 10_000);
  await settle();
  expect(outbox.cancel(wrong.id)?.content).toBe("宛先ちがい");
  await settle();
  expect(sent).toEqual([]);
  outbox.hurry(right.id);
  await settle();
  expect(sent).toEqual(["正しい"]);
  expect(posted).toHaveLength(1);
  expect(late).toEqual([]);
});

test("what was held when its page closed goes out with the next one", async () => {
  const disk: Disk = new Map();
  const first = world([], disk);
  first.outbox.add("room", "閉じる前", undefined, 10_000);
  await first.settle();
  const second = world([], disk);
  await second.outbox.start();
  await second.settle();
  await second.pass();
  expect(second.sent).toEqual(["閉じる前"]);
});

/** A save that ends when told. */
function slowDisk(disk: Disk) {
  const ends: { fine: () => void; broken: () => void }[] = [];
  const save = (entry: Entry<string>) =>
    new Promise<void>((resolve, reject) =>
      ends.push({
        fine: () => {
          disk.set(entry.id, entry);
          resolve();
        },
        broken: () => reject(new Error("disk")),
      }),
    );
  return { ends, save };
}

test("nothing is called kept, and nothing is sent, before the disk has it", async () => {
  const disk: Disk = new Map();
  const { ends, save } = slowDisk(disk);
  const { outbox, posted, settle } = world([offline()], disk, { save });
  let safe = 0;
  outbox.add("room", "遅いディスク", () => safe++);
  await settle();
  expect(outbox.entries.get()[0]?.disk).toBe("saving");
  expect([posted.length, safe]).toEqual([0, 0]);
  ends[0]?.fine();
  await settle();
  expect(outbox.entries.get()[0]).toMatchObject({ disk: "kept", tries: 1 });
  expect([posted.length, safe]).toEqual([1, 1]);
});

test("messages behind a slow save keep their order", async () => {
  const disk: Disk = new Map();
  const { ends, save } = slowDisk(disk);
  const { outbox, sent, settle } = world([], disk, { save });
  outbox.add("room", "1");
  outbox.add("room", "2");
  ends[1]?.fine();
  await settle();
  expect(sent).toEqual([]);
  ends[0]?.fine();
  await settle();
  expect(sent).toEqual(["1", "2"]);
});

test("what a device cannot keep is sent all the same, and is never called kept", async () => {
  const { outbox, sent, settle, pass } = world([offline()], new Map(), { save: () => Promise.reject(new Error("no disk")) });
  let safe = 0;
  outbox.add("room", "残せない", () => safe++);
  await settle();
  expect(outbox.entries.get()[0]?.disk).toBe("lost");
  expect(safe).toBe(0);
  await pass();
  expect(sent).toEqual(["残せない"]);
  expect(safe).toBe(1);
});

test("a disk that never answers holds up nobody", async () => {
  const disk: Disk = new Map();
  const { ends, save } = slowDisk(disk);
  const { outbox, sent, settle, pass } = world([offline()], disk, { save });
  outbox.add("room", "黙るディスク");
  await settle();
  await pass();
  expect(outbox.entries.get()[0]?.disk).toBe("lost");
  ends[0]?.fine();
  await settle();
  expect(outbox.entries.get()[0]?.disk).toBe("kept");
  await pass();
  expect(sent).toEqual(["黙るディスク"]);
});

test("a shelf that cannot be read stops nobody from writing", async () => {
  const { outbox, sent, settle } = world([], new Map(), { load: () => Promise.reject(new Error("no disk")) });
  await outbox.start();
  outbox.add("room", "それでも");
  await settle();
  expect(sent).toEqual(["それでも"]);
});

test("what was forgotten while it was being read or saved stays forgotten", async () => {
  const disk: Disk = new Map();
  const { ends, save } = slowDisk(disk);
  const { outbox, posted, settle } = world([], disk, { save });
  outbox.add("room", "前の人");
  outbox.clear();
  ends[0]?.fine();
  await settle();
  const reading = outbox.start();
  outbox.clear();
  await reading;
  expect(outbox.entries.get()).toEqual([]);
  expect(posted).toEqual([]);
});

/** Two tabs over one disk, each with a server's answers of its own. */
async function tabs(first: Answer[], second: Answer[]) {
  const disk: Disk = new Map();
  const one = world(first, disk, {}, () => void two.outbox.look(false));
  const two = world(second, disk, {}, () => void one.outbox.look(false));
  const entry = one.outbox.add("room", "二つのタブ");
  await one.settle();
  await two.outbox.start();
  await two.settle();
  return { disk, one, two, entry };
}

test("a message that one tab got through is settled in the other", async () => {
  const { one, two, disk } = await tabs([offline()], [offline()]);
  expect(two.outbox.entries.get()).toHaveLength(1);
  await one.pass();
  await two.settle();
  expect([one.outbox.entries.get(), two.outbox.entries.get(), disk.size]).toEqual([[], [], 0]);
});

test("a message taken back in one tab is not sent by another", async () => {
  const { one, two, entry } = await tabs([offline()], [offline()]);
  one.outbox.cancel(entry.id);
  await two.settle();
  await two.pass();
  expect(two.outbox.entries.get()).toEqual([]);
  expect(two.posted).toHaveLength(1);
});

test("two tabs that learn of a taken id send the message once", async () => {
  const taken = () => new Problem("id_taken", 409);
  const { one, two, disk } = await tabs([offline(), taken()], [offline(), taken()]);
  one.outbox.kick();
  two.outbox.kick();
  await one.settle();
  await two.settle();
  expect([...one.sent, ...two.sent]).toEqual(["二つのタブ"]);
  expect([one.outbox.entries.get(), two.outbox.entries.get(), disk.size]).toEqual([[], [], 0]);
});

test("a tab sends what another left behind", async () => {
  const disk: Disk = new Map();
  const two = world([], disk);
  await two.outbox.start();
  const one = world([offline()], disk);
  const entry = one.outbox.add("room", "閉じたタブ");
  await one.settle();
  await two.outbox.look(true);
  await two.settle();
  expect(two.posted).toEqual([{ id: entry.id, content: "閉じたタブ" }]);
});

test("a try that fails just as the network comes back is made again at once", async () => {
  let fail: (problem: Problem) => void = () => undefined;
  const tries: string[] = [];
  const outbox = createOutbox<string, null>(
    memory(new Map()),
    (entry) => {
      tries.push(entry.content);
      return tries.length > 1 ? Promise.resolve(null) : new Promise((_, reject) => (fail = reject));
    },
    () => undefined,
    { later: () => () => undefined },
  );
  outbox.add("room", "途切れた");
  await new Promise((resolve) => setTimeout(resolve, 5));
  outbox.kick();
  fail(offline());
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(tries).toHaveLength(2);
  expect(outbox.entries.get()).toEqual([]);
});
