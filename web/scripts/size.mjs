// Prints the compressed size of what a browser loads before the first usable room list; fails above the ratchet in size.json.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";

const dist = resolve(import.meta.dirname, "../dist");
const limits = JSON.parse(readFileSync(resolve(import.meta.dirname, "../size.json"), "utf8"));
if (!existsSync(dist)) {
  process.stderr.write("Build first: npm run build\n");
  process.exit(1);
}

const html = readFileSync(resolve(dist, "index.html"), "utf8");
const wanted = [...html.matchAll(/(?:src|href)="\/?(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
const sums = { script: 0, style: 0 };
for (const file of wanted) {
  const size = brotliCompressSync(readFileSync(resolve(dist, file))).length;
  sums[file.endsWith(".css") ? "style" : "script"] += size;
  process.stdout.write(`${(size / 1000).toFixed(1).padStart(7)} kB  ${file}\n`);
}

let failed = false;
for (const [kind, sum] of Object.entries(sums)) {
  const kilobytes = sum / 1000;
  const limit = limits[kind];
  process.stdout.write(`${kind}: ${kilobytes.toFixed(1)} kB of ${limit} kB\n`);
  failed ||= kilobytes > limit;
}
if (failed) process.stderr.write("The start-up grew past size.json. Load it later, or argue for a higher ratchet.\n");
process.exit(failed ? 1 : 0);
