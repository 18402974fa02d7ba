// Proves the folder rules: a file imports only from tiers to its left, features stay apart, and nothing grows past 500 lines.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../src");
const TIERS = ["platform", "design", "features", "app"];
const MOST_LINES = 500;
// Nobody reads it from one end to the other.
const GENERATED = "platform/api/schema.ts";
const faults = [];

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(tsx?|css)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

/** The tier of a path under src; the entry file counts as app. */
function tierOf(path) {
  const tier = TIERS.indexOf(path.split("/")[0]);
  return tier < 0 ? TIERS.length - 1 : tier;
}

for (const file of files) {
  const own = relative(root, file);
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n").length;
  if (own !== GENERATED && lines > MOST_LINES) faults.push(`${own}: ${lines} lines, at most ${MOST_LINES}`);
  if (/\b(TODO|FIXME|XXX)\b/.test(text)) faults.push(`${own}: says that something is unfinished`);
  if (/dangerouslySetInnerHTML|innerHTML\s*=/.test(text)) faults.push(`${own}: writes HTML from text`);
  if (/(^|\/)(utils?|helpers?|common|types|index)\.tsx?$/.test(own)) faults.push(`${own}: a name that says nothing`);
  for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
    const goal = relative(root, resolve(dirname(file), target));
    if (tierOf(goal) > tierOf(own)) faults.push(`${own}: imports ${goal}, which lies to its right`);
    const [ownTier, ownFeature] = own.split("/");
    const [goalTier, goalFeature] = goal.split("/");
    if (ownTier === "features" && goalTier === "features" && ownFeature !== goalFeature) faults.push(`${own}: imports another feature (${goal})`);
  }
}

if (faults.length > 0) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exit(1);
}
process.stdout.write(`structure: ${files.length} files keep the rules\n`);
