import { useEffect } from "react";
import { Failed } from "../../../design/ListState.tsx";
import { Icon } from "../../../design/Icon.tsx";
import type { CardProps } from "../../../platform/cards.ts";
import { shortText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import "../actions.ts";
import * as api from "../api.ts";
import { newsStore } from "../store.ts";
import { t } from "../text.ts";
import "./notes.css";

/** A note in the talk: what it is called, and its first words as they are now. */
export default function NoteCard({ id, tab }: CardProps) {
  const { value, error, reload } = useLoad(id, () => api.note(id));
  const told = useStore(newsStore, (news) => news.find((note) => note.id === id) ?? null);
  const note = value && told && told.tick > value.tick ? told : value;
  // Put back by its undo, it is there again.
  useEffect(() => {
    if (told && !told.withdrawn_at && error) reload();
  }, [told, error, reload]);
  if (note?.withdrawn_at || (error instanceof Problem && error.status === 404)) return <p className="note-gone">{t.goneTitle}</p>;
  if (!note) return error ? <Failed error={error} retry={reload} /> : <div className="note-card" aria-busy />;
  const ticks = note.open_ticks + note.done_ticks;
  return (
    <Link className="note-card" href={`/rooms/${note.room_id}/notes/${note.id}`} tabIndex={tab}>
      <span className="note-row-title">
        <Icon name="note" size={18} />
        {note.title}
      </span>
      {note.excerpt && <span className="note-row-words">{note.excerpt}</span>}
      <small>
        {t.written(note.edited_by.name, shortText(note.edited_at))}
        {ticks > 0 && ` ・ ${note.open_ticks > 0 ? t.open(note.open_ticks) : t.done}`}
      </small>
    </Link>
  );
}
