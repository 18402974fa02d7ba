import { momentText, shortText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { meet, usePerson } from "../../../../platform/people.ts";
import { query } from "../../../../platform/http.ts";
import { useQuery } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.ts";
import { roomFiles, type RoomFile } from "../../api.files.ts";
import { chatStore } from "../../store.ts";
import { t as dialogs } from "../../text.dialogs.ts";
import { t as files } from "../../text.files.ts";
import { t } from "../../text.paper.ts";
import { t as words } from "../../text.search.ts";
import { t as chat } from "../../text.ts";
import { signed } from "../names.ts";
import { Marked, useFoundTitle } from "../search/Found.tsx";
import { asKind, kindName } from "../search/Kinds.tsx";
import type { FoundRoom, Hit } from "../search/results.ts";
import { useRoomTitle } from "../titles.ts";
import { PrintList, type Listed } from "./PrintList.tsx";

/** As many lines at most: more would be a book, and what is looked for is narrowed down. */
const MOST = 300;

interface Came<T> {
  items: readonly T[];
  next?: string | null;
}

/** Pages of a list until there are no more, or enough. */
function useListed<T>(key: string, page: (cursor: string | null) => Promise<Came<T>>): Listed<T> {
  const loaded = useLoad(`print ${key}`, async () => {
    const items: T[] = [];
    let next: string | null = null;
    do {
      const came = await page(next);
      items.push(...came.items);
      next = came.next ?? null;
    } while (next !== null && items.length < MOST);
    return { items: items.slice(0, MOST), isCut: next !== null || items.length > MOST };
  });
  return { items: loaded.value?.items ?? null, isCut: loaded.value?.isCut ?? false, loading: loaded.loading, error: loaded.error, reload: loaded.reload };
}

function useLooking(): api.Looking {
  return { q: useQuery("q") ?? "", room: useQuery("room"), order: useQuery("order") === "best" ? "best" : "newest" };
}

/** Of what a search found this is on the paper. */
function useSearched(looking: api.Looking, kind: "messages" | "notes" | "files") {
  const room = useFoundTitle(looking.room ?? "", null);
  const part = [kindName(kind), looking.room && words.onlyIn(room), looking.order === "best" ? words.best : words.newest].filter(Boolean).join("・");
  return { title: t.searchOf(looking.q), part, home: `/search${query({ ...looking, kind, order: looking.order === "newest" ? null : looking.order })}` };
}

function Said({ of }: { of: { author_id: Id; via?: string | null } & Parameters<typeof signed>[1] }) {
  const author = usePerson(of.author_id);
  return <>{of.via ?? signed(author?.name ?? "…", of)}</>;
}

function Person({ id }: { id: Id }) {
  return <>{usePerson(id)?.name ?? "…"}</>;
}

function In({ id, room }: { id: Id; room: FoundRoom | null }) {
  return <>{useFoundTitle(id, room)}</>;
}

const moment = (at: string) => <time dateTime={at}>{shortText(at)}</time>;

function FoundMessages() {
  const looking = useLooking();
  const list = useListed<Hit & { place: FoundRoom | null }>(JSON.stringify(looking), async (cursor) => {
    const page = await api.search(looking, cursor);
    meet(page.people);
    const rooms = new Map(page.rooms.map((one) => [one.id, one]));
    return { ...page, items: page.items.map((hit) => ({ ...hit, place: rooms.get(hit.message.room_id) ?? null })) };
  });
  return (
    <PrintList
      {...useSearched(looking, "messages")}
      list={list}
      heads={[t.moment, t.room, t.author, t.words]}
      keyOf={({ message }) => message.id}
      row={({ message, text, marks, place }) => [
        moment(message.sent_at),
        <In key="in" id={message.room_id} room={place} />,
        <Said key="by" of={message} />,
        <>
          <Marked text={text} marks={marks} />
          {message.files.map((file) => (
            <div key={file.name}>{t.withFile(file.name)}</div>
          ))}
        </>,
      ]}
    />
  );
}

function FoundNotes() {
  const looking = useLooking();
  const list = useListed(`notes ${JSON.stringify(looking)}`, async (cursor) => {
    const page = await api.searchNotes(looking, cursor, 30);
    meet(page.people);
    const rooms = new Map(page.rooms.map((one) => [one.id, one]));
    return { ...page, items: page.items.map((hit) => ({ ...hit, place: rooms.get(hit.note.room_id) ?? null })) };
  });
  return (
    <PrintList
      {...useSearched(looking, "notes")}
      list={list}
      heads={[t.title, t.room, t.edited, t.words]}
      keyOf={({ note }) => note.id}
      row={({ note, title_marks: titleMarks, text, marks, place }) => [
        <Marked key="title" text={note.title} marks={titleMarks} />,
        <In key="in" id={note.room_id} room={place} />,
        words.noteBy(note.edited_by.name, shortText(note.edited_at)),
        <Marked key="words" text={text} marks={marks} />,
      ]}
    />
  );
}

function FoundFiles() {
  const looking = useLooking();
  const list = useListed(`files ${JSON.stringify(looking)}`, async (cursor) => {
    const page = await api.searchFiles(looking, cursor, 30);
    meet(page.people);
    const rooms = new Map(page.rooms.map((one) => [one.id, one]));
    return { ...page, items: page.items.map((hit) => ({ ...hit, place: rooms.get(hit.carrier.room_id) ?? null })) };
  });
  return (
    <PrintList
      {...useSearched(looking, "files")}
      list={list}
      heads={[t.file, t.room, t.author, t.moment, t.words]}
      keyOf={({ file, carrier }) => `${carrier.message_id} ${file.id ?? file.name}`}
      row={({ file, name_marks: nameMarks, text, marks, carrier, place }) => [
        <Marked key="name" text={file.name} marks={nameMarks} />,
        <In key="in" id={carrier.room_id} room={place} />,
        <Person key="by" id={carrier.author_id} />,
        moment(carrier.sent_at),
        <Marked key="words" text={text} marks={marks} />,
      ]}
    />
  );
}

function Members({ room: id }: { room: Id }) {
  const title = useRoomTitle(useStore(chatStore, (state) => state.rooms[id] ?? null));
  const asked = useQuery("sort");
  const sort = asked === "reading" || asked === "role" ? asked : "rank";
  const list = useListed(`members ${id} ${sort}`, (cursor) => api.members(id, sort, cursor));
  return (
    <PrintList
      title={t.membersOf(title)}
      part={{ rank: dialogs.byRank, reading: dialogs.byReading, role: dialogs.byRole }[sort]}
      home={`/rooms/${id}/members`}
      list={list}
      heads={[t.name, t.reading, t.unit, t.post, t.role]}
      keyOf={({ person }) => person.id}
      row={({ person, role, reads_until: until }) => [person.name, person.reading, person.unit, person.title, role === "owner" ? dialogs.owner : until ? t.readsUntil(until) : ""]}
    />
  );
}

function RoomFiles({ room: id }: { room: Id }) {
  const title = useRoomTitle(useStore(chatStore, (state) => state.rooms[id] ?? null));
  const asked = useQuery("sort");
  const sort = asked === "name" || asked === "largest" ? asked : "newest";
  const wanted = { kind: useQuery("kind") ?? "", group: useQuery("group") ?? "", name: useQuery("name") ?? "", author: useQuery("author") ?? "", sort };
  const author = usePerson(wanted.author);
  const list = useListed<RoomFile>(`room files ${id} ${JSON.stringify(wanted)}`, async (cursor) => {
    const page = await roomFiles(id, wanted, cursor);
    meet(page.people);
    return page;
  });
  const part = [wanted.name && `「${wanted.name}」`, wanted.author && files.onlyOf(author?.name ?? "…"), files[sort === "name" ? "byName" : sort]].filter(Boolean).join("・");
  return (
    <PrintList
      title={t.filesOf(title)}
      part={part}
      home={`/rooms/${id}/files`}
      list={list}
      heads={[t.file, t.author, t.moment]}
      keyOf={({ file, message_id: message }) => `${message} ${file.id ?? file.name}`}
      row={({ file, author_id: by, sent_at: at }) => [file.name, <Person key="by" id={by} />, momentText(at)]}
    />
  );
}

/** One of the lists that go on paper, by what its address says. */
export default function Lists({ list }: { list: string }) {
  const room = useQuery("room");
  const kind = asKind(useQuery("kind"));
  if (list === "search") return kind === "notes" ? <FoundNotes /> : kind === "files" ? <FoundFiles /> : <FoundMessages />;
  if (list === "members" && room) return <Members room={room} />;
  if (list === "files" && room) return <RoomFiles room={room} />;
  return <p className="print-view">{chat.anotherRoom}</p>;
}
