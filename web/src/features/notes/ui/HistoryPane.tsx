import { useState } from "react";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import { Pane } from "../../../design/Pane.tsx";
import { momentText, timeText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { tell } from "../../../platform/refusals.ts";
import { Link } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import { restore } from "../actions.ts";
import * as api from "../api.ts";
import type { History, Piece } from "../model.ts";
import { newsStore } from "../store.ts";
import { t } from "../text.ts";
import { LookDialog, type Look } from "./Looks.tsx";
import "./notes.css";

/** Who wrote on a note, and what it said: the latest first. */
export default function HistoryPane({ room, id }: { room: Id; id: Id }) {
  const version = useStore(newsStore, (news) => news.find((note) => note.id === id)?.seq ?? 0);
  const { value, loading, error, reload } = useLoad(`${id} ${version}`, () => api.history(id, null));
  const [older, setOlder] = useState<History[]>([]);
  const [look, setLook] = useState<Look | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const [naming, setNaming] = useState<number | null>(null);
  const all = value ? [value, ...older] : [];
  const next = all.at(-1)?.next ?? null;
  const names = new Map(all.flatMap(({ people }) => people.map(({ id: person, name }) => [person, name] as const)));
  const versions = new Map((value?.versions ?? []).map((named) => [named.seq, named.name]));
  const last = value?.pieces[0]?.seq ?? 0;
  const more = async () => {
    try {
      const page = await api.history(id, next);
      setOlder((pages) => [...pages, page]);
    } catch (refused) {
      await tell(refused);
    }
  };
  const items = (piece: Piece): MenuItem[] => [
    { label: t.showThen, icon: "eye", run: () => setLook({ kind: "then", seq: piece.seq }) },
    ...(piece.seq < last ? [{ label: t.compareNow, icon: "columns", run: () => setLook({ kind: "between", from: piece.seq, to: last }) } as const] : []),
    { label: t.nameIt, icon: "pin", run: () => setNaming(piece.seq) },
    ...(versions.has(piece.seq) ? [{ label: t.unname, icon: "close", run: () => void api.unnameVersion(id, piece.seq).then(reload, tell) } as const] : []),
    ...(piece.seq < last ? [{ label: t.restore, icon: "reply", run: () => setAsked(piece.seq) } as const] : []),
  ];
  return (
    <Pane labelledBy="note-history-title" close={`/rooms/${room}/notes/${id}`}>
      <header className="pane-head">
        <h2 id="note-history-title">{t.history}</h2>
        <Link className="icon-button" href={`/rooms/${room}/notes/${id}`} aria-label={t.close}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body notes">
        <p className="hint">{t.historyHint}</p>
        <ListState loading={loading} error={error} empty={!value?.pieces.length} retry={reload}>
          <Empty icon="clock" title={t.noHistory} />
        </ListState>
        <ol className="note-history">
          {all.flatMap(({ pieces }) => pieces).map((piece) => (
            <li key={piece.seq}>
              <button type="button" className="note-piece" onClick={() => setLook({ kind: "between", from: piece.before, to: piece.seq })}>
                {versions.has(piece.seq) && <strong className="note-version">{versions.get(piece.seq)}</strong>}
                <span>{span(piece)}</span>
                {piece.by.map(({ person_id, added, removed }) => (
                  <small key={person_id}>
                    {names.get(person_id) ?? ""} ・ {t.letters(added, removed)}
                  </small>
                ))}
              </button>
              <MenuButton label={`${span(piece)} ${t.more}`} items={items(piece)} />
            </li>
          ))}
        </ol>
        {next !== null && (
          <button type="button" className="button more" onClick={() => void more()}>
            {t.older}
          </button>
        )}
      </div>
      {look && <LookDialog id={id} look={look} title={look.kind === "then" ? t.showThen : t.showChange} onClose={() => setLook(null)} />}
      {asked !== null && <Confirm title={t.restore} text={t.restoreAsk} confirm={t.restore} onConfirm={() => void restore(id, asked).then(reload)} onClose={() => setAsked(null)} />}
      {naming !== null && <NameDialog id={id} seq={naming} old={versions.get(naming) ?? ""} onClose={() => setNaming(null)} onNamed={reload} />}
    </Pane>
  );
}

function span({ from, until }: Piece): string {
  const [begin, end] = [momentText(from), momentText(until)];
  return t.when(begin, begin.slice(0, -5) === end.slice(0, -5) ? timeText(until) : end);
}

function NameDialog({ id, seq, old, onClose, onNamed }: { id: Id; seq: number; old: string; onClose: () => void; onNamed: () => void }) {
  const [name, setName] = useState(old);
  const save = async () => {
    try {
      await api.nameVersion(id, seq, name.trim());
      onClose();
      onNamed();
    } catch (refused) {
      await tell(refused);
    }
  };
  return (
    <Dialog
      title={t.nameIt}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form="note-version" className="button primary" disabled={name.trim() === ""}>
          {t.nameIt}
        </button>
      }
    >
      <form
        id="note-version"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField label={t.versionName} hint={t.versionHint} required maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
      </form>
    </Dialog>
  );
}
