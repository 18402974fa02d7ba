import { read, write } from "../../platform/database.ts";
import { Problem, type Page } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { ears, LEFT_HERE } from "../../platform/live.ts";
import { createStore } from "../../platform/store.ts";
import { chatStore } from "./store.ts";
import { applyAlbums, noAlbums, type AlbumEvent, type AlbumState } from "./sync.albums.ts";

export const albumStore = createStore<AlbumState>(noAlbums);

/** How often something was heard of the albums of each room: lists ask anew. */
export const albumNewsStore = createStore<Readonly<Record<Id, number>>>({});

function heard(event: AlbumEvent): void {
  albumStore.update((state) => applyAlbums(state, event));
  if (event.kind === "chat.room_left") return;
  const room = event.kind === "chat.album_changed" ? event.p.album.room_id : event.p.room_id;
  albumNewsStore.update((all) => ({ ...all, [room]: (all[room] ?? 0) + 1 }));
}

const listen = <Kind extends AlbumEvent["kind"]>(kind: Kind) => ears.set(kind, (p: Extract<AlbumEvent, { kind: Kind }>["p"]) => heard({ kind, p } as AlbumEvent));
listen("chat.album_changed");
listen("chat.album_pictures_changed");
listen("chat.room_left");
ears.set(`${LEFT_HERE} albums`, () => {
  albumStore.set(noAlbums);
  albumNewsStore.set({});
});

/** Asks for a page and keeps it on this machine; without the line, what was kept of it. Of rooms that one is in no more nothing is given. */
export async function orKept<T extends Page<unknown>>(room: Id, key: string, ask: () => Promise<T>): Promise<T & { kept?: true }> {
  const place = `albums ${room} ${key}`;
  try {
    const page = await ask();
    void write("cache", place, page);
    return page;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "offline" || !chatStore.get().rooms[room]) throw error;
    const kept = (await read("cache", place)) as T | undefined;
    if (!kept) throw error;
    return { ...kept, kept: true };
  }
}
