import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const USE = /var\((--[\w-]+)/g;
const DEFINITION = /(--[\w-]+):([^;{}]*);/g;
const uses = (text: string) => [...text.matchAll(USE)].map((match) => match[1] ?? "");

/** Keeps of the design tokens those that our styles use, and those that these are made of. */
export function usedTokens(): Plugin {
  return {
    name: "engawa-tokens",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!/design-tokens\/dist\/tokens\.css/.test(id)) return undefined;
      const source = new URL("../src", import.meta.url).pathname;
      const styles = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => /\.(css|tsx?)$/.test(name));
      const wanted = styles.flatMap((name) => uses(readFileSync(join(source, name), "utf8")));
      const values = new Map([...code.matchAll(DEFINITION)].map((match) => [match[1] ?? "", match[2] ?? ""]));
      const kept = new Set<string>();
      for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
        if (kept.has(name)) continue;
        kept.add(name);
        wanted.push(...uses(values.get(name) ?? ""));
      }
      return code.replace(DEFINITION, (definition, name: string) => (kept.has(name) ? definition : ""));
    },
  };
}
