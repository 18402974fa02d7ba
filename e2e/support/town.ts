import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "@playwright/test";

export const binary = process.env.ENGAWA_BIN ?? resolve(import.meta.dirname, "../../target/debug/engawa");
export const TEMPLATES = "ENGAWA_E2E_TEMPLATES";
/** A village for speed, a town for pictures. */
export const STAFF = [60, 800] as const;

export interface Person {
  login: string;
  name: string;
  password: string;
}

export interface People {
  clerk: Person;
  chief: Person;
  administrator: Person;
}

const START_MS = 20_000;

interface Wanted {
  /** How many people; 0 for an empty folder that waits for its set-up. */
  staff: 0 | (typeof STAFF)[number];
  /** Makes an empty database of a server; without it SQLite serves. */
  database?: () => string;
}

/** One `engawa` process over its own data folder. */
export class Town {
  /** Everything the process printed, for what only the terminal tells. */
  printed = "";
  private folder = "";
  private data = "";
  private readonly wanted: Wanted;
  private database: string | null = null;
  private port = 0;
  private process: ChildProcess | null = null;

  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }

  /** Lays the data and starts for the first time. */
  async make(): Promise<void> {
    const templates = process.env[TEMPLATES];
    // Not before: a spec file is also read by those who only list its tests.
    this.folder = mkdtempSync(join(tmpdir(), "engawa-town-"));
    this.data = join(this.folder, "data");
    const { staff, database } = this.wanted;
    if (database) this.database = database();
    if (this.database) execFileSync(binary, ["demo", "--data", this.data, "--database", this.database, "--staff", String(staff), "--bare"], { stdio: "pipe" });
    else if (staff > 0 && templates) cpSync(join(templates, String(staff)), this.data, { recursive: true });
    this.port = await freePort();
    // An interrupted run leaves no server behind either.
    process.once("exit", () => this.process?.kill("SIGKILL"));
    await this.start();
  }

  async remove(): Promise<void> {
    await this.kill();
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The demo's ready sign-ins. */
  get people(): People {
    const { password, accounts } = JSON.parse(readFileSync(join(this.data, "demo.json"), "utf8")) as { password: string; accounts: [string, string, string][] };
    const [clerk, chief, administrator] = accounts.map(([login, name]) => ({ login, name, password }));
    if (!clerk || !chief || !administrator) throw new Error("demo.json names fewer than three people");
    return { clerk, chief, administrator };
  }

  /** Starts the process, unless it runs. */
  async start(): Promise<void> {
    if (this.process) return;
    const options = ["serve", "--data", this.data, "--listen", `127.0.0.1:${this.port}`, "--origin", this.url];
    if (this.database) options.push("--database", this.database);
    const started = spawn(binary, options, { stdio: ["ignore", "pipe", "pipe"] });
    this.process = started;
    const keep = (text: Buffer) => {
      this.printed += text.toString();
    };
    started.stdout.on("data", keep);
    started.stderr.on("data", keep);
    const deadline = Date.now() + START_MS;
    while (!(await this.answers())) {
      if (started.exitCode !== null || Date.now() > deadline) throw new Error(`engawa did not start:\n${this.printed}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  private async answers(): Promise<boolean> {
    return fetch(`${this.url}/api/setup`).then(
      (response) => response.ok,
      () => false,
    );
  }

  /** Ends the process as a power cut would. */
  kill(): Promise<void> {
    return this.end("SIGKILL");
  }

  /** Ends the process as an administrator would. */
  stop(): Promise<void> {
    return this.end("SIGTERM");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const running = this.process;
    this.process = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, "exit");
    running.kill(signal);
    await gone;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The town of one spec file: there before its first test, gone after its last. */
export function townOf(wanted: Wanted): Town {
  const town = new Town(wanted);
  test.beforeAll(() => town.make());
  test.afterAll(() => town.remove());
  return town;
}
