import { execFileSync } from "node:child_process";

/** A PostgreSQL server in which databases may be made; `cargo x test` starts one. */
export const SERVER = process.env.ENGAWA_TEST_POSTGRES;

/** One statement, by the client that comes with every PostgreSQL server. */
function sql(statement: string): void {
  execFileSync("psql", ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", statement, SERVER ?? ""], { stdio: "pipe" });
}

/** Makes an empty database; its address. */
export function makeDatabase(name: string): string {
  sql(`CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(SERVER ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

export const dropDatabase = (name: string) => sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
