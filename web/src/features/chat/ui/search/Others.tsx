import { useEffect, useId, type ReactNode } from "react";
import { Icon, type IconName } from "../../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { announce } from "../../../../platform/announce.ts";
import { momentText, shortText } from "../../../../platform/dates.ts";
import { usePages, type Pages } from "../../../../platform/load.ts";
import { meet, peopleStore, useFindable, usePerson } from "../../../../platform/people.ts";
import { finds } from "../../../../platform/reading.ts";
import { Link } from "../../../../platform/router.ts";
import { isGuest } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { useUnitReadings } from "../../../../platform/units.ts";
import type * as api from "../../api.ts";
import { openRooms, searchFiles, searchNotes, searchPeople } from "../../api.ts";
import { roomTitle, type Room } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.search.ts";
import { t as versions } from "../../text.versions.ts";
import { kindText, roomIcon } from "../titles.ts";
import { Marked, useFoundTitle } from "./Found.tsx";
import { kindName, type Kind } from "./Kinds.tsx";
import { bareWords } from "./pieces.ts";
import type { FoundRoom } from "./results.ts";

/** As many of each kind stand above the messages where everything is shown. */
const FEW = 3;
/** As many come at a time where one kind is shown. */
const MANY = 30;

export interface Place extends api.Looking {
  /** Some above others, with a way to all of them; else all. */
  few: boolean;
  onAll: (kind: Kind) => void;
  /** How many were found, once that is known. */
  onCount: (kind: Kind, count: number | null) => void;
}

/** A kind's results: a few under a heading, which is left out when there are none; or all, page by page. */
function Group<T>({ kind, icon, list, items, none, place, row }: { kind: Exclude<Kind, "all" | "messages">; icon: IconName; list: Pages<T>; items: readonly T[]; none: string; place: Place; row: (item: T) => ReactNode }) {
  const { few, onCount } = place;
  const count = list.loading ? null : items.length;
  const isLast = list.more === null;
  useEffect(() => onCount(kind, count), [onCount, kind, count]);
  useEffect(() => {
    if (!few && count !== null) announce(count > 0 ? t.found(count) : isLast ? t.nothing : "");
  }, [few, count, isLast]);
  if (few) {
    if (items.length === 0) return null;
    return (
      <section className="search-group" aria-labelledby={`search-${kind}`}>
        <h2 id={`search-${kind}`} className="search-group-title">
          {kindName(kind)}
        </h2>
        <ul className="cards">{items.slice(0, FEW).map(row)}</ul>
        {(items.length > FEW || list.more) && (
          <button type="button" className="link-button" onClick={() => place.onAll(kind)}>
            {t.seeAll(kindName(kind))}
          </button>
        )}
      </section>
    );
  }
  return (
    <>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0 && isLast} retry={list.reload}>
        <Empty icon={icon} title={t.nothing}>
          <p>{none}</p>
        </Empty>
      </ListState>
      <ul className={list.loading ? "cards search-stale" : "cards"} aria-busy={list.loading}>
        {items.map(row)}
      </ul>
      <MoreButton more={list.more} />
    </>
  );
}

type NoteHit = Awaited<ReturnType<typeof api.searchNotes>>["items"][number] & { room: FoundRoom | null };

/** Notes by their titles and by what stands on them. */
export function Notes(place: Place) {
  const { q, room, order, few } = place;
  const findable = useFindable();
  const list = usePages<NoteHit>(`notes ${order} ${room ?? ""} ${few} ${findable} ${q}`, async (cursor) => {
    const page = await searchNotes({ q, room, order }, cursor, few ? FEW + 1 : MANY);
    meet(page.people);
    const rooms = new Map(page.rooms.map((one) => [one.id, one]));
    return { ...page, items: page.items.map((item) => ({ ...item, room: rooms.get(item.note.room_id) ?? null })) };
  });
  return <Group kind="notes" icon="note" list={list} items={list.items} none={t.noneOfNotes} place={place} row={(hit) => <NoteFound key={hit.note.id} hit={hit} />} />;
}

function NoteFound({ hit: { note, title_marks: titleMarks, text, marks, room } }: { hit: NoteHit }) {
  const title = useFoundTitle(note.room_id, room);
  return (
    <li className="card search-hit">
      <Link className="card-head" href={`/rooms/${note.room_id}/notes/${note.id}`} aria-describedby={text ? `found-${note.id}` : undefined}>
        <Icon name="note" />
        <b>
          <Marked text={note.title} marks={titleMarks} />
        </b>
        <span>
          {title}
          {room && !room.is_mine && ` (${t.notMine})`}
        </span>
        <time dateTime={note.edited_at} title={momentText(note.edited_at)}>
          {t.noteBy(note.edited_by.name, shortText(note.edited_at))}
        </time>
      </Link>
      {text !== "" && (
        <p className="card-body search-found" id={`found-${note.id}`}>
          <Marked text={text} marks={marks} />
        </p>
      )}
    </li>
  );
}

type FileHit = Awaited<ReturnType<typeof api.searchFiles>>["items"][number] & { room: FoundRoom | null };

