import { read, remove, write } from "../../platform/database.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import { fieldOf, type Matter } from "./model.ts";

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
  /** When they called, as the field shows it; `begunAt` while nobody said anything else. */
  calledAt: string;
  /** Whether the section is to read it too, as far as they chose. */
  section: boolean | null;
  /** When it was begun, as the field shows it. */
  begunAt: string;
}

/** It begins now. */
function fromNow(): Pick<Draft, "calledAt" | "begunAt"> {
  const now = fieldOf(Date.now());
  return { calledAt: now, begunAt: now };
}

export const begun = (person: Id): Draft => ({ id: newId(), person, operator: operatorId(), caller: "", company: "", number: "", matter: "call_back", words: "", by: "", section: null, ...fromNow() });

/** Whether there is anything in it that nobody wants to type again. */
export const isTyped = ({ caller, company, number, words, by }: Draft) => [caller, company, number, words, by].some((text) => text.trim() !== "");

/** A draft as it was typed further. With the first letter a call begins, and another memo where one was emptied. */
export function typed(draft: Draft, part: Partial<Draft>): Draft {
  const next = { ...draft, ...part };
  if (isTyped(draft) || !isTyped(next)) return next;
  return { ...next, id: newId(), ...(draft.calledAt === draft.begunAt ? fromNow() : {}) };
}

const HOUR_MS = 3_600_000;
const STALE_MS = 4 * HOUR_MS;
/** Who called is kept on no machine for long that nobody sent. */
const KEPT_MS = 7 * 24 * HOUR_MS;

const age = (draft: Draft) => Date.now() - Date.parse(`${draft.begunAt}:00+09:00`);

/** A draft that is gone on with: after hours it is of another call, at another time, unless they said when it was. */
const goneOnWith = (draft: Draft): Draft => (age(draft) > STALE_MS && draft.calledAt === draft.begunAt ? { ...draft, ...fromNow() } : draft);

/** Whose it is: a person's, or that of who is using a shared account. */
function owner(): string | null {
  const me = sessionStore.get();
  return me && `${me.person.id} ${operatorId() ?? ""}`;
}

const place = (whose: string) => `phone-memo ${whose}`;

let kept: { whose: string; draft: Draft } | null = null;

// Whoever signs out leaves nothing in this window; what is on the machine goes with the rest.
sessionStore.subscribe(() => {
  if (sessionStore.get() === null) kept = null;
});

/** Keeps what is being typed in this window and on this machine, for whoever types it: the page may go, the session end, the screen be locked. */
export function keepDraft(draft: Draft): void {
  const whose = owner();
  if (!whose) return;
  kept = { whose, draft };
  void write("cache", place(whose), draft);
}

/** Keeps what was corrected after it had got through: sent, it will be another memo. */
export const keepApart = (draft: Draft) => keepDraft({ ...draft, id: newId() });

/** Keeps nothing of what was sent or emptied; another draft stays. */
export function forgetDraft({ id }: Pick<Draft, "id">): void {
  const whose = owner();
  if (!whose || kept?.whose !== whose || kept.draft.id !== id) return;
  kept = null;
  void remove("cache", place(whose)).catch(() => undefined);
}

/** What they typed before in this window and have not sent. */
export const keptDraft = () => (kept && kept.whose === owner() ? goneOnWith(kept.draft) : null);

/** The same of an earlier visit, as this machine has it. */
export async function recallDraft(): Promise<Draft | null> {
  const whose = owner();
  if (!whose) return null;
  const draft = (await read("cache", place(whose)).catch(() => undefined)) as Draft | undefined;
  if (!draft || whose !== owner() || keptDraft()) return keptDraft();
  if (age(draft) > KEPT_MS) {
    void remove("cache", place(whose)).catch(() => undefined);
    return null;
  }
  kept = { whose, draft };
  return keptDraft();
}
