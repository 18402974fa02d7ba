import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary, STAFF, TEMPLATES } from "./town.ts";

/** Makes each demo town once per run; the specs copy them. */
export default function makeTemplates(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "engawa-e2e-"));
  process.env[TEMPLATES] = folder;
  for (const staff of STAFF) execFileSync(binary, ["demo", "--data", join(folder, String(staff)), "--staff", String(staff), "--bare"], { stdio: "pipe" });
  return () => rmSync(folder, { recursive: true, force: true });
}
