/** What a chosen name stands for. While typing it is shown as `@name`; sent as the token. */
export interface Chosen {
  shown: string;
  token: string;
}

/** Something being typed that a list may complete: the sign, what follows it, and where it starts. */
export interface Query {
  sign: "@" | "#";
  text: string;
  start: number;
}

const SIGNS: Record<string, Query["sign"]> = { "@": "@", "＠": "@", "#": "#", "＃": "#" };
const LONGEST_QUERY = 24;

/** The mention that the caret stands in, if any. An address in a mail (a@b) and a heading (# ) are none. */
export function queryAt(text: string, caret: number): Query | null {
  for (let start = caret - 1; start >= 0 && caret - start <= LONGEST_QUERY; start--) {
    const letter = text[start] ?? "";
    const sign = SIGNS[letter];
    if (sign) {
      if (/[\w.]/.test(text[start - 1] ?? "")) return null;
      return { sign, text: text.slice(start + 1, caret), start };
    }
    if (/[\s　、。「」（）()]/.test(letter)) return null;
  }
  return null;
}

/** Puts a chosen name in place of what was typed. No space follows: さん comes next as often as not. */
export function insertChosen(text: string, query: Query, caret: number, chosen: Chosen): { text: string; caret: number } {
  const rest = text.slice(caret);
  const before = text.slice(0, query.start);
  return { text: `${before}${chosen.shown}${rest}`, caret: before.length + chosen.shown.length };
}

const escapeForPattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * The body to send: chosen names become tokens, longest names first so that 田中 does not eat 田中一郎.
 * Inside code nothing is replaced. さん behind a name stays text.
 */
export function toBody(text: string, chosen: readonly Chosen[]): string {
  if (chosen.length === 0) return text;
  const table = new Map(chosen.map((entry) => [entry.shown, entry.token]));
  const names = [...table.keys()].sort((a, b) => b.length - a.length).map(escapeForPattern);
  const pattern = new RegExp(`(\`\`\`[\\s\\S]*?(?:\`\`\`|$)|\`[^\`\\n]*\`)|(${names.join("|")})`, "g");
  return text.replace(pattern, (whole, code: string | undefined) => (code !== undefined ? whole : (table.get(whole) ?? whole)));
}

const TOKENS = /<(@u:|@|#)([0-7][0-9a-hjkmnp-tv-z]{12})>|<!everyone>/g;

const KINDS = { "@": "person", "@u:": "unit", "#": "room" } as const;

/** The opposite, for editing and drafts: tokens become names again, and the list of what they stand for. */
export function fromBody(body: string, nameOf: (kind: "person" | "unit" | "room", id: string) => string | null, everyone: string): { text: string; chosen: Chosen[] } {
  const chosen: Chosen[] = [];
  const text = body.replace(TOKENS, (token, sign: keyof typeof KINDS | undefined, id: string | undefined) => {
    const name = sign && id ? nameOf(KINDS[sign], id) : everyone;
    if (name === null) return token;
    const shown = `${sign === "#" ? "#" : "@"}${name}`;
    chosen.push({ shown, token });
    return shown;
  });
  return { text, chosen };
}
