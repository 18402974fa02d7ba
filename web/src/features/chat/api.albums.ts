import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Answered } from "./api.guard.ts";

export type Album = Wire["Album"];
export type AlbumPicture = Wire["AlbumPicture"];
export type AlbumSort = Wire["AlbumSort"];

/** What somebody answered about a personal number, where there was one. */
export interface Cleared {
  personal_number?: Answered;
}

export const albumsOf = (room: Id, cursor: string | null) => call<Answer<"list_albums">>("GET", `/rooms/${room}/albums${query({ cursor, limit: 50 })}`);
export const albumOf = (album: Id) => call<Answer<"get_album">>("GET", `/albums/${album}`);
/** The same id again is the same album. */
export const makeAlbum = (room: Id, id: Id, name: string, cleared: Cleared) => call<Album>("POST", `/rooms/${room}/albums`, { body: { id, name, ...cleared } });
export const picturesOf = (album: Id, cursor: string | null, limit = 60) => call<Answer<"list_album_pictures">>("GET", `/albums/${album}/pictures${query({ cursor, limit })}`);
export const changeAlbum = (album: Id, change: { name?: string; sort?: AlbumSort; cover?: Id } & Cleared) => call<Album>("PATCH", `/albums/${album}`, { body: change });
export const removeAlbum = (album: Id, removed: boolean) => call<Album>("PUT", `/albums/${album}/removed`, { body: { removed } });
export const addPictures = (album: Id, files: readonly Id[]) => call<Answer<"add_album_pictures">>("POST", `/albums/${album}/pictures`, { body: { files } });
export const takePicture = (album: Id, file: Id) => call<Album>("DELETE", `/albums/${album}/pictures/${file}`);
export const captionPicture = (album: Id, file: Id, caption: string, cleared: Cleared) => call<AlbumPicture>("PUT", `/albums/${album}/pictures/${file}/caption`, { body: { caption, ...cleared } });
export const placePicture = (album: Id, file: Id, after: Id | null) => call<Album>("PUT", `/albums/${album}/pictures/${file}/place`, { body: { after } });
