import { exchange, keep, remove } from "../../../../platform/database.ts";
import { announce } from "../../../../platform/announce.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { ownName } from "../../../../platform/place.ts";
import { operatorId } from "../../../../platform/session.ts";
import { bringingStore, putFiles, type Bringing } from "../../store.files.ts";
import { chatStore, outbox } from "../../store.ts";
import { t } from "../../text.files.ts";
import { keptUnder, originalOf, remember } from "../annotate/chosen.ts";
import { keep as keepDrawing, keptStore } from "../annotate/kept.ts";
import type { History } from "../annotate/history.ts";
import { contents, hasSpace, type Kept } from "./shelf.ts";

/** Bytes of what is in composers, of one page: more than a day's photos, and no film of an hour. */
const MOST_UNSENT = 256 << 20;

/** Of which page what lies on the disk is: another tab takes nothing that this one still has. */
const PAGE = newId();
const pageLock = (page: Id) => ownName(`page ${page}`);
let isOpen: Promise<void> | null = null;

/** Says to other tabs that this page is there, for as long as it is. */
function open(): Promise<void> {
  isOpen ??= new Promise((done) => {
    if (!navigator.locks) return done();
    const stays = () => {
      done();
      return new Promise(() => undefined);
    };
    navigator.locks.request(pageLock(PAGE), stays).catch(() => done());
  });
  return isOpen;
}

/** Which pages are there; where browsers have no locks nobody knows, and nothing is kept. */
export async function openPages(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query?.().catch(() => ({ held: [] }))) ?? {};
  return new Set(held.map(({ name }) => name ?? ""));
}
/** Whether another page has what lies there; this one has in its lists what it has, and else lost it when its session ended. */
export const isElsewhere = (page: Id, pages: ReadonlySet<string>) => page !== PAGE && pages.has(pageLock(page));

function find(id: Id): { key: Id; at: number; row: Bringing } | null {
  for (const [key, files] of Object.entries(bringingStore.get())) {
    const at = files.findIndex((file) => file.id === id);
    const row = files[at];
    // What goes into an album leaves by itself.
    if (row) return key.startsWith("album ") ? null : { key, at, row };
  }
  return null;
}

const isSaid = (id: Id) => outbox.entries.get().some(({ content }) => content.files?.some((file) => file.id === id));
/** Bytes that this page has kept, by what they are of. */
const sizes = new Map<Id, number>();
/** Drawings as they lie on the disk. */
const drawn = new Map<Id, History>();

function drawingOn(id: Id): { history: History; original: File } | null {
  const history = keptStore.get()[keptUnder(id)];
  const original = originalOf(id);
  return history && original ? { history, original } : null;
}

const mark = (key: Id, id: Id, unkept: boolean) => putFiles(key, (files) => (files.some((file) => file.id === id && (file.unkept ?? false) !== unkept) ? files.map((file) => (file.id === id ? { ...file, unkept } : file)) : files));

async function save(id: Id): Promise<void> {
  const { me } = chatStore.get();
  const there = find(id);
  const content = contents.get(id);
  if (!there || !content || me === "") return;
  const { key, at, row } = there;
  const drawing = drawingOn(id);
  const size = content.bytes.size + (drawing?.original.size ?? 0);
  for (const one of sizes.keys()) if (!find(one)) sizes.delete(one);
  const others = [...sizes].reduce((sum, [one, bytes]) => sum + (one === id ? 0 : bytes), 0);
  const value: Kept = { id, author: me, operator: operatorId(), name: content.name, bytes: content.bytes, keptAt: Date.now(), refused: null, unsent: { key, page: PAGE, at, of: row.of, drawing } };
  let isKept = false;
  try {
    if (navigator.locks && others + size <= MOST_UNSENT && (await hasSpace(size))) {
      await open();
      // Whoever signed out meanwhile leaves nothing.
      if (chatStore.get().me !== me) return;
      await keep("files", id, value);
      isKept = true;
    }
  } catch {
    // That it is not kept is said beside it.
  }
  if (isKept) sizes.set(id, size);
  if (drawing) drawn.set(id, drawing.history);
  else drawn.delete(id);
  // It was taken off or sent in the meantime, or whose it is has gone. And where its drawing finds no place the picture does not stay
  // either: it would come back with nothing of it covered.
  const isNeeded = find(id) ? isKept : isSaid(id);
  if (chatStore.get().me !== me || !isNeeded) await remove("files", id).catch(() => undefined);
  mark(key, id, !isKept);
}

/** What an earlier page of this device left. */
export const cameBack = new Set<Id>();

const due = new Set<Id>();
let saving: Promise<void> = Promise.resolve();

/** Puts a file of a message that is being written onto the disk, with the drawing on it, one after the other: a page that is thrown away takes neither along. */
export function keepUnsent(id: Id): void {
  if (due.has(id)) return;
  due.add(id);
  saving = saving
    .then(() => {
      due.delete(id);
      return save(id);
    })
    .catch(() => undefined);
}

/** [`keepUnsent`] of what came back from a message, and may lie there as another page's. */
export const stays = (id: Id) => void (sizes.has(id) || keepUnsent(id));

keptStore.subscribe(() => {
  for (const files of Object.values(bringingStore.get())) for (const { id } of files) if (keptStore.get()[keptUnder(id)] !== drawn.get(id)) keepUnsent(id);
});

/** Gives back what a page left in a composer when it was closed, in its order and with its drawings. */
export async function takeUnsent(key: Id, left: readonly Kept[]): Promise<void> {
  const { me } = chatStore.get();
  await open();
  const taken: Kept[] = [];
  for (const one of left) {
    // Sent or taken off by somebody else meanwhile it is not there any more.
    const mine = one.unsent && (await exchange("files", one.id, one.id, { ...one, unsent: { ...one.unsent, page: PAGE } }).catch(() => false));
    if (mine) taken.push(one);
  }
  if (chatStore.get().me !== me || taken.length === 0) return;
  for (const { id, name, bytes, unsent } of taken) {
    contents.set(id, { name, bytes, begun: true });
    cameBack.add(id);
    sizes.set(id, bytes.size + (unsent?.drawing?.original.size ?? 0));
    remember(id, unsent?.drawing?.original ?? new File([bytes], name, { type: bytes.type }));
    if (unsent?.drawing) drawn.set(id, unsent.drawing.history);
  }
  // How far each came, the server knows.
  const rows = taken.map(({ id, name, bytes, unsent }): Bringing => ({ id, name, size: bytes.size, sent: 0, state: "sending", code: null, placeRemoved: false, of: unsent?.of, drawing: Boolean(unsent?.drawing) }));
  putFiles(key, (now) => [...rows, ...now]);
  for (const { id, unsent } of taken) if (unsent?.drawing) keepDrawing(keptUnder(id), unsent.drawing.history);
  announce(t.givenBack(taken.length));
}

