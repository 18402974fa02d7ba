import type { Id } from "../../../../platform/ids.ts";
import { toast } from "../../../../platform/toast.ts";
import { send } from "../../actions.ts";
import { bringingStore, putFiles, type Bringing } from "../../store.files.ts";
import { albumStore } from "../../store.albums.ts";
import { t } from "../../text.albums.ts";
import { bring, MOST_FILES } from "../files/bring.ts";
import { compressed } from "../files/photo.ts";

/** What is on its way into an album, as many files at a time as go with one message. */
const keyOf = (album: Id, turn: number) => `album ${album} ${turn}`;
const albumIn = (key: Id) => /^album (\S+) \d+$/.exec(key)?.[1] ?? null;
let turns = 0;

/** The files that are on their way into an album, by the message with which they go. */
export function onTheWay(all: Readonly<Record<Id, readonly Bringing[]>>, album: Id): [Id, readonly Bringing[]][] {
  return Object.entries(all).filter(([key, files]) => albumIn(key) === album && files.length > 0);
}

export const isForAlbums = (file: Pick<File, "type">) => /^(image|video)\//.test(file.type);

/** Takes photos and films for an album: they are sent, and once they have all come a message takes them there. */
export async function putInto(album: Id, files: readonly File[], taken = false): Promise<void> {
  const fit = files.filter(isForAlbums);
  if (fit.length < files.length) toast(t.notPictures, "error");
  const ready = taken ? await Promise.all(fit.map(compressed)) : fit;
  for (let at = 0; at < ready.length; at += MOST_FILES) bring(keyOf(album, turns++), ready.slice(at, at + MOST_FILES));
}

/** Says in the room what has come whole, with its album: it waits in the outbox like all that is said. */
function heed(): void {
  for (const [key, files] of Object.entries(bringingStore.get())) {
    const id = albumIn(key);
    const album = id === null ? undefined : albumStore.get().albums[id];
    if (!album || files.length === 0 || files.some((file) => file.state !== "whole")) continue;
    putFiles(key, () => []);
    const sent = files.map(({ id: file, name, size }) => ({ id: file, name, size }));
    send({ room_id: album.room_id, body: t.sentFor(album.name, files.length), reply_to: null, thread: null, also_to_room: false, files: sent, album: album.id });
  }
}

bringingStore.subscribe(heed);
