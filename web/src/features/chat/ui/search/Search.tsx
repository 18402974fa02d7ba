import { useEffect, useState, type FormEvent } from "react";
import { Avatar } from "../../../../design/Avatar.tsx";
import { focused } from "../../../../design/focus.ts";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { announce } from "../../../../platform/announce.ts";
import { momentText, shortText } from "../../../../platform/dates.ts";
import { usePages } from "../../../../platform/load.ts";
import { meet, peopleStore, usePerson, wantPeople } from "../../../../platform/people.ts";
import { Link, navigate, useQuery } from "../../../../platform/router.ts";
import { query } from "../../../../platform/http.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.ts";
import { roomTitle } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.search.ts";
import { calledText, signed } from "../names.ts";
import { Page } from "../Page.tsx";
import { hasWord, pieces, withWord } from "./pieces.ts";
import "./search.css";

type Results = Awaited<ReturnType<typeof api.search>>;
type Hit = Results["items"][number];
type FoundRoom = Results["rooms"][number];

/** What a page of results says besides what was found. */
interface Standing {
  to: string | null;
  building: boolean;
}

/** How long after the last key the search begins. */
const SETTLES_MS = 350;

const CALLED = /<@([0-7][0-9a-hjkmnp-tv-z]{12})>/g;

/** Looks for what was said, in all rooms or in one. */
export default function Search() {
  const q = useQuery("q") ?? "";
  const room = useQuery("room");
  const [text, setText] = useState(q);
  const [rooms, setRooms] = useState<Record<string, FoundRoom>>({});
  const [standing, setStanding] = useState<Standing>({ to: null, building: false });
  const typed = text.trim();
  useEffect(() => {
    if (typed === q) return;
    const timer = setTimeout(() => navigate(`/search${query({ q: typed, room })}`, { replace: true }), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [typed, q, room]);
  // Somebody came here again with other words.
  useEffect(() => {
    setText((now) => (now.trim() === q ? now : q));
  }, [q]);

  const list = usePages(`search ${room ?? ""} ${q}`, async (cursor) => {
    if (q === "") return { items: [], next: null };
    const page = await api.search(q, room, cursor);
    meet(page.people);
    setRooms((known) => ({ ...known, ...Object.fromEntries(page.rooms.map((found) => [found.id, found])) }));
    setStanding({ to: page.searched_to ?? null, building: page.is_building });
    return page;
  });
  const count = list.items.length;
  useEffect(() => {
    if (q !== "" && !list.loading) announce(count === 0 ? t.nothing : t.found(count));
  }, [q, list.loading, count]);

  const go = (next: string) => {
    setText(next);
    navigate(`/search${query({ q: next.trim(), room })}`, { replace: true });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    go(text);
  };
  const filters: [string, string][] = [
    [t.mine, "from:me"],
    [t.links, "has:link"],
    [t.files, "has:file"],
    [t.mentions, "has:mention"],
    [t.threads, "has:thread"],
  ];
  return (
    <Page title={t.search}>
      <form role="search" className="search-form" onSubmit={onSubmit}>
        <input ref={focused} className="input" type="search" enterKeyHint="search" autoComplete="off" maxLength={400} aria-label={t.field} placeholder={t.placeholder} value={text} onChange={(event) => setText(event.target.value)} />
        <div className="search-chips" role="group" aria-label={t.chips}>
          {room && <OnlyIn room={room} onLeave={() => navigate(`/search${query({ q: typed })}`, { replace: true })} />}
          {filters.map(([label, word]) => (
            <button key={word} type="button" className="button small" aria-pressed={hasWord(text, word)} onClick={() => go(withWord(text, word, !hasWord(text, word)))}>
              {label}
            </button>
          ))}
        </div>
      </form>
      {standing.building && q !== "" && <p className="hint">{t.building}</p>}
      {q === "" ? (
        <Empty icon="search" title={t.hint}>
          <p>{t.how}</p>
          <p>{t.operators}</p>
        </Empty>
      ) : (
        <ListState loading={list.loading} error={list.error} empty={count === 0 && !list.more} retry={list.reload}>
          <Empty icon="search" title={t.nothing}>
            <p>{t.nothingHint}</p>
          </Empty>
        </ListState>
      )}
      <ul className="cards">
        {list.items.map((hit) => (
          <Found key={hit.message.id} hit={hit} room={rooms[hit.message.room_id] ?? null} />
        ))}
      </ul>
      {list.more && (
        <p className="search-older">
          {standing.to && <span>{t.searchedTo(momentText(standing.to))}</span>}
          <button type="button" className="button more" onClick={list.more}>
            {t.older}
          </button>
        </p>
      )}
    </Page>
  );
}

function OnlyIn({ room, onLeave }: { room: string; onLeave: () => void }) {
  const me = useStore(chatStore, (state) => state.me);
  const known = useStore(chatStore, (state) => state.rooms[room] ?? null);
  const people = useStore(peopleStore, (all) => all);
  const name = known ? roomTitle(known, people, me, chat.notesToSelf) : chat.anotherRoom;
  return (
    <button type="button" className="button small" aria-pressed="true" title={t.everywhere} onClick={onLeave}>
      {t.onlyIn(name)}
      <Icon name="close" size={16} />
    </button>
  );
}

function Found({ hit: { message, marks }, room }: { hit: Hit; room: FoundRoom | null }) {
  const author = usePerson(message.author_id);
  const me = useStore(chatStore, (state) => state.me);
  const called = [...message.body.matchAll(CALLED)].map((found) => found[1] ?? "").join();
  useEffect(() => {
    if (called !== "") wantPeople(called.split(","));
  }, [called]);
  // Drawn anew when a name comes in.
  const people = useStore(peopleStore, (all) => all);
  const others = room?.people.filter((person) => person !== me) ?? [];
  const title = room?.name || others.map((person) => people[person]?.name ?? "…").join("、") || chat.notesToSelf;
  const href = message.thread_id ? `/rooms/${message.room_id}/threads/${message.thread_id}?at=${message.seq}` : `/rooms/${message.room_id}?at=${message.seq}`;
  return (
    <li className="card">
      <Link className="card-head" href={href}>
        <Avatar person={author} size={30} />
        <b>{message.via ?? signed(author?.name ?? "…", message)}</b>
        <span>{title}</span>
        <time dateTime={message.sent_at} title={momentText(message.sent_at)}>
          {shortText(message.sent_at)}
        </time>
      </Link>
      <p className="card-body search-found">
        {pieces(message.body, marks, calledText).map((piece, index) =>
          piece.marked ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
        )}
      </p>
      {message.files.length > 0 && <p className="card-foot hint">{message.files.map((file) => file.name).join("、")}</p>}
    </li>
  );
}
