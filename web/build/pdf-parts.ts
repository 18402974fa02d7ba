import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** The folders of pdf.js that are served as they are, and which of their files. */
const PARTS = { cmaps: /\.bcmap$/, standard_fonts: /\.(pfb|ttf)$/, wasm: /_nowasm_fallback\.js$/, "legacy/build": /^pdf\.(worker\.)?min\.mjs$/ };

/**
 * Serves `virtual:pdf-parts`: where pdf.js lies, with the tables for Japanese fonts, the fonts that every PDF may count on, and the
 * decoder of JPEG 2000. It asks for them by their own names, so its version stands in the folder's: they never change below it. Packed
 * into our own pieces it would be among those that every device holds for when there is no network.
 */
export function pdfParts(): Plugin {
  const name = "virtual:pdf-parts";
  const manifest = createRequire(import.meta.url).resolve("pdfjs-dist/package.json");
  const root = dirname(manifest);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const place = `assets/pdf-${version}`;
  const files = Object.entries(PARTS).flatMap(([folder, wanted]) => readdirSync(join(root, folder)).filter((file) => wanted.test(file)).map((file) => `${folder}/${file}`));
  return {
    name: "engawa-pdf-parts",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(`/${place}/`)}` : undefined),
    generateBundle() {
      for (const file of files) this.emitFile({ type: "asset", fileName: `${place}/${file}`, source: readFileSync(join(root, file)) });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = files.find((one) => request.url === `/${place}/${one}`);
        if (!file) return next();
        if (file.endsWith("js")) response.setHeader("content-type", "text/javascript");
        response.end(readFileSync(join(root, file)));
      });
    },
  };
}
