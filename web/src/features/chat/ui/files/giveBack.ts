import { readAll } from "../../../../platform/database.ts";
import type { Id } from "../../../../platform/ids.ts";
import type { Entry } from "../../../../platform/outbox.ts";
import { ownName } from "../../../../platform/place.ts";
import { operatorId } from "../../../../platform/session.ts";
import { withWords } from "../../../../platform/texts.ts";
import { bringingStore } from "../../store.files.ts";
import { chatStore, outbox, type Outgoing } from "../../store.ts";
import type { Kept } from "./shelf.ts";

/** Where this page has looked already, for who is here now. */
const looked = new Set<string>();
chatStore.subscribe(() => chatStore.get().me === "" && looked.clear());

const fresh = (kept: Kept[], me: Id, key: Id, gone: ReadonlySet<Id>) => kept.filter(({ id, author, operator = null, unsent }) => author === me && operator === operatorId() && unsent?.key === key && !gone.has(id));

async function look(key: Id): Promise<void> {
  const { me } = chatStore.get();
  const said = [...((await readAll("outbox")) as Entry<Outgoing>[]), ...outbox.entries.get()].flatMap(({ content }) => content.files ?? []);
  const gone = new Set([...said, ...Object.values(bringingStore.get()).flat()].map(({ id }) => id));
  const left = fresh((await readAll("files")) as Kept[], me, key, gone);
  if (left.length === 0) return;
  // Only now: most composers were left with nothing in them.
  const { isElsewhere, openPages, takeUnsent } = await withWords(import("./attach.ts"));
  const pages = await openPages();
  const mine = left.filter(({ unsent }) => unsent && !isElsewhere(unsent.page, pages));
  const at = ({ unsent }: Kept) => unsent?.at ?? 0;
  if (chatStore.get().me === me) await takeUnsent(key, mine.sort((one, other) => at(one) - at(other)));
}

/** Gives back the files that somebody had put into a composer when its page was closed or thrown away, once for each page. */
export async function giveBackUnsent(key: Id): Promise<void> {
  // Of a shared account each operator is given back their own. Without locks, as in pages without TLS, nobody knows what another tab has.
  const whose = `${operatorId()} ${key}`;
  if (!navigator.locks || chatStore.get().me === "" || looked.has(whose)) return;
  looked.add(whose);
  // Of two tabs that are opened at once, one after the other looks.
  await navigator.locks.request(ownName("unsent"), () => look(key));
}
