import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import type { Album, AlbumPicture, AlbumSort } from "./api.albums.ts";

/** A picture as it was heard of last, or that it is in the album no more. */
interface Heard {
  picture: AlbumPicture | null;
  tick: number;
}

/** What was fetched or heard of albums, newest word by newest word. */
export interface AlbumState {
  albums: Readonly<Record<Id, Album>>;
  /** By album and file. */
  pictures: Readonly<Record<Id, Readonly<Record<Id, Heard>>>>;
}

export const noAlbums: AlbumState = { albums: {}, pictures: {} };

export type AlbumEvent = { kind: "chat.album_changed"; p: Wire["AlbumChanged"] } | { kind: "chat.album_pictures_changed"; p: Wire["AlbumPicturesChanged"] } | { kind: "chat.room_left"; p: Wire["RoomLeft"] };

/** Puts an album unless a newer one is held. */
export function putAlbum(state: AlbumState, album: Album): AlbumState {
  const held = state.albums[album.id];
  return held && album.tick < held.tick ? state : { ...state, albums: { ...state.albums, [album.id]: album } };
}

function hear(state: AlbumState, album: Id, news: readonly (readonly [Id, Heard])[]): AlbumState {
  const held = state.pictures[album] ?? {};
  const newer = news.filter(([file, { tick }]) => tick >= (held[file]?.tick ?? 0));
  return newer.length === 0 ? state : { ...state, pictures: { ...state.pictures, [album]: { ...held, ...Object.fromEntries(newer) } } };
}

export function putPictures(state: AlbumState, album: Id, pictures: readonly AlbumPicture[]): AlbumState {
  return hear(state, album, pictures.map((picture) => [picture.file.id ?? "", { picture, tick: picture.tick }] as const));
}

/** Applies a fact. Pure; twice or late it does no harm. */
export function applyAlbums(state: AlbumState, event: AlbumEvent): AlbumState {
  switch (event.kind) {
    case "chat.album_changed":
      return putAlbum(state, event.p.album);
    case "chat.album_pictures_changed": {
      const { album_id: album, pictures, gone, tick } = event.p;
      return hear(putPictures(state, album, pictures), album, gone.map((file) => [file, { picture: null, tick }] as const));
    }
    case "chat.room_left": {
      // Who left a room keeps nothing of it.
      const left = new Set(Object.values(state.albums).filter((album) => album.room_id === event.p.room_id).map((album) => album.id));
      const without = <T>(table: Readonly<Record<Id, T>>) => Object.fromEntries(Object.entries(table).filter(([id]) => !left.has(id)));
      return left.size === 0 ? state : { albums: without(state.albums), pictures: without(state.pictures) };
    }
    default:
      return event satisfies never;
  }
}

const inNumbers = (left: string, right: string) => (BigInt(left) < BigInt(right) ? -1 : BigInt(left) > BigInt(right) ? 1 : 0);

/** Pictures in the order of their album. */
export function inOrder(sort: AlbumSort, pictures: readonly AlbumPicture[]): AlbumPicture[] {
  const id = (picture: AlbumPicture) => picture.file.id ?? "";
  const by = (a: AlbumPicture, b: AlbumPicture) => (sort === "hand" ? inNumbers(a.place, b.place) : a.sent_at.localeCompare(b.sent_at));
  return [...pictures].sort((a, b) => by(a, b) || (id(a) < id(b) ? -1 : 1));
}

/**
 * Pictures that were fetched, as they are by now. `whole` is the album's tick at a fetch that reached the end: what came since is among them, and
 * what was held before and not fetched is in the album no more. While it did not reach the end, nothing is known of what it lacks.
 */
export function asHeard(state: AlbumState, album: Id, sort: AlbumSort, fetched: readonly AlbumPicture[], whole: number | null): AlbumPicture[] {
  const heard = state.pictures[album] ?? {};
  const known = new Set(fetched.map((picture) => picture.file.id));
  const now = fetched.flatMap((picture) => {
    const word = heard[picture.file.id ?? ""];
    if (!word || word.tick < picture.tick) return [picture];
    return word.picture ? [word.picture] : [];
  });
  const since = whole === null ? [] : Object.entries(heard).flatMap(([file, { picture, tick }]) => (picture && tick > whole && !known.has(file) ? [picture] : []));
  return inOrder(sort, [...now, ...since]);
}

/** Behind which picture one comes that goes a step to the front or the end; nothing for the first place, undefined where it is there already. */
export function behind(ids: readonly Id[], file: Id, step: -1 | 1): Id | null | undefined {
  const at = ids.indexOf(file);
  const to = at + step;
  if (at < 0 || to < 0 || to >= ids.length) return undefined;
  return step === 1 ? ids[to] : (ids[to - 1] ?? null);
}
