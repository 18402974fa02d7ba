import { useRef, useState } from "react";
import { TextField } from "../../../../design/Field.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { postText } from "../../../../design/people/PersonRow.tsx";
import { dayOf, dayText, momentText, timeText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { allPages, useLoad } from "../../../../platform/load.ts";
import { meet, usePerson } from "../../../../platform/people.ts";
import { isGiven } from "../../../../platform/given.ts";
import { address } from "../../../../platform/place.ts";
import { back } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { fetchRoom } from "../../actions.ts";
import * as api from "../../api.albums.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.albums.ts";
import { t as downloads } from "../../text.downloads.ts";
import { isBarred } from "../downloads/barred.ts";
import { usedBy } from "../names.ts";
import { useRoomTitle } from "../titles.ts";
import { sheetsOf, within } from "./sheets.ts";
import "./albums.css";

const PAGE_FOR_ALL = 200;
const ASKED_AT_ONCE = 6;

const doorOf = (room: Id, file: Id) => address(`/api/rooms/${room}/files/${file}`);

/** Those pictures of a shared room that another organisation lets nobody here save, and so nobody print: the server knows alone. */
async function keptBack(room: Id, pictures: readonly api.AlbumPicture[]): Promise<ReadonlySet<Id>> {
  const kept = new Set<Id>();
  if (!chatStore.get().rooms[room]?.shared_with.length) return kept;
  const { signal } = new AbortController();
  for (let at = 0; at < pictures.length; at += ASKED_AT_ONCE) {
    const some = pictures.slice(at, at + ASKED_AT_ONCE).flatMap(({ file }) => (file.id ? [file.id] : []));
    await Promise.all(some.map(async (file) => (await isGiven(doorOf(room, file), signal)) || kept.add(file)));
  }
  return kept;
}

async function collect(room: Id, id: Id): Promise<{ album: api.Album; pictures: api.AlbumPicture[]; kept: ReadonlySet<Id> }> {
  // Of a room that one only reads nothing may be held here, and what its owners decided is to be known first.
  if (!chatStore.get().rooms[room]) await fetchRoom(room);
  const pictures: api.AlbumPicture[] = [];
  let album: api.Album | null = null;
  const fetch = async (cursor: string | null) => {
    const page = await api.picturesOf(id, cursor, PAGE_FOR_ALL);
    meet(page.people);
    album ??= page.album;
    return page;
  };
  for await (const items of allPages(fetch)) pictures.push(...items);
  return { album: album ?? (await api.albumOf(id)).album, pictures, kept: await keptBack(room, pictures) };
}

/** The pictures of an album on A4, six a sheet, each with its number, what it shows and when it was sent: 現場写真台帳. */
export default function AlbumPrint({ room: roomId, album: id }: { room: Id; album: Id }) {
  const me = useMe();
  const room = useStore(chatStore, (state) => state.rooms[roomId] ?? null);
  const title = useRoomTitle(room);
  const [printedAt] = useState(() => new Date());
  const [typed, setTyped] = useState({ from: "", to: "" });
  const [waiting, setWaiting] = useState(false);
  const paper = useRef<HTMLDivElement>(null);
  const list = useLoad(`sheets ${id}`, () => collect(roomId, id));
  const all = list.value?.pictures ?? [];
  const from = within(typed.from, 1, all.length, 1);
  const to = within(typed.to, from, all.length, all.length);
  const sheets = sheetsOf(all.slice(from - 1, to).map((picture, index) => ({ picture, number: from + index })));
  const onPrint = async () => {
    setWaiting(true);
    // A picture that is not there yet would leave its paper white.
    await Promise.all([...(paper.current?.querySelectorAll("img") ?? [])].map((image) => image.decode().catch(() => undefined)));
    setWaiting(false);
    window.print();
  };
  const place = `/rooms/${roomId}/albums/${id}`;
  // This page has an address, and may have been open before the owners decided so.
  if (isBarred(roomId, null)) {
    return (
      <main className="print-view album-print">
        <div className="print-tools">
          <button type="button" className="button" onClick={() => back(place)}>
            {t.backToAlbum}
          </button>
        </div>
        <p>{downloads.notKeptHint}</p>
      </main>
    );
  }
  return (
    <main className="print-view album-print">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(place)}>
          {t.backToAlbum}
        </button>
        <TextField label={t.from} inputMode="numeric" value={typed.from} placeholder="1" onChange={(event) => setTyped({ ...typed, from: event.target.value })} />
        <TextField label={t.to} inputMode="numeric" value={typed.to} placeholder={String(all.length)} onChange={(event) => setTyped({ ...typed, to: event.target.value })} />
        <button type="button" className="button primary" disabled={list.loading || waiting || sheets.length === 0} onClick={() => void onPrint()}>
          {t.printNow}
        </button>
        {waiting && <p role="status">{t.preparing}</p>}
      </div>
      {Boolean(list.error) && <Failed error={list.error} retry={list.reload} />}
      {list.loading && <Loading />}
      {!list.error && !list.loading && sheets.length === 0 && <p>{t.nothing}</p>}
      <div ref={paper}>
        {sheets.map((sheet, index) => (
          <section key={sheet[0]?.number} className="album-sheet" aria-label={t.page(index + 1, sheets.length)}>
            <header>
              {index === 0 ? <h1>{t.printTitle}</h1> : <p className="album-sheet-title">{t.printTitle}</p>}
              <p>
                <b>{list.value?.album.name}</b> ・ {title}
              </p>
              <p>
                {me.organisation.name} ・ {t.printedBy(`${usedBy(me.person.name, me.shared?.operator)} ${postText(me.person)}`, momentText(printedAt))} ・ {t.page(index + 1, sheets.length)}
              </p>
            </header>
            <ol>
              {sheet.map(({ picture, number }) => (
                <Printed key={picture.file.id} room={roomId} picture={picture} number={number} kept={list.value?.kept.has(picture.file.id ?? "") ?? false} />
              ))}
            </ol>
          </section>
        ))}
      </div>
    </main>
  );
}

function Printed({ room, picture, number, kept }: { room: Id; picture: api.AlbumPicture; number: number; kept: boolean }) {
  const author = usePerson(picture.author_id);
  const door = doorOf(room, picture.file.id ?? "");
  const isPicture = picture.file.kind === "picture" && !kept;
  // Six on a sheet, the small picture has two hundred dots an inch. What cannot be drawn small is printed as it is.
  const [whole, setWhole] = useState(false);
  return (
    <li>
      <div className="album-sheet-picture">{isPicture ? <img src={whole ? door : `${door}/thumbnail`} alt={picture.caption || picture.file.name} onError={() => setWhole(true)} /> : <p>{kept ? `${picture.file.name} ・ ${downloads.keptThere}` : `${t.film}: ${picture.file.name}`}</p>}</div>
      <p className="album-sheet-number">
        <b>{t.numbered(number)}</b>
        <span>
          {t.shot} {dayText(dayOf(picture.sent_at))} {timeText(picture.sent_at)} {author?.name ?? ""}
        </span>
      </p>
      <p className="album-sheet-caption">{picture.caption || t.noCaption}</p>
    </li>
  );
}
