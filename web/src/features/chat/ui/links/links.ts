import type { Id } from "../../../../platform/ids.ts";
import { code, codeOf, within } from "../../../../platform/place.ts";
import { find } from "../../../../platform/router.ts";
import type { LinkHeading } from "../../model.ts";
import { parseMarkup, type Block } from "../markup/blocks.ts";
import type { Inline } from "../markup/inline.ts";

/** Links of one message that have a card, at most. */
export const MOST_CARDS = 5;

function ofInline(nodes: readonly Inline[]): string[] {
  return nodes.flatMap((node) => (node.t === "link" ? [node.href] : "children" in node ? ofInline(node.children) : []));
}

function ofBlock(block: Block): string[] {
  if (block.t === "paragraph" || block.t === "heading") return ofInline(block.children);
  if (block.t === "quote") return block.blocks.flatMap(ofBlock);
  return block.t === "list" ? block.items.flatMap(({ blocks }) => blocks.flatMap(ofBlock)) : [];
}

/** The addresses that are links in a body, each once, in their order. */
export const linksIn = (body: string): string[] => (/https?:\/\//i.test(body) ? [...new Set(parseMarkup(body).flatMap(ofBlock))] : []);

const parsed = (href: string): URL | null => {
  try {
    return new URL(href);
  } catch {
    return null;
  }
};

/** The host to which a link really leads, in its ASCII form, whatever letters it is written with; null when it is no address. */
export const hostOf = (href: string): string | null => parsed(href)?.host || null;

/** Something of this organisation to which a link leads. */
export type Target =
  | { kind: "message"; path: string; room: Id; root: Id | null; seq: number }
  | { kind: "room" | "note" | "meeting" | "ideas"; path: string; id: Id };

type Named = Record<string, string>;
const PLACES: readonly (readonly [string, (named: Named, path: string) => Target])[] = [
  ["/rooms/:room", ({ room = "" }, path) => ({ kind: "room", path, id: room })],
  ["/rooms/:room/notes/:note", ({ note = "" }, path) => ({ kind: "note", path, id: note })],
  ["/rooms/:room/meetings/:meeting", ({ meeting = "" }, path) => ({ kind: "meeting", path, id: meeting })],
  ["/rooms/:room/ideas/:board", ({ board = "" }, path) => ({ kind: "ideas", path, id: board })],
];
const THREAD = "/rooms/:room/threads/:root";
const ID = /^[0-7][0-9a-hjkmnp-tv-z]{12}$/;

/** What of this organisation a link leads to; null when that is elsewhere, or a place without a card. */
export function targetOf(href: string, origin: string = location.origin): Target | null {
  const url = parsed(href);
  if (url?.origin !== origin || codeOf(url.pathname) !== code) return null;
  const [at, path] = [within(url.pathname), within(url.pathname) + url.search];
  const thread = find([[THREAD, null]], at)?.params;
  const room = thread ?? find([["/rooms/:room", null]], at)?.params;
  const seq = url.searchParams.get("at") ?? "";
  if (Object.values(room ?? {}).some((id) => !ID.test(id))) return null;
  if (room?.["room"] && /^\d{1,15}$/.test(seq)) return { kind: "message", path, room: room["room"], root: thread?.["root"] ?? null, seq: Number(seq) };
  if (thread?.["room"]) return { kind: "room", path, id: thread["room"] };
  const found = find(PLACES, at);
  return found && Object.values(found.params).every((id) => ID.test(id)) ? found.value(found.params, path) : null;
}

/** A card below a message: of something here, or with what the author says of a link. */
export type Shown = { url: string } & ({ target: Target } | { heading: LinkHeading; host: string });

/** The cards below some words, in the order of their links. */
export function cardsOf(body: string, headings: readonly LinkHeading[] | null | undefined): Shown[] {
  const shown = linksIn(body).flatMap((url): Shown[] => {
    const target = targetOf(url);
    if (target) return [{ url, target }];
    const [heading, host] = [headings?.find((one) => one.url === url), hostOf(url)];
    return heading && host ? [{ url, heading, host }] : [];
  });
  return shown.slice(0, MOST_CARDS);
}

/** The links in some words to which a heading can be given. */
export const toHead = (words: string): string[] => linksIn(words).filter((url) => hostOf(url) !== null && !targetOf(url)).slice(0, MOST_CARDS);

/** All that some headings say. */
export const wordsOfHeadings = (headings: readonly LinkHeading[] = []): string[] => headings.flatMap(({ title, summary }) => [title, summary ?? ""]);
