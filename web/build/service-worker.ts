import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** Writes `sw.js` beside the build, with the list of the files it must hold for a start without the network. */
export function serviceWorker(): Plugin {
  let files: string[] = [];
  return {
    name: "engawa-service-worker",
    apply: "build",
    generateBundle: {
      // Vite drops the chunks that held nothing but styles in the same step; the list is taken after that.
      order: "post",
      handler(_options, bundle) {
        // What draws PDF is large, and nobody needs it to start: the worker keeps it once it was fetched.
        files = Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file) && !/\/(400|700)-|\/pdf-[^/]+\//.test(file));
        const version = createHash("sha256").update(JSON.stringify(Object.entries(bundle).map(([name, part]) => [name, part.type === "chunk" ? part.code : part.source.length]))).digest("hex").slice(0, 12);
        const source = readFileSync(new URL("./sw.js", import.meta.url), "utf8")
          .replace("__VERSION__", version)
          .replace("__FILES__", JSON.stringify(["/", ...files.map((file) => `/${file}`)]));
        this.emitFile({ type: "asset", fileName: "sw.js", source });
      },
    },
    writeBundle(options) {
      // One missing file keeps the whole worker from installing, and nobody would notice before the network is gone.
      const missing = files.filter((file) => !existsSync(join(options.dir ?? "", file)));
      if (missing.length > 0) this.error(`sw.js names files that are not in the build: ${missing.join(", ")}`);
    },
  };
}
