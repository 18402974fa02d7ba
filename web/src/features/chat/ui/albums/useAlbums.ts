import { useRef, useState } from "react";
import type { Id } from "../../../../platform/ids.ts";
import { lineStore } from "../../../../platform/live.ts";
import { useDebounced, usePages, type Pages } from "../../../../platform/load.ts";
import { meet } from "../../../../platform/people.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.albums.ts";
import { albumNewsStore, albumStore, orKept } from "../../store.albums.ts";
import { asHeard } from "../../sync.albums.ts";
import { hold, holdPictures } from "./acting.ts";

// Everybody who looks hears of a change in the same moment and would ask in the same one.
const SPREAD_MS = 300;

/** What counts the news of a room's albums; a line that is back is news too. */
function useNews(room: Id): string {
  const heard = useStore(albumNewsStore, (all) => all[room] ?? 0);
  const line = useStore(lineStore, (state) => state === "live");
  return useDebounced(`${heard} ${line}`, SPREAD_MS);
}

/** The albums of a room, as they are by now. */
export function useAlbums(room: Id): Pages<api.Album> & { kept: boolean } {
  const [kept, setKept] = useState(false);
  const page = async (cursor: string | null) => {
    const found = await orKept(room, `list ${cursor ?? ""}`, () => api.albumsOf(room, cursor));
    meet(found.people);
    found.items.forEach(hold);
    setKept(Boolean(found.kept));
    return found;
  };
  const list = usePages(`albums ${room}`, page, useNews(room));
  const albums = useStore(albumStore, (state) => state.albums);
  const items = list.items.map((album) => albums[album.id] ?? album).filter((album) => !album.removed);
  return { ...list, items, kept };
}

/** An album and its pictures, as they are by now. */
export function usePictures(room: Id, id: Id): Pages<api.AlbumPicture> & { album: api.Album | null; kept: boolean } {
  const [kept, setKept] = useState(false);
  // The album's tick when its first page was fetched: what changed between that and the last one is heard of anew.
  const since = useRef(0);
  const page = async (cursor: string | null) => {
    const found = await orKept(room, `${id} ${cursor ?? ""}`, () => api.picturesOf(id, cursor));
    if (cursor === null) since.current = found.album.tick;
    meet(found.people);
    hold(found.album);
    holdPictures(id, found.items);
    setKept(Boolean(found.kept));
    return found;
  };
  const list = usePages(`album ${id}`, page, useNews(room));
  const album = useStore(albumStore, (state) => state.albums[id] ?? null);
  const state = useStore(albumStore, (all) => all);
  const items = asHeard(state, id, album?.sort ?? "time", list.items, list.more === null && !list.loading ? since.current : null);
  return { ...list, items, album, kept };
}
