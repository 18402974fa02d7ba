/** The inline part of the markup: tokens, code, addresses, links and emphasis. Pure; never makes HTML. */
export type Inline =
  | { t: "text"; text: string }
  | { t: "strong" | "em" | "strike"; children: Inline[] }
  | { t: "code"; text: string }
  | { t: "link"; href: string; children: Inline[] }
  | { t: "person" | "unit" | "room"; id: string }
  | { t: "everyone" }
  | { t: "break" };

/** What a backslash takes the meaning from; the server's list is the same. */
const ESCAPABLE = "*_~`[]<>#\\|";
const TOKEN = /^<(?:@u:([0-7][0-9a-hjkmnp-tv-z]{12})|@([0-7][0-9a-hjkmnp-tv-z]{12})|#([0-7][0-9a-hjkmnp-tv-z]{12})|(!everyone))>/;
const SCHEME = /^https?:\/\//i;

interface Delimiter {
  t: "delimiter";
  mark: "*" | "_" | "~";
  count: number;
  opens: boolean;
  closes: boolean;
}
type Node = Inline | Delimiter;

const isSpace = (letter: string) => letter === "" || /\s/u.test(letter);
const isAsciiPunctuation = (letter: string) => /[!-/:-@[-`{-~]/.test(letter);
// Marks beside Japanese text count although 。「」（） are punctuation: CommonMark's own rule would leave the asterisks standing.
const isJapanese = (letter: string) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef\u30fc]/u.test(letter);

function delimiterAt(text: string, at: number, count: number): Delimiter {
  const mark = text[at] as Delimiter["mark"];
  const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? "";
  const after = Array.from(text.slice(at + count, at + count + 2))[0] ?? "";
  const left = !isSpace(after) && (!isAsciiPunctuation(after) || isSpace(before) || isAsciiPunctuation(before) || isJapanese(before));
  const right = !isSpace(before) && (!isAsciiPunctuation(before) || isSpace(after) || isAsciiPunctuation(after) || isJapanese(after));
  if (mark !== "_") return { t: "delimiter", mark, count, opens: left, closes: right };
  // snake_case stays text; between Japanese letters there is no word to be inside of.
  const edgeBefore = isAsciiPunctuation(before) || isJapanese(before);
  const edgeAfter = isAsciiPunctuation(after) || isJapanese(after);
  return { t: "delimiter", mark, count, opens: left && (!right || edgeBefore), closes: right && (!left || edgeAfter) };
}

/** The address that the text starts with: ASCII only, so that Japanese behind it is not swallowed, and brackets only if opened. */
export function bareAddress(text: string): string | null {
  const scheme = SCHEME.exec(text)?.[0];
  if (!scheme) return null;
  let round = 0;
  let square = 0;
  let at = scheme.length;
  for (; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (letter < "!" || letter > "~" || '<>"`\\|^{}'.includes(letter)) break;
    if ((letter === "*" || letter === "~") && text[at + 1] === letter) break;
    if (letter === "(") round++;
    else if (letter === "[") square++;
    else if (letter === ")" && --round < 0) break;
    else if (letter === "]" && --square < 0) break;
  }
  const address = text.slice(0, at).replace(/[.,;:!?'*_~([]+$/, "");
  return address.length > scheme.length && /^[\p{L}\p{N}[]/u.test(address.slice(scheme.length)) ? address : null;
}

/** An address in `[text](address)`; only web addresses, or it stays text. */
function destination(text: string): { href: string; taken: number } | null {
  const found = /^\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?\s*\)/.exec(text);
  if (!found?.[1] || !SCHEME.test(found[1])) return null;
  return { href: found[1], taken: found[0].length };
}

/** Reads a paragraph. Never throws, and keeps every letter that is no mark. */
export function parseInline(text: string): Inline[] {
  const nodes: Node[] = [];
  const brackets: number[] = [];
  let plain = "";
  const flush = () => {
    if (plain !== "") nodes.push({ t: "text", text: plain });
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? "";
    const rest = text.slice(at);
    if (letter === "\\" && ESCAPABLE.includes(text[at + 1] ?? "")) {
      plain += text[at + 1];
      at += 2;
    } else if (letter === "\\" && text[at + 1] === "\n") {
      at += 1;
    } else if (letter === "\n") {
      flush();
      nodes.push({ t: "break" });
      at += 1;
    } else if (letter === "`") {
      const ticks = /^`+/.exec(rest)?.[0] ?? "`";
      const end = closingTicks(text, at + ticks.length, ticks.length);
      if (end === null) plain += ticks;
      else {
        flush();
        nodes.push({ t: "code", text: codeText(text.slice(at + ticks.length, end)) });
      }
      at = end === null ? at + ticks.length : end + ticks.length;
    } else if (letter === "<") {
      const taken = angle(rest);
      if (taken) {
        flush();
        nodes.push(taken.node);
        at += taken.length;
      } else {
        plain += letter;
        at += 1;
      }
    } else if (letter === "[") {
      flush();
      brackets.push(nodes.length);
      nodes.push({ t: "text", text: "[" });
      at += 1;
    } else if (letter === "]" && brackets.length > 0) {
      const opening = brackets.pop() ?? 0;
      const goal = destination(rest.slice(1));
      if (goal) {
        flush();
        const inside = nodes.splice(opening).slice(1);
        nodes.push({ t: "link", href: goal.href, children: withoutLinks(emphasise(inside)) });
        at += 1 + goal.taken;
      } else {
        plain += letter;
        at += 1;
      }
    } else if ((letter === "h" || letter === "H") && !/[a-z0-9]/i.test(text[at - 1] ?? "")) {
      const address = bareAddress(rest);
      if (address) {
        flush();
        nodes.push({ t: "link", href: address, children: [{ t: "text", text: address }] });
        at += address.length;
      } else {
        plain += letter;
        at += 1;
      }
    } else if (letter === "*" || letter === "_" || letter === "~") {
      let count = 1;
      while (text[at + count] === letter) count++;
      if (letter === "~" && count !== 2) plain += letter.repeat(count);
      else {
        flush();
        nodes.push(delimiterAt(text, at, count));
      }
      at += count;
    } else {
      plain += letter;
      at += 1;
    }
  }
  flush();
  return emphasise(nodes);
}

function closingTicks(text: string, from: number, count: number): number | null {
  const run = /`+/g;
  run.lastIndex = from;
  for (let found = run.exec(text); found; found = run.exec(text)) if (found[0].length === count) return found.index;
  return null;
}

function codeText(inside: string): string {
  const line = inside.replace(/\n/g, " ");
  return line.startsWith(" ") && line.endsWith(" ") && line.trim() !== "" ? line.slice(1, -1) : line;
}

function angle(rest: string): { node: Inline; length: number } | null {
  const token = TOKEN.exec(rest);
  if (token) {
    const [whole, unit, person, room] = token;
    const node: Inline = unit ? { t: "unit", id: unit } : person ? { t: "person", id: person } : room ? { t: "room", id: room } : { t: "everyone" };
    return { node, length: whole.length };
  }
  const address = /^<(https?:\/\/[^\s<>]+)>/i.exec(rest);
  if (!address?.[1]) return null;
  return { node: { t: "link", href: address[1], children: [{ t: "text", text: address[1] }] }, length: address[0].length };
}

function withoutLinks(nodes: Inline[]): Inline[] {
  return nodes.flatMap((node) => (node.t === "link" ? node.children : "children" in node ? [{ ...node, children: withoutLinks(node.children) }] : [node]));
}

/** Matches the marks of emphasis, as CommonMark does, from the first closer on. */
function emphasise(nodes: Node[]): Inline[] {
  const row = [...nodes];
  let at = 0;
  while (at < row.length) {
    const closer = row[at];
    if (closer?.t !== "delimiter" || !closer.closes) {
      at++;
      continue;
    }
    const from = openerBefore(row, at, closer);
    if (from === null) {
      at++;
      continue;
    }
    const opener = row[from] as Delimiter;
    const used = closer.mark === "~" || (opener.count >= 2 && closer.count >= 2) ? 2 : 1;
    const children = textOnly(row.slice(from + 1, at));
    const kind = closer.mark === "~" ? "strike" : used === 2 ? "strong" : "em";
    const replaced: Node[] = [{ t: kind, children }];
    if (opener.count > used) replaced.unshift({ ...opener, count: opener.count - used });
    const left = closer.count - used;
    if (left > 0) replaced.push({ ...closer, count: left });
    row.splice(from, at - from + 1, ...replaced);
    at = from + replaced.length - (left > 0 ? 1 : 0);
  }
  return textOnly(row);
}

function openerBefore(row: readonly Node[], at: number, closer: Delimiter): number | null {
  for (let index = at - 1; index >= 0; index--) {
    const node = row[index];
    if (node?.t !== "delimiter" || node.mark !== closer.mark || !node.opens) continue;
    // CommonMark's rule of three: `*a**b*` is one emphasis.
    if ((node.closes || closer.opens) && (node.count + closer.count) % 3 === 0 && (node.count % 3 !== 0 || closer.count % 3 !== 0)) continue;
    return index;
  }
  return null;
}

/** Turns marks without a partner back into text and joins neighbouring texts. */
function textOnly(row: readonly Node[]): Inline[] {
  const joined: Inline[] = [];
  for (const node of row) {
    const inline: Inline = node.t === "delimiter" ? { t: "text", text: node.mark.repeat(node.count) } : node;
    const before = joined.at(-1);
    if (inline.t === "text" && before?.t === "text") joined[joined.length - 1] = { t: "text", text: before.text + inline.text };
    else joined.push(inline);
  }
  return joined;
}
