import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Problem } from "../../platform/http.ts";
import { createPaper, type Held, type Page, type Paper, type Shelf, type Waiting, type Way } from "./sync.ts";

/** Chance that can be had again. */
function chance(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, among: (count: number) => Math.floor(next() * count) };
}

/**
 * A server that keeps updates with ids and whose numbers are whose, and refuses what does not go on where a writer ended, what refers to
 * something that is not there, and what somebody else wrote.
 */
class Server {
  kept: { id: string; update: Uint8Array; seq: number; seen: number; by: string }[] = [];
  owners = new Map<number, string>();
  doc = new Y.Doc();

  take(entry: Waiting, by = "somebody"): { seq: number } {
    const known = this.kept.find(({ id }) => id === entry.id);
    if (known) return { seq: known.seq };
    const next = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    const { structs } = Y.decodeUpdate(entry.update);
    const firsts = new Map<number, number>();
    for (const { id } of structs) if (!firsts.has(id.client)) firsts.set(id.client, id.clock);
    for (const client of firsts.keys()) if ((this.owners.get(client) ?? by) !== by) throw new Problem("notes.writer_taken", 403);
    const unknown = [...firsts.keys()].filter((client) => !this.owners.has(client));
    if (unknown.length > 1) throw new Problem("notes.writer_taken", 403);
    for (const [client, clock] of firsts) if ((next.get(client) ?? 0) !== clock) throw new Problem("notes.out_of_step", 409);
    Y.applyUpdate(this.doc, entry.update);
    if (this.doc.store.pendingStructs || this.doc.store.pendingDs) {
      this.doc = new Y.Doc();
      for (const { update } of this.kept) Y.applyUpdate(this.doc, update);
      throw new Problem("notes.out_of_step", 409);
    }
    for (const client of unknown) this.owners.set(client, by);
    const kept = { id: entry.id, update: entry.update, seq: this.kept.length + 1, seen: entry.seen, by };
    this.kept.push(kept);
    return { seq: kept.seq };
  }

  /** Is put back to what it was after some updates. */
  putBack(count: number): void {
    const kept = this.kept.slice(0, count);
    [this.kept, this.owners, this.doc] = [[], new Map(), new Y.Doc()];
    for (const { by, ...entry } of kept) this.take(entry, by);
  }

  open(known: Uint8Array): Page {
    return { seq: this.kept.length, update: Y.encodeStateAsUpdate(this.doc, known), state: Y.encodeStateVector(this.doc) };
  }
}

/** A device that keeps what it is given across visits. */
class Device implements Shelf {
  state: Uint8Array | null = null;
  seq = 0;
  mine: readonly number[] = [];
  waiting = new Map<string, Waiting>();
  /** Nothing can be put on it any more. */
  full = false;

  async load(): Promise<Held | null> {
    if (!this.state && this.waiting.size === 0) return null;
    return { state: this.state ?? new Uint8Array([0, 0]), seq: this.seq, waiting: [...this.waiting.values()], mine: this.mine };
  }
  async keep(state: Uint8Array, seq: number, mine: readonly number[]): Promise<void> {
    [this.state, this.seq, this.mine] = [state, seq, mine];
  }
  async add(entry: Waiting): Promise<void> {
    if (this.full) throw new Error("no room");
    this.waiting.set(entry.id, entry);
  }
  async drop(): Promise<void> {
    this.state = null;
  }
  async clear(): Promise<void> {
    this.state = null;
    this.waiting.clear();
  }
  async remove(id: string): Promise<void> {
    this.waiting.delete(id);
  }
}

