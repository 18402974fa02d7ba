import type { Id } from "../../../../platform/ids.ts";
import { lineStore } from "../../../../platform/live.ts";
import { navigate } from "../../../../platform/router.ts";
import { isGuest, operatorId } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import { goesOn } from "../../actions.ts";
import type { Album } from "../../api.albums.ts";
import { albumStore } from "../../store.albums.ts";
import { bringingStore, NO_FILES, putFiles, type Bringing } from "../../store.files.ts";
import { chatStore, outbox } from "../../store.ts";
import { t } from "../../text.albums.ts";
import { t as chat } from "../../text.ts";
import { attach } from "../files/attach.ts";
import { MOST_FILES, remove } from "../files/bring.ts";
import { asSent, mayLeave } from "../files/leaving.ts";
import { holdsPersonalNumber } from "../guard/number.ts";
import { care, confirm } from "../guard/outside.tsx";

/** What is on its way into an album, as many files at a time as go with one message. */
const keyOf = (album: Id, turn: number) => `album ${album} ${turn}`;
const albumIn = (key: Id) => /^album (\S+) \d+$/.exec(key)?.[1] ?? null;
let turns = 0;

/** For which room files were put in, by whom, and how long what goes outside is held on this device, by the message with which they go. */
const ways = new Map<Id, { room: Id; operator: Id | null; ms: number }>();

/** Of which of it was said that it is refused. */
const said = new Set<Id>();
/** So many of them are named. */
const NAMED = 3;

/** The files that are on their way into an album, by the message with which they go. */
export function onTheWay(all: Readonly<Record<Id, readonly Bringing[]>>, album: Id): [Id, readonly Bringing[]][] {
  return Object.entries(all).filter(([key, files]) => albumIn(key) === album && files.length > 0);
}

export const isForAlbums = (file: Pick<File, "type">) => /^(image|video)\//.test(file.type);

/** Who reads a room from outside, in words; nothing where all are of the staff. */
function readersOf(id: Id): string {
  const room = chatStore.get().rooms[id];
  if (!room || isGuest()) return "";
  const shared = room.shared_with;
  return [shared.length > 0 && chat.goesTo(shared.map(({ name }) => name).join(chat.comma)), room.guest_count > 0 && chat.guestsRead].filter(Boolean).join(" ");
}

/** For how long photos for a room are held before they go; nothing when they had better not go. As with words that go outside. */
async function held(room: Id): Promise<number | null> {
  const readers = readersOf(room);
  if (readers === "" || lineStore.get() !== "live") return 0;
  const { asks, hold_seconds: seconds } = await care().catch(() => ({ asks: false, hold_seconds: 0 }));
  return asks && !goesOn(room) && !(await confirm(readers)) ? null : seconds * 1000;
}

/** Takes photos and films for an album: they are sent, and once they have all come, or wait for the line, a message takes them there; what is refused or paused meanwhile goes later. */
export async function putInto(room: Id, album: Id, files: readonly File[]): Promise<void> {
  const fit = files.filter(isForAlbums);
  if (fit.length < files.length) toast(t.notPictures, "error");
  if (fit.length === 0) return;
  // Whoever uses a shared account may be another person by the time that all is there.
  const operator = operatorId();
  const { me } = chatStore.get();
  const ms = await held(room);
  // Whoever signed out meanwhile puts nothing into what the next person sends.
  if (ms === null || chatStore.get().me !== me) return;
  for (let at = 0; at < fit.length; at += MOST_FILES) {
    const key = keyOf(album, turns++);
    ways.set(key, { room, operator, ms });
    attach(key, fit.slice(at, at + MOST_FILES));
  }
}

/** A number in the name was asked about when the album was made: it is not said once more. */
const wordsFor = (name: string, count: number) => (holdsPersonalNumber(name) ? t.sentForOne(count) : t.sentFor(name, count));

/** What stands still until somebody does something about it: it holds back nothing but itself. */
const standsStill = ({ state }: Bringing) => state === "refused" || state === "paused";

/** Whoever has gone on meanwhile is told once which of the photos that were chosen together are refused, when the others are about to go. */
function warn(files: readonly Bringing[], album: Album): void {
  const refused = files.filter(({ state }) => state === "refused");
  if (refused.every(({ id }) => said.has(id))) return;
  for (const { id } of refused) said.add(id);
  const names = refused.slice(0, NAMED).map(({ name }) => name).join(chat.comma);
  toast(t.stuck(album.name, names, refused.length - Math.min(NAMED, refused.length)), "error", { label: t.open, run: () => navigate(`/rooms/${album.room_id}/albums/${album.id}`) });
}

/** Says in the room what has come whole or waits for the line, with its album: it waits in the outbox like all that is said, and leaves a draft alone. */
function heed(): void {
  for (const key of Object.keys(bringingStore.get())) {
    // Asked for anew: what was put into the outbox a moment ago has had its turn within that one.
    const files = bringingStore.get()[key] ?? NO_FILES;
    const id = albumIn(key);
    const album = id === null ? undefined : albumStore.get().albums[id];
    const going = files.filter((file) => !standsStill(file));
    // What is tried again may be refused again.
    for (const { id: one } of going) said.delete(one);
    if (!album || !mayLeave(going, lineStore.get() === "live")) continue;
    warn(files, album);
    if (going.length === 0) continue;
    const { operator = null, ms = 0 } = ways.get(key) ?? {};
    const content = { room_id: album.room_id, body: wordsFor(album.name, going.length), reply_to: null, thread: null, also_to_room: false, operator, files: going.map(asSent), album: album.id };
    outbox.add(album.room_id, content, undefined, ms);
    // Those that stand still go by the same way once somebody has them go on.
    if (going.length === files.length) ways.delete(key);
    // Only now: bytes that are neither here nor in the outbox are let go of.
    putFiles(key, (now) => now.filter((file) => !going.some((one) => one.id === file.id)));
  }
}

/** Lets go of what was on its way into a room that one is in no more, and says so: nothing would ever come of it, nor show it. */
function leave(): void {
  const { me, rooms } = chatStore.get();
  // Whoever signs out takes all of it with them.
  if (me === "") return ways.clear();
  for (const [key, { room }] of ways) {
    if (rooms[room]?.mine) continue;
    const files = bringingStore.get()[key] ?? NO_FILES;
    ways.delete(key);
    for (const { id } of files) remove(key, id);
    if (files.length > 0) toast(t.outOfRoom(files.length), "error");
  }
}

bringingStore.subscribe(heed);
chatStore.subscribe(leave);
lineStore.subscribe(heed);
