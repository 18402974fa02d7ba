import { useLayoutEffect, useRef, useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { announce } from "../../../platform/announce.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { useLoad, type Loaded } from "../../../platform/load.ts";
import { finds } from "../../../platform/reading.ts";
import { toast } from "../../../platform/toast.ts";
import { attempt, show } from "../actions.ts";
import * as api from "../api.ts";
import { after, moved, type Entry } from "../model.ts";
import { news } from "../store.ts";
import { t } from "../text.ts";
import { WordingDialog } from "./WordingDialog.tsx";
import { useKeptPlace } from "./useKeptPlace.ts";
import { useNews } from "./useNews.ts";
import { problem } from "./words.ts";

const NEW = { question: "", answer: "" };
type Way = -1 | 1;

/** The FAQ of a room: searched by everybody, written and ordered by who owns it. */
export function FaqList({ room, owns }: { room: Id; owns: boolean }) {
  const list = useLoad(`faq ${room} ${useNews()}`, () => api.faq(room).then(({ entries }) => entries));
  const [search, setSearch] = useState("");
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Entry | null>(null);
  const [removing, setRemoving] = useState<Entry | null>(null);
  const entries = list.value ?? [];
  const found = entries.filter(({ question, answer }) => finds(search, [question, answer]));
  const order = entries.map(({ id }) => id);
  const place = useKeptPlace(`${found.map(({ id }) => id).join()} ${Boolean(editing ?? removing)}`);
  const move = useMoving(room, list, place.ref);
  const remove = (entry: Entry) => void attempt(() => api.removeEntry(room, entry.id), t.removed, undoOf(room, entry));
  return (
    <>
      {entries.length > 0 && <TextField label={t.searchFaq} type="search" value={search} onChange={(event) => setSearch(event.currentTarget.value)} />}
      {owns && (
        <button type="button" className="button small" onClick={() => setAdding(true)}>
          <Icon name="plus" size={18} />
          {t.addEntry}
        </button>
      )}
      <div {...place} role="group" aria-label={t.faq} tabIndex={-1} className="question-place">
        <ListState loading={list.loading} error={list.error} empty={entries.length === 0} retry={list.reload}>
          <Empty icon="list" title={t.noneFaq}>
            <p>{owns ? t.noneFaqHint : t.noneFaqReaders}</p>
          </Empty>
        </ListState>
        {entries.length > 0 && found.length === 0 && <p role="status">{t.noneFaqFound}</p>}
        <ul className="question-list">
          {found.map((entry) => (
            <li key={entry.id} className="question-item" data-row={entry.id}>
              {/* What was looked for may stand in the answer. */}
              <details className="faq-entry" open={search !== "" || undefined}>
                <summary>{entry.question}</summary>
                <p className="question-words question-answer">{entry.answer}</p>
                {owns && entry.is_agreed && <p className="hint">{t.agreed}</p>}
                {entry.source_id && (
                  <button type="button" className="button small" onClick={() => void show(entry.source_id ?? "")}>
                    {t.toSource}
                  </button>
                )}
              </details>
              {owns && (
                <div className="question-buttons">
                  {search === "" && (
                    <>
                      <button type="button" className="button small" data-by={-1} aria-label={t.upOf(entry.question)} disabled={order[0] === entry.id} onClick={() => move(entry, -1)}>
                        {t.up}
                      </button>
                      <button type="button" className="button small" data-by={1} aria-label={t.downOf(entry.question)} disabled={order[order.length - 1] === entry.id} onClick={() => move(entry, 1)}>
                        {t.down}
                      </button>
                    </>
                  )}
                  {!entry.is_agreed && (
                    <button type="button" className="button small" aria-label={t.editOf(entry.question)} onClick={() => setEditing(entry)}>
                      {t.edit}
                    </button>
                  )}
                  <button type="button" className="button small" aria-label={t.removeOf(entry.question)} onClick={() => (entry.is_agreed ? setRemoving(entry) : remove(entry))}>
                    {t.remove}
                  </button>
                </div>
              )}
            </li>
          ))}
        </ul>
      </div>
      {adding && <AddDialog room={room} onClose={() => setAdding(false)} />}
      {editing && <EditDialog room={room} entry={editing} onClose={() => setEditing(null)} />}
      {removing && <Confirm title={t.removeAgreed} text={t.removeAgreedHint} confirm={t.remove} danger onConfirm={() => remove(removing)} onClose={() => setRemoving(null)} />}
    </>
  );
}

/** Moves entries up and down, one after another. The focus stays with the entry, on the button that goes on when the pressed one is at its end. */
function useMoving(room: Id, { value, replace }: Loaded<Entry[]>, place: { current: HTMLElement | null }) {
  const goes = useRef<{ row: Id; by: Way } | null>(null);
  const sending = useRef<Promise<unknown>>(Promise.resolve());
  const order = (value ?? []).map(({ id }) => id);
  const shown = order.join();
  useLayoutEffect(() => {
    const went = goes.current;
    goes.current = null;
    if (!went) return;
    const row = place.current?.querySelector(`[data-row="${went.row}"]`);
    (row?.querySelector<HTMLElement>(`[data-by="${went.by}"]:not(:disabled)`) ?? row?.querySelector<HTMLElement>("[data-by]:not(:disabled)"))?.focus();
  }, [place, shown]);
  return ({ id }: Entry, by: Way) => {
    const behind = after(order, id, by);
    if (behind === undefined) return;
    goes.current = { row: id, by };
    // At once, so that the next press goes on from there.
    replace(moved(value ?? [], id, behind));
    announce(t.movedTo(order.indexOf(id) + by + 1, order.length));
    const refused = (error: unknown) => {
      toast(problem(error), "error");
      news();
    };
    sending.current = sending.current.then(() => api.moveEntry(room, id, behind)).catch(refused);
  };
}

/** What brings an entry back that was taken away: behind all others. What was agreed to comes back by another consent alone. */
const undoOf = (room: Id, { id, question, answer, source_id: source, is_agreed: agreed }: Entry) => (agreed ? null : { run: () => api.writeEntry(room, id, { question, answer, source_id: source ?? null, step: null }), done: t.saved });

function AddDialog({ room, onClose }: { room: Id; onClose: () => void }) {
  const [id] = useState(newId);
  return <WordingDialog title={t.addEntry} label={t.save} done={t.saved} wording={NEW} step={null} send={(wording) => api.writeEntry(room, id, { ...wording, step: null })} onClose={onClose} />;
}

function EditDialog({ room, entry, onClose }: { room: Id; entry: Entry; onClose: () => void }) {
  const renew = async () => (await api.faq(room)).entries.find(({ id }) => id === entry.id) ?? null;
  return <WordingDialog title={t.editEntry} label={t.save} done={t.saved} wording={entry} step={entry.step} renew={renew} send={(wording, step) => api.writeEntry(room, entry.id, { ...wording, step })} onClose={onClose} />;
}
