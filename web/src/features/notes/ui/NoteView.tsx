import { useRef, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, Loading } from "../../../design/ListState.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import type { Id } from "../../../platform/ids.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { address } from "../../../platform/place.ts";
import { Link, navigate } from "../../../platform/router.ts";
import { isGuest, useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { edit, withdraw } from "../actions.ts";
import type { Note } from "../model.ts";
import { newsStore } from "../store.ts";
import { t } from "../text.ts";
import { Care, CareDialog } from "./Care.tsx";
import { LookDialog, ReadersDialog } from "./Looks.tsx";
import { NewNote } from "./NewNote.tsx";
import { PageEditor } from "./PageEditor.tsx";
import { Standing } from "./Standing.tsx";
import { useDesk, type Desk } from "./usePaper.ts";
import "./notes.css";

/** A note: its title, how it stands, who has it open, its page. */
export default function NoteView({ room, id }: { room: Id; id: Id }) {
  const me = useMe();
  const desk = useDesk(id, me.person.id);
  return (
    <section className="note" aria-labelledby="note-title">
      {desk ? <Shown room={room} id={id} desk={desk} /> : <Loading />}
    </section>
  );
}

function Shown({ room, id, desk }: { room: Id; id: Id; desk: Desk }) {
  const around = useStore(desk.around, (all) => all);
  const refused = useStore(desk.paper.standing, ({ refused: code }) => code);
  const told = useStore(newsStore, (news) => news.find((one) => one.id === id) ?? null);
  const [copying, setCopying] = useState<Note | null>(null);
  const [asking, setAsking] = useState<"since" | "readers" | "care" | null>(null);
  const held = around.note;
  const note = held && told && told.tick > held.tick ? told : held;
  if ((refused === "not_found" && desk.paper.standing.get().waiting === 0) || note?.withdrawn_at) {
    return (
      <Empty page icon="note" title={t.goneTitle}>
        <p>{t.goneHint}</p>
        <Link className="button" href={`/rooms/${room}/notes`}>
          {t.backToList}
        </Link>
      </Empty>
    );
  }
  const writes = around.mayWrite;
  const items: (MenuItem | false)[] = note
    ? [
        writes && { label: note.pinned ? t.unpin : t.pin, icon: "pin", run: () => void edit(note, { pinned: !note.pinned }) },
        writes && !isGuest() && { label: t.care, icon: "people", run: () => setAsking("care") },
        { label: t.comments, icon: "chat", run: () => navigate(`/rooms/${room}/notes/${note.id}/comments`) },
        { label: t.history, icon: "clock", run: () => navigate(`/rooms/${room}/notes/${note.id}/history`) },
        { label: t.readersOf, icon: "eye", run: () => setAsking("readers") },
        { label: t.print, icon: "print", run: () => navigate(`/print/notes/${note.id}`) },
        { label: t.exportMarkdown, icon: "save", run: () => location.assign(address(`/api/notes/${note.id}/export?form=markdown`)) },
        { label: t.exportHtml, icon: "save", run: () => location.assign(address(`/api/notes/${note.id}/export?form=html`)) },
        writes && { label: t.copyNote, icon: "copy", run: () => setCopying(note) },
        around.mayWithdraw && { label: t.withdraw, icon: "trash", danger: true, run: () => void withdraw(note).then((gone) => gone && navigate(`/rooms/${room}/notes`)) },
      ]
    : [];
  return (
    <>
      <header className="note-head">
        <Link className="icon-button" href={`/rooms/${room}/notes`} aria-label={t.backToList}>
          <Icon name="back" />
        </Link>
        {note ? <Title key={note.id} note={note} writes={writes} /> : <h1 id="note-title">{t.title}</h1>}
        <Standing desk={desk} />
        {note && <MenuButton label={t.more} items={items.filter((item): item is MenuItem => item !== false)} />}
      </header>
      {note && <Care note={note} />}
      {around.since !== null && (
        <p className="note-since">
          {t.changedSince}
          <button type="button" className="link-button" onClick={() => setAsking("since")}>
            {t.showSince}
          </button>
        </p>
      )}
      {around.ready && (note || desk.paper.standing.get().ready) ? <PageEditor room={room} note={id} desk={desk} title={note?.title ?? t.title} writes={writes} lost={around.lost} /> : <Loading />}
      {asking === "since" && around.since !== null && (
        <LookDialog
          id={id}
          look={{ kind: "between", from: around.since, to: desk.paper.standing.get().seq }}
          title={t.showSince}
          onClose={() => {
            setAsking(null);
            desk.around.update((now) => ({ ...now, since: null }));
          }}
        />
      )}
      {asking === "care" && note && <CareDialog note={note} onClose={() => setAsking(null)} />}
      {asking === "readers" && <ReadersDialog id={id} seq={desk.paper.standing.get().seq} onClose={() => setAsking(null)} />}
      {copying && <NewNote room={room} from={copying} onClose={() => setCopying(null)} onMade={(made) => navigate(`/rooms/${room}/notes/${made.id}`)} />}
    </>
  );
}

/** The title, which whoever writes changes in its place. */
function Title({ note, writes }: { note: Note; writes: boolean }) {
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const save = async () => {
    const title = draft?.trim() ?? "";
    // Refused or without a line, what was typed stays.
    if (title === "" || title === note.title || (await edit(note, { title }))) setDraft(null);
  };
  if (!writes) return <h1 id="note-title">{note.title}</h1>;
  return (
    <h1 id="note-title" aria-label={note.title}>
      <input
        ref={field}
        className="note-title"
        aria-label={t.name}
        maxLength={120}
        value={draft ?? note.title}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (belongsToInputMethod(event)) return;
          if (event.key === "Enter") field.current?.blur();
          if (event.key === "Escape") setDraft(null);
        }}
      />
    </h1>
  );
}
