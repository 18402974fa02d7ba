import { read, remove, write } from "../../platform/database.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import type { Matter } from "./model.ts";

/** What somebody has typed into the form. */
export interface Draft {
  /** The same id while it is the same memo: sent twice, it is one. */
  id: Id;
  person: Id;
  /** Who was using the shared account when they began: it goes out under nobody else's name. */
  operator: Id | null;
  caller: string;
  company: string;
  number: string;
  matter: Matter;
  words: string;
  by: string;
  calledAt: string;
  /** Whether the section is to read it too, as far as they chose. */
  section: boolean | null;
  /** When the form was opened for it, once it was closed since: that is when they called, where nothing else was said. */
  begunAt: string | null;
}

export const begun = (person: Id): Draft => ({ id: newId(), person, operator: operatorId(), caller: "", company: "", number: "", matter: "call_back", words: "", by: "", calledAt: "", section: null, begunAt: null });

/** Whether there is anything in it that nobody wants to type again. */
export const isTyped = ({ caller, company, number, words, by }: Draft) => [caller, company, number, words, by].some((text) => text.trim() !== "");

/** Whose it is: a person's, or that of who is using a shared account. */
function owner(): string | null {
  const me = sessionStore.get();
  return me && `${me.person.id} ${operatorId() ?? ""}`;
}

const place = (whose: string) => `phone-memo ${whose}`;

let kept: { whose: string; draft: Draft } | null = null;
const begunAt = new Map<Id, string>();

// Whoever signs out leaves nothing in this window; what is on the machine goes with the rest.
sessionStore.subscribe(() => {
  if (sessionStore.get() === null) kept = null;
});

/** Keeps what is being typed in this window and on this machine, for whoever types it: the page may go, the session end, the screen be locked. */
export function keepDraft(draft: Draft): void {
  const whose = owner();
  if (!whose) return;
  const since = begunAt.get(draft.id) ?? draft.begunAt ?? new Date().toISOString();
  begunAt.set(draft.id, since);
  kept = { whose, draft: { ...draft, begunAt: since } };
  void write("cache", place(whose), kept.draft);
}

/** Keeps nothing of what was sent or emptied; another draft stays. */
export function forgetDraft({ id }: Pick<Draft, "id">): void {
  const whose = owner();
  if (!whose || kept?.whose !== whose || kept.draft.id !== id) return;
  kept = null;
  void remove("cache", place(whose)).catch(() => undefined);
}

/** What they typed before in this window and have not sent. */
export const keptDraft = () => (kept && kept.whose === owner() ? kept.draft : null);

/** The same of an earlier visit, as this machine has it. */
export async function recallDraft(): Promise<Draft | null> {
  const whose = owner();
  if (!whose) return null;
  const draft = (await read("cache", place(whose)).catch(() => undefined)) as Draft | undefined;
  if (!draft || whose !== owner() || keptDraft()) return keptDraft();
  kept = { whose, draft };
  return draft;
}
