import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { Pane } from "../../../design/Pane.tsx";
import { shortText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { query } from "../../../platform/http.ts";
import { useDebounced, usePages } from "../../../platform/load.ts";
import { Link, navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { withNote, type Note } from "../model.ts";
import { newsStore } from "../store.ts";
import { t } from "../text.ts";
import { Care } from "./Care.tsx";
import { NewNote } from "./NewNote.tsx";
import "./notes.css";

/** A room's notes: what is pinned first, then what was written in last. */
export default function NotesPane({ room }: { room: Id }) {
  const me = useMe();
  const [words, setWords] = useState("");
  const [making, setMaking] = useState(false);
  const q = useDebounced(words.trim());
  const list = usePages(`${room} ${q}`, (cursor) => api.list(room, q, cursor));
  const news = useStore(newsStore, (all) => all);
  const mine = news.filter((note) => note.room_id === room);
  // A search shows what the server found; news of what it did not find would not belong there.
  const items = mine.filter((note) => q === "" || list.items.some(({ id }) => id === note.id)).reduce<readonly Note[]>(withNote, list.items);
  return (
    <Pane labelledBy="notes-title" close={`/rooms/${room}`}>
      <header className="pane-head">
        <h2 id="notes-title">{t.title}</h2>
        {!me.leave && (
          <button type="button" className="button small" onClick={() => setMaking(true)}>
            <Icon name="plus" size={18} />
            {t.newNote}
          </button>
        )}
        <Link className="icon-button" href={`/rooms/${room}`} aria-label={t.close}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body notes">
        <input type="search" className="input" aria-label={t.search} placeholder={t.search} value={words} onChange={(event) => setWords(event.target.value)} />
        <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
          {q === "" ? (
            <Empty icon="note" title={t.none}>
              <p>{t.noneHint}</p>
            </Empty>
          ) : (
            <Empty icon="search" title={t.noneFound} />
          )}
        </ListState>
        {q !== "" && (
          <Link className="link-button" href={`/search${query({ q, room, kind: "notes" })}`}>
            {t.searchPages(q)}
          </Link>
        )}
        <ul className="note-list">
          {items.map((note) => (
            <Row key={note.id} note={note} />
          ))}
        </ul>
        <MoreButton more={list.more} />
      </div>
      {making && <NewNote room={room} onClose={() => setMaking(false)} onMade={(note) => navigate(`/rooms/${room}/notes/${note.id}`)} />}
    </Pane>
  );
}

function Row({ note }: { note: Note }) {
  const ticks = note.open_ticks + note.done_ticks;
  return (
    <li>
      <Link className="note-row" href={`/rooms/${note.room_id}/notes/${note.id}`}>
        <span className="note-row-title">
          {note.pinned && <Icon name="pin" size={16} />}
          {note.title}
          {note.pinned && <span className="visually-hidden">{t.pinned}</span>}
        </span>
        {note.excerpt && <span className="note-row-words">{note.excerpt}</span>}
        <small>
          {t.written(note.edited_by.name, shortText(note.edited_at))}
          {ticks > 0 && ` ・ ${note.open_ticks > 0 ? t.open(note.open_ticks) : t.done}`}
        </small>
        <Care note={note} />
      </Link>
    </li>
  );
}
