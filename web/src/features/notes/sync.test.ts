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

/** A server that keeps updates with ids, and refuses what does not go on where a writer ended. */
class Server {
  readonly kept: { id: string; update: Uint8Array; seq: number }[] = [];
  readonly doc = new Y.Doc();

  take(entry: Waiting): { seq: number } {
    const known = this.kept.find(({ id }) => id === entry.id);
    if (known) return { seq: known.seq };
    const next = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    const { structs } = Y.decodeUpdate(entry.update);
    const firsts = new Map<number, number>();
    for (const { id } of structs) if (!firsts.has(id.client)) firsts.set(id.client, id.clock);
    for (const [client, clock] of firsts) if ((next.get(client) ?? 0) !== clock) throw new Problem("notes.out_of_step", 409);
    Y.applyUpdate(this.doc, entry.update);
    const kept = { id: entry.id, update: entry.update, seq: this.kept.length + 1 };
    this.kept.push(kept);
    return { seq: kept.seq };
  }

  open(known: Uint8Array): Page {
    return { seq: this.kept.length, update: Y.encodeStateAsUpdate(this.doc, known), state: Y.encodeStateVector(this.doc) };
  }
}

/** A device that keeps what it is given across visits. */
class Device implements Shelf {
  state: Uint8Array | null = null;
  seq = 0;
  waiting = new Map<string, Waiting>();

  async load(): Promise<Held | null> {
    if (!this.state && this.waiting.size === 0) return null;
    return { state: this.state ?? new Uint8Array([0, 0]), seq: this.seq, waiting: [...this.waiting.values()] };
  }
  async keep(state: Uint8Array, seq: number): Promise<void> {
    this.state = state;
    this.seq = seq;
  }
  async add(entry: Waiting): Promise<void> {
    this.waiting.set(entry.id, entry);
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
  readonly device = new Device();
  readonly clock = new Clock();
  online = true;
  loseAnswers = false;
  told = 0;
  paper: Paper;

  constructor(readonly server: Server) {
    this.paper = this.visit();
  }

  private visit(): Paper {
    const way: Way = {
      open: async (known) => {
        if (!this.online) throw new Problem("offline", 0);
        return this.server.open(known);
      },
      send: async (entry) => {
        if (!this.online) throw new Problem("offline", 0);
        const answer = this.server.take(entry);
        if (this.loseAnswers) throw new Problem("offline", 0);
        return answer;
      },
    };
    return createPaper(way, this.device, { later: this.clock.later });
  }

  get text(): Y.Text {
    return this.paper.doc.getText("doc");
  }

  /** The window goes, as when a machine is switched off: only what the device has is left. */
  async restart(): Promise<void> {
    this.paper.stop();
    await settled();
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
    const older = new Server();
    const first = server.kept[0];
    if (first) older.take({ ...first, seen: 0 });
    Object.assign(server, { doc: older.doc, kept: older.kept });
    browser.text.insert(2, "三");
    await browser.clock.pass(60_000);
    expect(server.doc.getText("doc").toString()).toBe("一二三");
    expect(browser.paper.standing.get()).toMatchObject({ waiting: 0, refused: null });
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
});
