import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Writes each file of text packed beside itself, as small as it gets: packed once here, not anew for everybody who asks. */
export function packed(): Plugin {
  return {
    name: "engawa-packed",
    apply: "build",
    writeBundle: {
      // After everything else was written, the service worker too.
      order: "post",
      handler(options) {
        const folder = options.dir ?? "";
        for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
          const file = join(folder, name);
          if (!/\.(m?js|css|html|svg|webmanifest)$/.test(name) || !statSync(file).isFile()) continue;
          const bytes = readFileSync(file);
          for (const [ending, small] of [["br", brotliCompressSync(bytes)], ["gz", gzipSync(bytes, { level: 9 })]] as const) if (small.length < bytes.length) writeFileSync(`${file}.${ending}`, small);
        }
      },
    },
  };
}
