import type { Id } from "../../platform/ids.ts";
import { sessionStore } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";
import type { Board, Counted } from "./model.ts";
import { listed, taken, type One } from "./sync.ts";

/** Boards that were looked at, of one person. */
interface Held {
  me: Id | null;
  boards: Readonly<Record<Id, One>>;
  /** Those that are no more for this person. */
  gone: ReadonlySet<Id>;
}

const EMPTY: Held = { me: null, boards: {}, gone: new Set() };

export const ideaStore = createStore<Held>(EMPTY);

/** What is held is of whoever is signed in: what somebody else is for is nobody's business. */
function own(held: Held): Held {
  const me = sessionStore.get()?.person.id ?? null;
  return held.me === me ? held : { ...EMPTY, me };
}

export function heldOne(id: Id): One | null {
  return own(ideaStore.get()).boards[id] ?? null;
}

export function set(one: One): void {
  ideaStore.update((held) => {
    const mine = own(held);
    return { ...mine, boards: { ...mine.boards, [one.board.id]: one } };
  });
}

/** Takes a board as the server gave it. */
export const put = (board: Board) => set(taken(heldOne(board.id), board));

/** Takes all ideas of a board that is held. */
export function putIdeas(id: Id, ideas: readonly Counted[]): void {
  change(id, (one) => listed(one, ideas));
}

/** Changes one that is held. */
export function change(id: Id, to: (one: One) => One): void {
  const one = heldOne(id);
  if (one) set(to(one));
}

export function lose(id: Id): void {
  ideaStore.update((held) => ({ ...own(held), gone: new Set([...held.gone, id]) }));
}
