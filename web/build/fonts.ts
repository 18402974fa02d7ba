import type { Plugin } from "vite";

/**
 * Makes the shipped BIZ UDPGothic a fallback for machines without it: Windows has the font, so `local()` spares it every download.
 * Only woff2 is kept; every browser that runs the client reads it.
 */
export function localFirstFonts(): Plugin {
  return {
    name: "engawa-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!/biz-udpgothic\/\d+\.css/.test(id)) return undefined;
      const name = id.includes("700.css") ? "BIZ UDPGothic Bold" : "BIZ UDPGothic";
      return code
        .replace(/src: (url\([^)]*\.woff2\) format\('woff2'\)), url\([^)]*\) format\('woff'\)/g, `src: local("${name}"), $1`)
        .replace(/\/\*.*?\*\//g, "");
    },
  };
}