/** Time that passes when the test says so. */
class Clock {
  private pending: { run: () => void; at: number }[] = [];
  private now = 0;
  later = (run: () => void, ms: number) => {
    const entry = { run, at: this.now + ms };
    this.pending.push(entry);
    return () => {
      this.pending = this.pending.filter((other) => other !== entry);
    };
  };
  async pass(ms: number): Promise<void> {
    this.now += ms;
    for (;;) {
      const due = this.pending.filter(({ at }) => at <= this.now).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      this.pending = this.pending.filter((other) => other !== due);
      due.run();
      await settled();
    }
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

/** A browser with a line that breaks. */
class Browser {
  device = new Device();
  clock = new Clock();
  online = true;
  loseAnswers = false;
  told = 0;
  /** How often it asked the server to take something. */
  sent = 0;
  paper: Paper;

  constructor(
    readonly server: Server,
    readonly person = "somebody",
  ) {
    this.paper = this.visit();
  }

  private visit(): Paper {
    const way: Way = {
      open: async (known) => {
        if (!this.online) throw new Problem("offline", 0);
        return this.server.open(known);
      },
      send: async (entry) => {
        this.sent++;
        if (!this.online) throw new Problem("offline", 0);
        const answer = this.server.take(entry, this.person);
        if (this.loseAnswers) throw new Problem("offline", 0);
        return answer;
      },
    };
    return createPaper(way, this.device, { later: this.clock.later });
  }

  get text(): Y.Text {
    return this.paper.doc.getText("doc");
  }

  /** The machine is switched off: only what the device has is left, and nothing of the visit goes on. */
  async restart(): Promise<void> {
    const left = new Device();
    Object.assign(left, { state: this.device.state, seq: this.device.seq, mine: this.device.mine, waiting: new Map(this.device.waiting) });
    [this.device, this.clock] = [left, new Clock()];
    this.paper = this.visit();
    this.told = this.server.kept.length;
    await this.paper.start();
  }

  hear(): void {
    if (!this.online) return;
    for (const { seq, update } of this.server.kept.slice(this.told)) this.paper.take({ seq, update });
    this.told = this.server.kept.length;
  }
}

describe("a page that is written at several places", () => {
  it("five who write with broken lines, lost answers and restarts end with the same page, and nothing is lost", async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const dice = chance(seed);
      const server = new Server();
      const browsers = Array.from({ length: 5 }, () => new Browser(server));
      for (const browser of browsers) await browser.paper.start();
      const written = new Set<string>();
      for (let step = 0; step < 150; step++) {
        const browser = browsers[dice.among(5)] as Browser;
        switch (dice.among(9)) {
          case 0:
          case 1:
          case 2:
          case 3: {
            // Letters of which each is written once.
            const letter = String.fromCodePoint(0x4e00 + written.size);
            browser.text.insert(dice.among(browser.text.length + 1), letter);
            written.add(letter);
            break;
          }
          case 4:
            browser.online = false;
            break;
          case 5:
            browser.online = true;
            browser.told = server.kept.length;
            browser.paper.refresh();
            break;
          case 6:
            browser.loseAnswers = dice.next() < 0.3;
            break;
          case 7:
            if (dice.next() < 0.3) {
              await browser.paper.flush();
              await browser.restart();
            }
            break;
          default:
            browser.hear();
        }
        await browser.clock.pass(dice.among(500));
      }
      for (const browser of browsers) {
        browser.online = true;
        browser.loseAnswers = false;
        await browser.paper.flush();
        browser.paper.refresh();
        await browser.clock.pass(60_000);
      }
      for (const browser of browsers) {
        browser.paper.refresh();
        await browser.clock.pass(60_000);
      }
      const end = server.doc.getText("doc").toString();
      for (const browser of browsers) {
        expect(browser.text.toString(), `seed ${seed}`).toBe(end);
        expect(browser.paper.standing.get()).toMatchObject({ waiting: 0, refused: null, offline: false, seq: server.kept.length });
        expect(browser.device.waiting.size).toBe(0);
      }
      expect([...end].sort().join(""), `seed ${seed}`).toBe([...written].sort().join(""));
    }
  });

  it("what is written without a line is there after a restart, also together with what was read before", async () => {
    const server = new Server();
    const [one, other] = [new Browser(server), new Browser(server)];
    await one.paper.start();
    await other.paper.start();
    one.text.insert(0, "会議");
    await one.clock.pass(1_000);
    other.hear();
    other.online = false;
    other.text.insert(2, "の資料");
    await other.clock.pass(1_000);
    await other.restart();
    expect(other.text.toString()).toBe("会議の資料");
    expect(other.paper.standing.get()).toMatchObject({ waiting: 1, offline: true });
    other.online = true;
    other.paper.refresh();
    await other.clock.pass(60_000);
    expect(server.doc.getText("doc").toString()).toBe("会議の資料");
  });

  it("a server that was put back to an older state is given what it lacks", async () => {
    const server = new Server();
    const browser = new Browser(server);
    await browser.paper.start();
    browser.text.insert(0, "一");
    await browser.clock.pass(1_000);
    browser.text.insert(1, "二");
    await browser.clock.pass(1_000);
    // The second update is gone from the server, and its writer goes on.
    server.putBack(1);
    browser.text.insert(2, "三");
    await browser.clock.pass(60_000);
    expect(server.doc.getText("doc").toString()).toBe("一二三");
    expect(browser.paper.standing.get()).toMatchObject({ waiting: 0, refused: null });
  });

  it("a page that is closed without a line asks once more and leaves what it has to the device", async () => {
    const browser = new Browser(new Server());
    await browser.paper.start();
    browser.online = false;
    browser.text.insert(0, "閉じる前に");
    await browser.clock.pass(1_000);
    const before = browser.sent;
    browser.paper.stop();
    await browser.clock.pass(600_000);
    expect(browser.sent).toBe(before + 1);
    expect(browser.device.waiting.size).toBe(1);
  });

  it("what the server refuses for good stays here and says so", async () => {
    const server = new Server();
    const browser = new Browser(server);
    await browser.paper.start();
    server.take = () => {
      throw new Problem("notes.read_only", 403);
    };
    browser.text.insert(0, "一");
    await browser.clock.pass(1_000);
    expect(browser.paper.standing.get()).toMatchObject({ refused: "notes.read_only", waiting: 1 });
    expect(browser.device.waiting.size).toBe(1);
  });

  it("an update that is too large to be told is fetched", async () => {
    const server = new Server();
    const [one, other] = [new Browser(server), new Browser(server)];
    await one.paper.start();
    await other.paper.start();
    one.text.insert(0, "長い");
    await one.clock.pass(1_000);
    other.paper.take({ seq: 1, update: null });
    await other.clock.pass(1_000);
    expect(other.text.toString()).toBe("長い");
  });

  it("after a server was put back, each gives it what they wrote themselves, and words stay theirs", async () => {
    const server = new Server();
    const [one, other] = [new Browser(server, "one"), new Browser(server, "other")];
    await one.paper.start();
    await other.paper.start();
    // Each letter goes on with the one before it, by turns.
    for (const [at, letter] of [..."甲乙丙丁戊己"].entries()) {
      const [writes, hears] = at % 2 === 0 ? [one, other] : [other, one];
      writes.text.insert(at, letter);
      await writes.clock.pass(1_000);
      hears.hear();
    }
    other.text.delete(0, 1);
    await other.clock.pass(1_000);
    one.hear();
    const owners = new Map(server.owners);
    server.putBack(2);
    for (let turn = 0; turn < 6; turn++) {
      for (const browser of [one, other]) {
        browser.told = Math.min(browser.told, server.kept.length);
        browser.paper.refresh();
        await browser.clock.pass(60_000);
      }
    }
    expect(server.doc.getText("doc").toString()).toBe("乙丙丁戊己");
    for (const browser of [one, other]) {
      expect(browser.text.toString()).toBe("乙丙丁戊己");
      expect(browser.paper.standing.get()).toMatchObject({ waiting: 0, refused: null });
    }
    expect(new Map(server.owners)).toEqual(owners);
  });

  it("says up to where the page was seen when the first letter was typed, whatever comes before it goes out", async () => {
    const server = new Server();
    const [one, other] = [new Browser(server), new Browser(server)];
    await one.paper.start();
    await other.paper.start();
    one.text.insert(0, "予算");
    await one.clock.pass(1_000);
    other.hear();
    one.text.insert(2, "は三億");
    other.text.delete(0, 2);
    await other.clock.pass(1_000);
    one.hear();
    expect(one.paper.standing.get().seq).toBe(2);
    await one.clock.pass(1_000);
    expect(server.kept.at(-1)).toMatchObject({ seq: 3, seen: 1 });
  });

  it("what the device shows is what the server has or what waits, wherever the machine was switched off", async () => {
    for (let ms = 0; ms < 4_000; ms += 100) {
      const server = new Server();
      const [one, other] = [new Browser(server), new Browser(server)];
      await one.paper.start();
      await other.paper.start();
      other.text.insert(0, "前");
      await other.clock.pass(400);
      one.hear();
      one.online = false;
      await one.clock.pass(ms);
      one.text.insert(1, "後");
      await one.clock.pass(ms % 700);
      one.online = true;
      await one.restart();
      await one.clock.pass(60_000);
      expect(server.doc.getText("doc").toString(), `after ${ms} ms`).toBe(one.text.toString());
    }
  });

  it("a page that says more than its device had room to let wait is made whole by the next visit", async () => {
    const server = new Server();
    const one = new Browser(server);
    await one.paper.start();
    one.online = false;
    one.device.full = true;
    one.text.insert(0, "書いた");
    await one.clock.pass(10_000);
    one.device.full = false;
    await one.device.keep(Y.encodeStateAsUpdate(one.paper.doc), 0, [one.paper.doc.clientID]);
    one.online = true;
    await one.restart();
    await one.clock.pass(60_000);
    expect(server.doc.getText("doc").toString()).toBe("書いた");
    expect(one.paper.standing.get()).toMatchObject({ waiting: 0, refused: null });
  });

  it("what the server did not take is let go, and writing goes on from what it has", async () => {
    const server = new Server();
    const browser = new Browser(server);
    await browser.paper.start();
    browser.text.insert(0, "よい");
    await browser.clock.pass(1_000);
    const { take } = server;
    server.take = () => {
      throw new Problem("notes.foreign", 400);
    };
    browser.text.insert(2, "わるい");
    await browser.clock.pass(1_000);
    expect(browser.paper.standing.get().refused).toBe("notes.foreign");
    server.take = take;
    await browser.paper.letGo();
    await browser.restart();
    expect(browser.text.toString()).toBe("よい");
    browser.text.insert(2, "こと");
    await browser.clock.pass(60_000);
    expect(server.doc.getText("doc").toString()).toBe("よいこと");
    expect(browser.paper.standing.get()).toMatchObject({ waiting: 0, refused: null });
  });

  it("a page that this person may not see any more leaves the device", async () => {
    const server = new Server();
    const browser = new Browser(server);
    await browser.paper.start();
    browser.text.insert(0, "内密");
    await browser.clock.pass(10_000);
    expect(browser.device.state).not.toBeNull();
    server.open = () => {
      throw new Problem("not_found", 404);
    };
    browser.paper.refresh();
    await browser.clock.pass(60_000);
    expect(browser.device.state).toBeNull();
    // Once it is there again, so is the page.
    server.open = Server.prototype.open.bind(server);
    browser.paper.refresh();
    await browser.clock.pass(60_000);
    expect(browser.paper.standing.get()).toMatchObject({ refused: null });
    await browser.clock.pass(10_000);
    expect(browser.device.state).not.toBeNull();
  });
});
