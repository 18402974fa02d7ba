import type { Id } from "../../platform/ids.ts";

interface Words {
  id: Id;
  words: string;
}

/** From how much on two ideas may be the same. */
export const SIMILAR = 0.45;
const MOST = 3;

/** What is compared: letters and numbers alone, whatever their width and case; katakana as hiragana. */
function plain(words: string): string {
  const folded = words.normalize("NFKC").toLowerCase();
  const bare = [...folded].filter((letter) => /[\p{L}\p{N}ー]/u.test(letter)).join("");
  return bare.replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
}

/** Each two letters that stand side by side, with how often they do; a single letter is itself. */
function pairsOf(words: string): Map<string, number> {
  const letters = [...plain(words)];
  const pairs = new Map<string, number>();
  const take = (pair: string) => pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  if (letters.length === 1) take(letters[0] ?? "");
  for (let at = 0; at + 1 < letters.length; at += 1) take(`${letters[at]}${letters[at + 1]}`);
  return pairs;
}

const size = (pairs: ReadonlyMap<string, number>) => [...pairs.values()].reduce((sum, count) => sum + count, 0);

/** How much two texts have in common, from 0 to 1: twice the pairs of letters that both have, of all that they have. */
export function likeness(one: string, other: string): number {
  return inCommon(pairsOf(one), pairsOf(other));
}

function inCommon(first: ReadonlyMap<string, number>, second: ReadonlyMap<string, number>): number {
  const all = size(first) + size(second);
  if (all === 0) return 0;
  let common = 0;
  for (const [pair, count] of first) common += Math.min(count, second.get(pair) ?? 0);
  return (2 * common) / all;
}

/** The ideas that are most like some words, the likest first. */
export function similarTo<One extends Words>(words: string, ideas: readonly One[], most: number = MOST): One[] {
  if (plain(words).length < 2) return [];
  return ideas
    .map((idea) => ({ idea, like: likeness(words, idea.words) }))
    .filter(({ like }) => like >= SIMILAR)
    .sort((one, other) => other.like - one.like || (one.idea.id < other.idea.id ? -1 : 1))
    .slice(0, most)
    .map(({ idea }) => idea);
}

// What so many have in common tells little of which are the same.
const COMMON = 50;
const CANDIDATES = 20;

/** For each idea those that it may be the same as. Compared are those that share what few have; of these the nearest whole. */
export function similarAmong<One extends Words>(ideas: readonly One[]): Map<Id, One[]> {
  const all = ideas.map((idea) => ({ idea, pairs: pairsOf(idea.words) }));
  const having = new Map<string, number[]>();
  all.forEach(({ pairs }, place) => {
    for (const pair of pairs.keys()) {
      const those = having.get(pair);
      if (those) those.push(place);
      else having.set(pair, [place]);
    }
  });
  const most = Math.max(COMMON, all.length / 10);
  const shared = new Uint16Array(all.length);
  const found = new Map<Id, One[]>();
  all.forEach(({ idea, pairs }, place) => {
    const few = [...pairs.keys()].filter((pair) => (having.get(pair)?.length ?? 0) <= most);
    shared.fill(0);
    for (const pair of few.length > 0 ? few : pairs.keys()) for (const other of having.get(pair) ?? []) shared[other] = (shared[other] ?? 0) + 1;
    shared[place] = 0;
    const near = all.flatMap((_, other) => ((shared[other] ?? 0) > 0 ? [other] : [])).sort((one, other) => (shared[other] ?? 0) - (shared[one] ?? 0));
    const like = near
      .slice(0, CANDIDATES)
      .flatMap((other) => {
        const one = all[other];
        return one ? [{ idea: one.idea, like: inCommon(pairs, one.pairs) }] : [];
      })
      .filter((one) => one.like >= SIMILAR)
      .sort((one, other) => other.like - one.like)
      .slice(0, MOST)
      .map((one) => one.idea);
    if (like.length > 0) found.set(idea.id, like);
  });
  return found;
}
