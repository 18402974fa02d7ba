import { announce } from "../../../../platform/announce.ts";
import type { Id } from "../../../../platform/ids.ts";
import { tell } from "../../../../platform/refusals.ts";
import { navigate } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.albums.ts";
import { albumStore } from "../../store.albums.ts";
import { putAlbum, putPictures } from "../../sync.albums.ts";
import { t } from "../../text.albums.ts";
import { clear } from "../guard/ask.tsx";

/** Pictures that are put into an album with one request. */
const AT_ONCE = 100;

export const hold = (album: api.Album) => albumStore.update((state) => putAlbum(state, album));
export const holdPictures = (album: Id, pictures: readonly api.AlbumPicture[]) => albumStore.update((state) => putPictures(state, album, pictures));

/** Does something with an album and shows what came of it; tells what went wrong. */
async function acted(act: () => Promise<api.Album>): Promise<api.Album | null> {
  try {
    const album = await act();
    hold(album);
    return album;
  } catch (error) {
    await tell(error);
    return null;
  }
}

/** Makes an album; nothing when its name had better not be given. The same id again is the same album. */
export async function make(room: Id, id: Id, name: string): Promise<api.Album | null> {
  const cleared = await clear([name]);
  if (!cleared) return null;
  const album = await api.makeAlbum(room, id, name, cleared);
  hold(album);
  return album;
}

/** Calls an album something else; whether that was done. */
export async function rename(id: Id, name: string): Promise<boolean> {
  const cleared = await clear([name]);
  if (!cleared) return false;
  hold(await api.changeAlbum(id, { name, ...cleared }));
  return true;
}

export const order = (id: Id, sort: api.AlbumSort) => acted(() => api.changeAlbum(id, { sort }));

export async function makeCover(id: Id, file: Id): Promise<void> {
  if (await acted(() => api.changeAlbum(id, { cover: file }))) toast(t.covered);
}

/** Puts a picture behind another one, or first, and says where it is now. */
export async function place(id: Id, file: Id, after: Id | null, name: string, number: number): Promise<void> {
  if (await acted(() => api.placePicture(id, file, after))) announce(t.moved(name, number));
}

/** Takes a picture out of an album; undone, it comes back as it was: with its caption, as the cover, and behind the one it stood `after`. */
export async function takeOut(album: api.Album, picture: api.AlbumPicture, after: Id | null): Promise<void> {
  const { id } = album;
  const file = picture.file.id ?? "";
  if (!(await acted(() => api.takePicture(id, file)))) return;
  const undo = async () => {
    try {
      const added = await api.addPictures(id, [file]);
      hold(added.album);
      holdPictures(id, added.pictures);
      if (picture.caption) await caption(id, file, picture.caption);
      // What others chose meanwhile stays.
      if (album.cover_chosen && album.cover_id === file && !added.album.cover_chosen) hold(await api.changeAlbum(id, { cover: file }));
      // Last, for the one before it may have been taken out meanwhile.
      if (added.album.sort === "hand") hold(await api.placePicture(id, file, after));
    } catch (error) {
      await tell(error);
    }
  };
  toast(t.takenOut, "done", { label: t.undo, run: () => void undo() });
}

/** Says what a picture shows; whether that was done. */
export async function caption(id: Id, file: Id, words: string): Promise<boolean> {
  const cleared = await clear([words]);
  if (!cleared) return false;
  holdPictures(id, [await api.captionPicture(id, file, words, cleared)]);
  return true;
}

/** Removes an album, and for a while offers to have it back. */
export async function remove(album: api.Album): Promise<void> {
  if (!(await acted(() => api.removeAlbum(album.id, true)))) return;
  navigate(`/rooms/${album.room_id}/albums`);
  const undo = async () => {
    if (await acted(() => api.removeAlbum(album.id, false))) toast(t.putBack(album.name));
  };
  toast(t.removed(album.name), "done", { label: t.undo, run: () => void undo() });
}

/** Puts files of the room into an album and says how many came. */
export async function add(album: api.Album, files: readonly Id[]): Promise<void> {
  let count = 0;
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const added = await api.addPictures(album.id, files.slice(at, at + AT_ONCE));
    hold(added.album);
    holdPictures(album.id, added.pictures);
    count += added.pictures.length;
  }
  const place = `/rooms/${album.room_id}/albums/${album.id}`;
  toast(t.added(album.name, count), "done", { label: t.open, run: () => navigate(place) });
}
