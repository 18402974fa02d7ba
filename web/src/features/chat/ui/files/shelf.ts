import { keep, keepFrom, read, readAll, remove } from "../../../../platform/database.ts";
import type { Id } from "../../../../platform/ids.ts";
import type { Entry } from "../../../../platform/outbox.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.files.ts";
import { bringingStore } from "../../store.files.ts";
import { chatStore, outbox, type Outgoing, type SentFile } from "../../store.ts";
import { t } from "../../text.files.ts";
import type { Content } from "./pour.ts";
import type { History } from "../annotate/history.ts";
import { sizeOf } from "./size.ts";

/** A file as it lies on the disk of this device, until the server has it. */
export interface Kept {
  id: Id;
  /** Whose it is: nobody else sees or sends it. */
  author: Id;
  /** Who was using the shared account, of what was not sent. */
  operator?: Id | null;
  name: string;
  bytes: Blob;
  keptAt: number;
  /** Why the server refuses it. */
  refused: string | null;
  /** It was put into a composer, and has gone with no message yet. */
  unsent?: Unsent;
}

/** Where a file stood that was not sent, and what is drawn on it. */
interface Unsent {
  key: Id;
  page: Id;
  at: number;
  of: SentFile["of"];
  /** A drawing that was not applied, on the picture as it was chosen. */
  drawing: { history: History; original: File } | null;
}

/** Files of this page that have not reached the server. What a closed page left is on the disk alone. */
export const contents = new Map<Id, Content>();

// What was thrown away can be had back for a moment, and is in no message meanwhile.
const LEFT_FOR_MS = 3_600_000;
// What was put into a composer and forgotten there.
const UNSENT_FOR_MS = 14 * 86_400_000;
// The browser's own books need some space too.
const MARGIN = 1 << 20;

async function kept(id: Id): Promise<Kept | undefined> {
  const found = (await read("files", id).catch(() => undefined)) as Kept | undefined;
  return found?.author === chatStore.get().me ? found : undefined;
}

/** What there is of a file, in this page or on the disk. */
export async function contentOf(id: Id): Promise<Content | undefined> {
  const held = contents.get(id);
  if (held) return held;
  const found = await kept(id);
  // How far it came before the page was closed, the server knows.
  if (found) contents.set(id, { name: found.name, bytes: found.bytes, begun: true });
  return contents.get(id);
}

/** What lies there with something else of it; what was taken away meanwhile stays away. */
const changed = (old: unknown, change: Partial<Kept>) => (old === undefined ? undefined : { ...(old as Kept), ...change });

/** Why the server refused a file that waits, as far as this device knows. */
export const refusalOf = async (id: Id) => (await kept(id))?.refused ?? null;
export async function noteRefusal(id: Id, code: string | null): Promise<void> {
  const found = await kept(id);
  if (found && found.refused !== code) await keepFrom("files", id, (old) => changed(old, { refused: code })).catch(() => undefined);
}

/** Was thrown away: it can be had back for a moment, and stands in no composer. */
export async function noneOfComposer(files: readonly Pick<SentFile, "id">[]): Promise<void> {
  for (const { id } of files) if ((await kept(id))?.unsent) await keepFrom("files", id, (old) => changed(old, { unsent: undefined })).catch(() => undefined);
}

/** Whether the browser gives this origin so much more space. One that does not say is tried. */
export async function hasSpace(bytes: number): Promise<boolean> {
  // Asked for once something is worth it: else the browser may clear it away when the disk gets full. Not waited for: some browsers
  // ask the person, who may never answer.
  void navigator.storage?.persist?.().catch(() => false);
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => ({}) as StorageEstimate)) ?? {};
  return quota === undefined || quota - usage > bytes + MARGIN;
}

/** Puts files that wait onto the disk; says so and fails where they have no space, and then none of them is there. */
export async function keepFiles(files: readonly SentFile[] = []): Promise<void> {
  const { me } = chatStore.get();
  const news: Kept[] = [];
  for (const { id, name, waits } of files) {
    const content = contents.get(id);
    if (waits && content && !(await kept(id))) news.push({ id, author: me, name, bytes: content.bytes, keptAt: Date.now(), refused: null });
  }
  if (news.length === 0) return;
  const size = news.reduce((sum, { bytes }) => sum + bytes.size, 0);
  try {
    if (!(await hasSpace(size))) throw new DOMException("", "QuotaExceededError");
    for (const file of news) {
      // Whoever signed out meanwhile leaves nothing.
      if (chatStore.get().me !== me) throw new Error("somebody else is here");
      await keep("files", file.id, file);
    }
  } catch (error) {
    for (const { id } of news) await remove("files", id).catch(() => undefined);
    if (error instanceof DOMException && error.name === "QuotaExceededError") toast(t.noSpace(sizeOf(size)), "error");
    throw error;
  }
}

/** Nobody needs these here any more. */
export function letGo(files: readonly Pick<SentFile, "id">[]): void {
  for (const { id } of files) {
    contents.delete(id);
    remove("files", id).catch(() => undefined);
  }
}

/** Nobody needs these at all. */
export function forget(files: readonly Pick<SentFile, "id">[]): void {
  letGo(files);
  for (const { id } of files) api.forgetFile(id);
}

/** Clears away what no message has any more, as when the page was closed before it was done with it. */
export async function tidy(now: number): Promise<void> {
  const all = (await readAll("files")) as Kept[];
  const entries = [...((await readAll("outbox")) as Entry<Outgoing>[]), ...outbox.entries.get()];
  const needed = new Set([...entries.flatMap(({ content }) => content.files ?? []), ...Object.values(bringingStore.get()).flat()].map(({ id }) => id));
  for (const { id, keptAt, unsent } of all) if (!needed.has(id) && now - keptAt > (unsent ? UNSENT_FOR_MS : LEFT_FOR_MS)) await remove("files", id);
}
