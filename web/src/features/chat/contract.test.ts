import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PersonBrief } from "../../platform/people.ts";
import { threadUnreadOf, type Draft, type Message, type MessagePage, type Room, type Thread } from "./model.ts";
import type { Album, AlbumPicture } from "./api.albums.ts";
import { applyAlbums, asHeard, noAlbums, putAlbum, putPictures, type AlbumEvent, type AlbumState } from "./sync.albums.ts";
import { applyEvent, emptyState, putThread, takePage, type ChatEvent, type ChatState } from "./sync.ts";
import { plainText } from "./ui/markup/blocks.ts";

/** A page of a room; of a thread, when it says what the thread hangs on. */
type Page = Pick<MessagePage, "messages" | "first_seq" | "last_seq"> & { root?: Message; thread?: Thread | null };

type Named = Pick<PersonBrief, "id" | "name">;

interface Snapshot {
  rooms: Room[];
  threads: Thread[];
  drafts: Draft[];
  streams: Record<string, Page>;
  people: Named[];
  /** Where the client looks at the albums of a room. */
  albums?: Album[];
  album_pictures?: Record<string, AlbumPicture[]>;
}

/** As the server's tests wrote it down. */
interface Case {
  name: string;
  me: string;
  before: Snapshot;
  events: ChatEvent[];
  after: Snapshot;
}

const byId = <T>(rows: readonly T[], key: (row: T) => string): Record<string, T> => Object.fromEntries(rows.map((row) => [key(row), row]));

/** What a client holds that fetched the snapshot, as app/start.ts and actions.ts take it. */
function stateOf(me: string, snapshot: Snapshot): ChatState {
  const start: ChatState = {
    ...emptyState,
    me,
    rooms: byId(snapshot.rooms, (room) => room.id),
    threads: byId(snapshot.threads, (thread) => thread.id),
    drafts: byId(snapshot.drafts, (draft) => draft.stream_id),
  };
  return Object.entries(snapshot.streams).reduce((state, [key, { root, thread, ...page }]) => {
    const known = root ? { ...state, messages: { ...state.messages, [root.id]: root } } : state;
    return takePage(thread ? putThread(known, thread) : known, key, { people: [], tick: 0, ...page }, "replace");
  }, start);
}

/** A field that is null and one that is missing mean the same on the wire. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, field]) => (field === null || field === undefined ? [] : [[key, withoutNulls(field)]])));
}

/** A room as a list shows it: the server writes names into the last line, the client when it draws it. */
function listed(room: Room, people: Readonly<Record<string, Named>>): unknown {
  const line = (text: string) => plainText(text, (node) => (node.t === "everyone" ? "@全員" : `@${people[node.id]?.name ?? "…"}`)).trim();
  return withoutNulls({ ...room, last: room.last && { ...room.last, excerpt: line(room.last.excerpt) } });
}

/** The state in the shape of a snapshot, with what the first screen would show and those streams. */
function shown(state: ChatState, streams: Snapshot["streams"], named: Readonly<Record<string, Named>>): unknown {
  return {
    rooms: byId(Object.values(state.rooms).map((room) => listed(room, named)) as Room[], (room) => room.id),
    // The first screen gives the threads with unread replies; a client may know more.
    threads: withoutNulls(byId(Object.values(state.threads).filter((thread) => threadUnreadOf(thread) > 0), (thread) => thread.id)),
    drafts: withoutNulls(state.drafts),
    streams: Object.fromEntries(Object.keys(streams).map((key) => [key, withoutNulls(state.streams[key]?.ids.map((id) => state.messages[id]))])),
    held: Object.keys(state.streams).sort(),
  };
}

/** What a client holds that fetched the albums of the snapshot. */
function albumsOf({ albums = [], album_pictures = {} }: Snapshot): AlbumState {
  return Object.entries(album_pictures).reduce((state, [album, pictures]) => putPictures(state, album, pictures), albums.reduce(putAlbum, noAlbums));
}

/** The albums as they are drawn, with what is in them. */
function drawn(state: AlbumState, fetched: Snapshot): unknown {
  const albums = Object.values(state.albums).filter((album) => !album.removed);
  // An album that was not fetched was made since.
  const whole = (id: string) => fetched.albums?.find((album) => album.id === id)?.tick ?? 0;
  return withoutNulls(albums.sort((a, b) => a.id.localeCompare(b.id)).map((album) => [album, asHeard(state, album.id, album.sort, fetched.album_pictures?.[album.id] ?? [], whole(album.id))]));
}

const isAlbumEvent = (event: { kind: string }) => ["chat.album_changed", "chat.album_pictures_changed", "chat.room_left"].includes(event.kind);

const folder = join(import.meta.dirname, "contract");

describe("stale state plus events equals a refetch", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

  test("there are cases to check", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  for (const file of files) {
    const { name, me, before, events, after } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Case;
    test(`${file}: ${name}`, () => {
      const state = events.reduce<ChatState>(applyEvent, stateOf(me, before));
      // Applied twice, as when a fetch overlaps with events, nothing may change.
      expect(events.reduce<ChatState>(applyEvent, state)).toEqual(state);
      const ofAlbums = events.filter(isAlbumEvent) as unknown as AlbumEvent[];
      const albums = ofAlbums.reduce(applyAlbums, albumsOf(before));
      expect(ofAlbums.reduce(applyAlbums, albums)).toEqual(albums);
      if (after.albums) expect(drawn(albums, before)).toEqual(drawn(albumsOf(after), after));
      const named = byId([...before.people, ...after.people], (person) => person.id);
      expect(shown(state, after.streams, named)).toEqual(shown(stateOf(me, after), after.streams, named));
    });
  }
});
