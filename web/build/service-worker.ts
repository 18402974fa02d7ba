import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Writes `sw.js` beside the build, with the list of the files it must hold for a start without the network. */
export function serviceWorker(): Plugin {
  return {
    name: "engawa-service-worker",
    apply: "build",
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle)
        .filter((file) => /\.(js|css)$/.test(file) && !/\/(400|700)-/.test(file))
        .map((file) => `/${file}`);
      const version = createHash("sha256").update(JSON.stringify(Object.entries(bundle).map(([name, part]) => [name, part.type === "chunk" ? part.code : part.source.length]))).digest("hex").slice(0, 12);
      const source = readFileSync(new URL("./sw.js", import.meta.url), "utf8")
        .replace("__VERSION__", version)
        .replace("__FILES__", JSON.stringify(["/", ...files]));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}
