import type { Called } from "../names.ts";

/** A part of what was said, and whether it is what was looked for. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Where in a body something stands, in the units of strings. */
export interface Mark {
  start: number;
  length: number;
}

const TOKEN = /<(@u:|@|#)([0-7][0-9a-hjkmnp-tv-z]{12})>|<!everyone>/g;
const KINDS = { "@": "person", "@u:": "unit", "#": "room" } as const;
/** Letters shown before the first mark, and in all. */
const BEFORE = 40;
const SHOWN = 280;

/** A text with names in place of tokens. */
function named(text: string, name: (called: Called) => string): string {
  return text.replace(TOKEN, (_, sign?: keyof typeof KINDS, id?: string) => name(sign && id ? { t: KINDS[sign], id } : { t: "everyone" }));
}

/** The first place at or after one at which a text may be cut: never within a token or a character of two units. */
function cut(body: string, at: number): number {
  for (const token of body.matchAll(TOKEN)) if (token.index < at && at < token.index + token[0].length) return token.index + token[0].length;
  const within = at > 0 && at < body.length && /[\uDC00-\uDFFF]/.test(body.charAt(at));
  return within ? at + 1 : at;
}

/** What is shown of a body: from a little before the first mark, in pieces. */
export function pieces(body: string, marks: readonly Mark[], name: (called: Called) => string): Piece[] {
  const first = marks[0]?.start ?? 0;
  const start = first > BEFORE + BEFORE / 2 ? cut(body, first - BEFORE) : 0;
  const end = Math.max(cut(body, Math.min(body.length, start + SHOWN)), first + (marks[0]?.length ?? 0));
  const all: Piece[] = [];
  const add = (text: string, marked: boolean) => text !== "" && all.push({ text: named(text, name), marked });
  let at = start;
  if (start > 0) all.push({ text: "…", marked: false });
  for (const mark of marks) {
    const stop = mark.start + mark.length;
    if (mark.start < at || stop > end) continue;
    add(body.slice(at, mark.start), false);
    add(body.slice(mark.start, stop), true);
    at = stop;
  }
  add(body.slice(at, end), false);
  if (end < body.length) all.push({ text: "…", marked: false });
  return all;
}

/** The words of a query; quotation marks keep blanks together. An open one reaches to the end, as on the server. */
function words(query: string): string[] {
  return query.match(/(?:["“”„＂][^"“”„＂]*(?:["“”„＂]|$)|[^\s"“”„＂])+/g) ?? [];
}

/** Words that say the same. */
const SAME: Readonly<Record<string, string>> = { "from:自分": "from:me", "has:リンク": "has:link", "has:url": "has:link", "has:ファイル": "has:file", "has:添付": "has:file", "has:ノート": "has:note" };

function plain(word: string): string {
  const folded = word.normalize("NFKC").toLowerCase();
  return SAME[folded] ?? folded;
}

/** Whether a query has a word, whatever stands around it and however it is spelt. */
export function hasWord(query: string, word: string): boolean {
  return words(query).some((part) => plain(part) === plain(word));
}

/** A query with a word more, or without it. */
export function withWord(query: string, word: string, on: boolean): string {
  const left = words(query).filter((part) => plain(part) !== plain(word));
  const last = left.at(-1) ?? "";
  // A quotation that somebody has begun ends before what is added.
  if (on && /^[^"“”„＂]*["“”„＂][^"“”„＂]*$/.test(last)) left[left.length - 1] = `${last}"`;
  return (on ? [...left, word] : left).join(" ");
}

/** What narrows a search down, as the server reads it. */
const OPERATOR = /^((from|発言者|差出人|unit|所属|in|ルーム|るーむ|has|あり|before|after|since|から|until|まで|on|日付|年度|fy):|-)./;

/** The words of a query that are looked for themselves, without what narrows it down: what somebody or a room may be called. */
export function bareWords(query: string): string {
  return words(query)
    .filter((word) => !OPERATOR.test(word.normalize("NFKC").toLowerCase()))
    .map((word) => word.replace(/["“”„＂]/g, ""))
    .join(" ")
    .trim();
}

/** A name as one word of a query. */
export function quoted(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name;
}

const SINCE = /^(since|から):./;
const UNTIL = /^(until|まで):./;

/** From which day to which a query looks, as they were typed; empty where it does not say. */
export function daysOf(query: string): { since: string; until: string } {
  const value = (form: RegExp) => {
    const word = words(query).find((one) => form.test(plain(one)));
    return word ? word.slice(word.normalize("NFKC").indexOf(":") + 1) : "";
  };
  return { since: value(SINCE), until: value(UNTIL) };
}

/** A query that looks from a day to a day, however these are typed; empty for any. */
export function withDays(query: string, since: string, until: string): string {
  const left = words(query).filter((one) => !SINCE.test(plain(one)) && !UNTIL.test(plain(one)));
  const day = (name: string, typed: string) => (typed.trim() === "" ? [] : [`${name}:${typed.replace(/\s+/g, "")}`]);
  return [...left, ...day("から", since), ...day("まで", until)].join(" ");
}
