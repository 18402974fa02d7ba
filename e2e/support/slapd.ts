import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./town.ts";

export const BASE = "ou=職員,dc=midorino";
export const READER = "cn=engawa,dc=midorino";
export const READERS_PASSWORD = "read all of it";

export interface Clerk {
  uid: string;
  family: string;
  given: string;
  reading: string;
  unit: string;
  title: string;
  password: string;
}

// LDIF takes what is no plain letter as base64.
const line = (name: string, value: string) => `${name}:: ${Buffer.from(value).toString("base64")}\n`;
const entry = (dn: string, values: [string, string][]) => line("dn", dn) + values.map(([name, value]) => line(name, value)).join("") + "\n";

/** A real OpenLDAP with some clerks in it; `cargo x test` installs Debian's `slapd`. */
export class Slapd {
  port = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), "engawa-slapd-"));
  private process: ChildProcess | null = null;

  async start(clerks: readonly Clerk[]): Promise<void> {
    const config = join(this.folder, "slapd.conf");
    mkdirSync(join(this.folder, "db"));
    const schemas = ["core", "cosine", "inetorgperson"].map((name) => `include /etc/ldap/schema/${name}.schema`);
    const own = ["modulepath /usr/lib/ldap", "moduleload back_mdb", "database mdb", 'suffix "dc=midorino"', `directory ${this.folder}/db`, "dbnosync"];
    const access = ["access to attrs=userPassword by anonymous auth by * none", `access to * by dn.exact="${READER}" read by * none`];
    writeFileSync(config, `${[...schemas, ...own, ...access].join("\n")}\n`);
    const people = clerks.map(({ uid, family, given, reading, unit, title, password }) =>
      entry(`uid=${uid},${BASE}`, [
        ["objectClass", "inetOrgPerson"],
        ["cn", `${family} ${given}`],
        ["sn", family],
        ["sn;lang-ja-hira", reading],
        ["givenName", given],
        ["uid", uid],
        ["ou", unit],
        ["title", title],
        ["userPassword", password],
      ]),
    );
    const places = [
      entry("dc=midorino", [
        ["objectClass", "domain"],
        ["dc", "midorino"],
      ]),
      entry(BASE, [
        ["objectClass", "organizationalUnit"],
        ["ou", "職員"],
      ]),
      entry(READER, [
        ["objectClass", "device"],
        ["objectClass", "simpleSecurityObject"],
        ["cn", "engawa"],
        ["userPassword", READERS_PASSWORD],
      ]),
    ];
    execFileSync("/usr/sbin/slapadd", ["-f", config], { input: [...places, ...people].join(""), stdio: ["pipe", "pipe", "pipe"] });
    this.port = await freePort();
    await this.serve();
  }

  private async serve(): Promise<void> {
    const config = join(this.folder, "slapd.conf");
    this.process = spawn("/usr/sbin/slapd", ["-f", config, "-h", `ldap://127.0.0.1:${this.port}/`, "-d", "256"], { stdio: ["ignore", "ignore", "pipe"] });
    for await (const said of createInterface({ input: this.process.stderr! })) if (said.includes("slapd starting")) break;
    this.process.stderr!.resume();
  }

  /** Somebody is let go there. */
  async dismiss(uid: string): Promise<void> {
    await this.halt();
    const change = `${line("dn", `uid=${uid},${BASE}`)}changetype: delete\n`;
    execFileSync("/usr/sbin/slapmodify", ["-f", join(this.folder, "slapd.conf")], { input: change, stdio: ["pipe", "pipe", "pipe"] });
    await this.serve();
  }

  private async halt(): Promise<void> {
    if (this.process?.exitCode !== null) return;
    this.process.kill();
    await once(this.process, "exit");
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