/** Files by their names and by what they say. */
export function Files(place: Place) {
  const { q, room, order, few } = place;
  const findable = useFindable();
  const list = usePages<FileHit>(`files ${order} ${room ?? ""} ${few} ${findable} ${q}`, async (cursor) => {
    const page = await searchFiles({ q, room, order }, cursor, few ? FEW + 1 : MANY);
    meet(page.people);
    const rooms = new Map(page.rooms.map((one) => [one.id, one]));
    return { ...page, items: page.items.map((item) => ({ ...item, room: rooms.get(item.carrier.room_id) ?? null })) };
  });
  return (
    <Group
      kind="files"
      icon="file"
      list={list}
      items={list.items}
      none={t.noneOfFiles}
      place={place}
      row={(hit) => <FileFound key={`${hit.carrier.message_id} ${hit.file.id ?? hit.file.name}`} hit={hit} />}
    />
  );
}

/** A file that was found. It leads to the message in which it stands, where it is opened. */
function FileFound({ hit: { file, name_marks: nameMarks, text, marks, carrier, room } }: { hit: FileHit }) {
  const author = usePerson(carrier.author_id);
  const title = useFoundTitle(carrier.room_id, room);
  const words = useId();
  const href = carrier.thread_id ? `/rooms/${carrier.room_id}/threads/${carrier.thread_id}?at=${carrier.seq}` : `/rooms/${carrier.room_id}?at=${carrier.seq}`;
  return (
    <li className="card search-hit">
      <Link className="card-head" href={href} aria-describedby={text ? words : undefined}>
        <Icon name="file" />
        <b>
          <Marked text={file.name} marks={nameMarks} />
          {file.version && <small> {file.version.newest ? `${versions.version(file.version.number)} ・ ${versions.newer(file.version.newest.number)}` : versions.version(file.version.number)}</small>}
        </b>
        <span>
          {title}
          {room && !room.is_mine && ` (${t.notMine})`}
        </span>
        <time dateTime={carrier.sent_at} title={momentText(carrier.sent_at)}>
          {t.noteBy(author?.name ?? "…", shortText(carrier.sent_at))}
        </time>
      </Link>
      {text !== "" && (
        <p className="card-body search-found search-flowing" id={words}>
          <Marked text={text} marks={marks} />
        </p>
      )}
    </li>
  );
}

/** People whom one may find, by name, reading and post. */
export function People(place: Place) {
  const words = bareWords(place.q);
  const findable = useFindable();
  const list = usePages(`people ${place.few} ${findable} ${words}`, async (cursor) => {
    if (words === "" || isGuest()) return { items: [], next: null };
    const page = await searchPeople(words, cursor, place.few ? FEW + 1 : MANY);
    meet(page.items);
    return page;
  });
  return (
    <Group
      kind="people"
      icon="people"
      list={list}
      items={list.items}
      none={words === "" ? t.wordsNeeded : t.noneOfPeople}
      place={place}
      row={(person) => (
        <li key={person.id} className="search-person">
          <Link className="person-link" href={`/people/${person.id}`}>
            <PersonRow person={person} watch={false} />
          </Link>
        </li>
      )}
    />
  );
}

/** Rooms of one's own by name, purpose and who is in them, and open ones. */
export function Rooms(place: Place) {
  const words = bareWords(place.q);
  const me = useStore(chatStore, (state) => state.me);
  const own = useStore(chatStore, (state) => state.rooms);
  const people = useStore(peopleStore, (all) => all);
  const unitReading = useUnitReadings(true);
  const list = usePages<Room>(`rooms ${place.few} ${words}`, async (cursor) => {
    if (words === "" || isGuest()) return { items: [], next: null };
    return openRooms(words, cursor, place.few ? FEW + 1 : MANY);
  });
  const title = (room: Room) => roomTitle(room, people, me, chat.notesToSelf);
  const mine = Object.values(own)
    .filter((room) => words !== "" && finds(words, [title(room), room.purpose, unitReading(room.unit_id), ...room.people.map((person) => people[person]?.reading)]))
    .sort((one, other) => Number(Boolean(one.archived_at)) - Number(Boolean(other.archived_at)) || (other.last?.sent_at ?? "").localeCompare(one.last?.sent_at ?? ""));
  const items = [...mine, ...list.items.filter((room) => !own[room.id])];
  return (
    <Group
      kind="rooms"
      icon="open"
      list={list}
      items={items}
      none={words === "" ? t.wordsNeeded : t.noneOfRooms}
      place={place}
      row={(room) => (
        <li key={room.id} className="card search-hit">
          <Link className="card-head" href={`/rooms/${room.id}`}>
            <Icon name={roomIcon(room.kind)} />
            <b>{title(room)}</b>
            <span>
              {kindText(room.kind)}
              {!own[room.id] && ` (${t.notMine})`}
            </span>
            <span>{t.members(room.member_count)}</span>
          </Link>
          {room.purpose !== "" && <p className="card-body search-found">{room.purpose}</p>}
        </li>
      )}
    />
  );
}
