import { keepFrom, read, remove, write } from "../../platform/database.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";

/** An idea without a name that was written here: only this device knows whose it is. */
export interface Own {
  id: Id;
  key: string;
  words: string;
}

/** What is being written, under the id and the key with which it will be sent: sent twice, it is one. */
export interface Draft {
  id: Id;
  key: string;
  words: string;
  /** It was on its way once: that it did not arrive is not known. */
  sent?: true;
}

const KEY_BYTES = 16;

/** Chance alone, by which its author is known to the server. */
const newKey = () => [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const begun = (words = ""): Draft => ({ id: newId(), key: newKey(), words });

/** Whose it is: a person's, or that of who is using a shared account. */
function owner(): string | null {
  const me = sessionStore.get();
  return me && `${me.person.id} ${operatorId() ?? ""}`;
}

const draftPlace = (whose: string, place: string) => `idea-draft ${whose} ${place}`;
const ownPlace = (whose: string, board: Id) => `ideas-own ${whose} ${board}`;

interface Known {
  whose: string | null;
  own: Readonly<Record<Id, readonly Own[]>>;
}

/** What is known of one's own ideas without a name, by board. */
export const ownStore = createStore<Known>({ whose: null, own: {} });

// Whoever signs out leaves nothing in this window; what is on the machine goes with the rest.
sessionStore.subscribe(() => {
  if (sessionStore.get() === null) ownStore.set({ whose: null, own: {} });
});

function show(whose: string, board: Id, own: readonly Own[]): void {
  ownStore.update((known) => ({ whose, own: { ...(known.whose === whose ? known.own : {}), [board]: own } }));
}

const NONE: readonly Own[] = [];

export const ownOf = (board: Id): readonly Own[] => (ownStore.get().whose === owner() ? (ownStore.get().own[board] ?? NONE) : NONE);

/** Reads what this machine has of an earlier visit. */
export async function recallOwn(board: Id): Promise<void> {
  const whose = owner();
  if (!whose) return;
  const kept = (await read("cache", ownPlace(whose, board)).catch(() => undefined)) as Own[] | undefined;
  if (kept && whose === owner() && ownOf(board).length === 0) show(whose, board, kept);
}

/** What this window knows is shown at once; what is kept is made of what the machine has, of an earlier visit and of other windows: a key that is lost is in no other place. */
async function keep(board: Id, make: (old: readonly Own[]) => readonly Own[]): Promise<void> {
  const whose = owner();
  if (!whose) return;
  let own = make(ownOf(board));
  show(whose, board, own);
  const made = (old: unknown) => (own = make((old as readonly Own[] | undefined) ?? ownOf(board)));
  try {
    await keepFrom("cache", ownPlace(whose, board), made);
    if (own.length === 0) await remove("cache", ownPlace(whose, board));
  } catch {
    return; // This browser keeps nothing.
  }
  if (whose === owner()) show(whose, board, own);
}

export const keepOwn = (board: Id, idea: Own) => keep(board, (old) => [...old.filter((one) => one.id !== idea.id), idea]);
export const forgetOwn = (board: Id, id: Id) => keep(board, (old) => old.filter((one) => one.id !== id));

/** Once no more are taken nobody proves any more what is theirs, and nobody who looks into this machine finds it: also what was on its way and may be among the others. */
export async function forgetAll(board: Id): Promise<void> {
  const whose = owner();
  if (!whose) return;
  show(whose, board, NONE);
  await remove("cache", ownPlace(whose, board)).catch(() => undefined);
  const draft = (await read("cache", draftPlace(whose, board)).catch(() => undefined)) as Draft | undefined;
  if (draft?.sent) await remove("cache", draftPlace(whose, board)).catch(() => undefined);
}

/** Where what is being said about an idea is kept: ideas themselves are kept under their board. */
export const commentPlace = (board: Id, idea: Id) => `${board} ${idea}`;

/** Keeps what is being typed on this machine: the page may go, the network, the session. */
export async function keepDraft(place: string, draft: Draft): Promise<void> {
  const whose = owner();
  if (!whose) return;
  await (draft.words.trim() === "" ? remove("cache", draftPlace(whose, place)).catch(() => undefined) : write("cache", draftPlace(whose, place), draft));
}

/** What was typed before. Under the same id and key only what was on its way: two windows with the same words write two ideas. */
export async function recallDraft(place: string): Promise<Draft | null> {
  const whose = owner();
  if (!whose) return null;
  const kept = (await read("cache", draftPlace(whose, place)).catch(() => undefined)) as Draft | undefined;
  if (!kept || whose !== owner()) return null;
  return kept.sent ? kept : begun(kept.words);
}
