import { defineConfig } from "vite";
import { emojiData } from "./build/emoji.ts";
import { localFirstFonts } from "./build/fonts.ts";
import { packed } from "./build/packed.ts";
import { pdfParts } from "./build/pdf-parts.ts";
import { serviceWorker } from "./build/service-worker.ts";
import { usedTokens } from "./build/tokens.ts";

// The server that `npm run dev` forwards the API to.
const server = process.env.ENGAWA_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [emojiData(), usedTokens(), localFirstFonts(), pdfParts(), serviceWorker(), packed()],
  // We write React, and Preact draws it: a browser loads 50 kB less before the first list.
  resolve: { alias: { react: "preact/compat", "react-dom": "preact/compat" } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { proxy: { "^(/o/[a-z0-9-]+)?/api/": { target: server, ws: true } } },
  build: {
    target: "es2022",
    // Data URLs would need an exception in the content security policy.
    assetsInlineLimit: 0,
    // Every browser that runs this target preloads modules by itself.
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        // The start names every piece that it may ask for: names of their own would be two kilobytes of it.
        chunkFileNames: "assets/[hash].js",
        manualChunks(id, { getModuleInfo }) {
          // Preact changes only when it is upgraded: its own chunk survives our releases in the browser's cache.
          if (/node_modules\/preact\//.test(id)) return "preact";
          // What the first screen needs comes in one piece: each request of its own is a kilobyte of headers.
          const startsUp = (module: string, seen: Set<string>): boolean => {
            const info = getModuleInfo(module);
            if (!info || seen.has(module)) return false;
            seen.add(module);
            return info.isEntry || info.importers.some((importer) => startsUp(importer, seen));
          };
          return startsUp(id, new Set()) ? "start" : undefined;
        },
      },
    },
  },
});
