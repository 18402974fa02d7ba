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
  const [first, second] = [pairsOf(one), pairsOf(other)];
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

/** For each idea those that it may be the same as. Only ideas with a pair of letters in common are compared: a thousand take no second. */
export function similarAmong<One extends Words>(ideas: readonly One[]): Map<Id, One[]> {
  const all = ideas.map((idea) => ({ idea, pairs: pairsOf(idea.words) }));
  const having = new Map<string, number[]>();
  all.forEach(({ pairs }, place) => {
    for (const pair of pairs.keys()) having.set(pair, [...(having.get(pair) ?? []), place]);
  });
  const found = new Map<Id, One[]>();
  all.forEach(({ idea, pairs }, place) => {
    const common = new Map<number, number>();
    for (const [pair, count] of pairs) for (const other of having.get(pair) ?? []) if (other !== place) common.set(other, (common.get(other) ?? 0) + Math.min(count, all[other]?.pairs.get(pair) ?? 0));
    const like = [...common]
      .map(([other, shared]) => ({ other: all[other], like: (2 * shared) / (size(pairs) + size(all[other]?.pairs ?? new Map())) }))
      .filter((one) => one.like >= SIMILAR)
      .sort((one, other) => other.like - one.like)
      .slice(0, MOST)
      .flatMap((one) => (one.other ? [one.other.idea] : []));
    if (like.length > 0) found.set(idea.id, like);
  });
  return found;
}
