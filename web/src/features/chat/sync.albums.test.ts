import { expect, test } from "vitest";
import type { Album, AlbumPicture } from "./api.albums.ts";
import { applyAlbums, asHeard, behind, inOrder, noAlbums, putAlbum, putPictures } from "./sync.albums.ts";
import { sheetsOf, within } from "./ui/albums/sheets.ts";

const picture = (id: string, minute: number, place: string, tick = 1, caption = ""): AlbumPicture => ({
  file: { id, name: `${id}.jpg`, kind: "picture", size: 1, note: null },
  message_id: "m",
  seq: 1,
  author_id: "p",
  sent_at: `2026-06-03T09:0${minute}:00Z`,
  caption,
  place,
  added_by: "p",
  added_at: "2026-06-03T10:00:00Z",
  tick,
});

const album: Album = { id: "a", room_id: "r", name: "市道3号線", sort: "time", cover_id: null, cover_chosen: false, pictures: 2, made_by: "p", made_at: "2026-06-03T09:00:00Z", changed_at: "2026-06-03T09:00:00Z", removed: false, tick: 3 };

const ids = (pictures: readonly AlbumPicture[]) => pictures.map(({ file }) => file.id);

test("an older word about an album or a picture changes nothing", () => {
  const held = putPictures(putAlbum(noAlbums, album), "a", [picture("x", 1, "1", 5, "新しい")]);
  expect(putAlbum(held, { ...album, name: "古い", tick: 2 })).toBe(held);
  expect(putPictures(held, "a", [picture("x", 1, "1", 4, "古い")])).toBe(held);
});

test("what is heard to be gone is drawn no more, and what came since is drawn where the fetch reached the end", () => {
  const fetched = [picture("x", 1, "1"), picture("y", 2, "2")];
  const state = applyAlbums(putPictures(noAlbums, "a", fetched), { kind: "chat.album_pictures_changed", p: { room_id: "r", album_id: "a", pictures: [picture("z", 0, "3", 9)], gone: ["x"], tick: 9 } });
  expect(ids(asHeard(state, "a", "time", fetched, 3))).toEqual(["z", "y"]);
  expect(ids(asHeard(state, "a", "time", fetched, null))).toEqual(["y"]);
  // A fetch that is older than the word brings nothing back; a newer one does.
  expect(ids(asHeard(state, "a", "time", [picture("x", 1, "1", 10)], null))).toEqual(["x"]);
});

test("what was held and is in a newer fetch no more is gone, also where nobody was told", () => {
  const held = putPictures(noAlbums, "a", [picture("x", 1, "1", 2), picture("y", 2, "2", 2)]);
  expect(ids(asHeard(held, "a", "time", [picture("y", 2, "2", 2)], 3))).toEqual(["y"]);
  // In the same moment as the album's last change is before the fetch.
  expect(ids(asHeard(putPictures(held, "a", [picture("z", 3, "3", 3)]), "a", "time", [], 3))).toEqual([]);
});

test("places by hand are larger than numbers that are counted exactly", () => {
  const [one, two] = ["9007199254740993", "9007199254740992"];
  expect(ids(inOrder("hand", [picture("x", 1, one), picture("y", 2, two)]))).toEqual(["y", "x"]);
  expect(ids(inOrder("hand", [picture("x", 1, "10"), picture("y", 2, "-9")]))).toEqual(["y", "x"]);
});

test("a picture goes one step to the front or the end, and no further than that", () => {
  const all = ["x", "y", "z"];
  expect([behind(all, "x", 1), behind(all, "y", -1), behind(all, "z", -1)]).toEqual(["y", null, "x"]);
  expect([behind(all, "x", -1), behind(all, "z", 1), behind(all, "w", 1)]).toEqual([undefined, undefined, undefined]);
});

test("who leaves a room keeps nothing of its albums", () => {
  const other = { ...album, id: "b", room_id: "s" };
  const held = putPictures(putAlbum(putAlbum(noAlbums, album), other), "a", [picture("x", 1, "1")]);
  expect(applyAlbums(held, { kind: "chat.room_left", p: { room_id: "r" } })).toEqual({ albums: { b: other }, pictures: {} });
});

test("six pictures go on a sheet, and the last sheet takes the rest", () => {
  const sheets = sheetsOf(Array.from({ length: 13 }, (_, at) => at));
  expect(sheets.map((sheet) => sheet.length)).toEqual([6, 6, 1]);
  expect(sheetsOf([])).toEqual([]);
  expect([within("３", 1, 9, 1), within("", 1, 9, 1), within("99", 1, 9, 1), within("x", 1, 9, 4)]).toEqual([3, 1, 9, 4]);
});
