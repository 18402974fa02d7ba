import { createStore } from "../../platform/store.ts";
import type { LinkHeading } from "./model.ts";

export const NO_HEADINGS: readonly LinkHeading[] = [];

/** What somebody says of links in what they are writing, by who writes it and where; of a message that is edited, by that. */
export const headingsStore = createStore<Readonly<Record<string, readonly LinkHeading[]>>>({});

/** Keeps them; without any, what the message has stands again. */
export function putHeadings(at: string, headings: readonly LinkHeading[] | undefined): void {
  headingsStore.update((all) => {
    const { [at]: _, ...others } = all;
    return headings ? { ...others, [at]: headings } : others;
  });
}

/** Those of some headings whose links stand in the words. */
export const headingsLeft = (headings: readonly LinkHeading[], words: string): LinkHeading[] => headings.filter(({ url }) => words.includes(url));

/** Whether some headings say something else than others. */
export const differs = (one: readonly LinkHeading[], other: readonly LinkHeading[] | null | undefined): boolean => JSON.stringify(one.map(({ url, title, summary = "" }) => [url, title, summary])) !== JSON.stringify((other ?? []).map(({ url, title, summary = "" }) => [url, title, summary]));
