import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { emojiData } from "./build/emoji.ts";
import { localFirstFonts } from "./build/fonts.ts";
import { serviceWorker } from "./build/service-worker.ts";

// The server that `npm run dev` forwards the API to.
const server = process.env.ENGAWA_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), emojiData(), localFirstFonts(), serviceWorker()],
  server: { proxy: { "/api": { target: server, ws: true } } },
  build: {
    target: "es2022",
    // Data URLs would need an exception in the content security policy.
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        manualChunks(id: string) {
          // React changes only when it is upgraded: its own chunk survives our releases in the browser's cache.
          return /node_modules\/(react|react-dom|scheduler)\//.test(id) ? "react" : undefined;
        },
      },
    },
  },
});
