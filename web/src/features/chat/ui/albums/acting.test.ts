import { expect, test, vi } from "vitest";
import { toastStore } from "../../../../platform/toast.ts";
import type { Album, AlbumPicture } from "../../api.albums.ts";
import { albumStore } from "../../store.albums.ts";
import { bringingStore, putFiles } from "../../store.files.ts";
import { putAlbum } from "../../sync.albums.ts";
import { takeOut } from "./acting.ts";
import "./putting.ts";

const album: Album = { id: "a", room_id: "r", name: "市道3号線", sort: "hand", cover_id: "x", cover_chosen: true, pictures: 2, made_by: "p", made_at: "2026-06-03T09:00:00Z", changed_at: "2026-06-03T09:00:00Z", removed: false, tick: 3 };

const picture: AlbumPicture = {
  file: { id: "x", name: "x.jpg", kind: "picture", size: 1, note: null },
  message_id: "m",
  seq: 1,
  author_id: "p",
  sent_at: "2026-06-03T09:00:00Z",
  caption: "橋脚のひび割れ",
  place: "1",
  added_by: "p",
  added_at: "2026-06-03T10:00:00Z",
  tick: 1,
};

test("a picture that is put back comes with its caption, as the cover, and where it was", async () => {
  const asked: [string, string, unknown][] = [];
  const answer = (method: string, url: string) => {
    if (method === "POST") return { album: { ...album, cover_id: "w", cover_chosen: false }, pictures: [{ ...picture, caption: "" }] };
    return url.endsWith("/caption") ? picture : album;
  };
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit) => {
    asked.push([method, url.replace(/^.*\/albums\/a/, ""), typeof body === "string" ? JSON.parse(body) : null]);
    return Response.json(answer(method, url));
  });
  await takeOut(album, picture, "w");
  toastStore.get().at(-1)?.action?.run();
  await vi.waitFor(() => expect(asked).toHaveLength(5));
  expect(asked).toEqual([
    ["DELETE", "/pictures/x", null],
    ["POST", "/pictures", { files: ["x"] }],
    ["PUT", "/pictures/x/caption", { caption: "橋脚のひび割れ" }],
    ["PATCH", "", { cover: "x" }],
    ["PUT", "/pictures/x/place", { after: "w" }],
  ]);
  vi.unstubAllGlobals();
});

test("that a photo is refused is said once for each time that it is", () => {
  albumStore.update((state) => putAlbum(state, album));
  const key = "album a 0";
  const said = () => toastStore.get().filter(({ text }) => text.includes("送れない写真")).length;
  const come = (state: "sending" | "refused") => putFiles(key, () => [
    { id: "x", name: "x.jpg", size: 1, sent: 1, state: "whole", code: null, placeRemoved: false },
    { id: "y", name: "y.jpg", size: 1, sent: 0, state, code: null, placeRemoved: false },
  ]);
  come("sending");
  expect(said()).toBe(0);
  come("refused");
  come("refused");
  expect(said()).toBe(1);
  come("sending");
  come("refused");
  expect(said()).toBe(2);
  bringingStore.set({});
});
