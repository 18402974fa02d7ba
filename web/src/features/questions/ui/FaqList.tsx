import { useState } from "react";
import { TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { newId, type Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { finds } from "../../../platform/reading.ts";
import { toast } from "../../../platform/toast.ts";
import { attempt } from "../actions.ts";
import * as api from "../api.ts";
import { after, type Entry } from "../model.ts";
import { news } from "../store.ts";
import { t } from "../text.ts";
import { WordingDialog } from "./WordingDialog.tsx";
import { useNews } from "./useNews.ts";
import { problem } from "./words.ts";

const NEW = { question: "", answer: "" };

/** The FAQ of a room: searched by everybody, written and ordered by who owns it. */
export function FaqList({ room, owns }: { room: Id; owns: boolean }) {
  const list = useLoad(`faq ${room} ${useNews()}`, () => api.faq(room).then(({ entries }) => entries));
  const [search, setSearch] = useState("");
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Entry | null>(null);
  const entries = list.value ?? [];
  const found = entries.filter(({ question, answer }) => finds(search, [question, answer]));
  const order = entries.map(({ id }) => id);
  const move = (entry: Entry, by: -1 | 1) => {
    const behind = after(order, entry.id, by);
    if (behind === undefined) return;
    // What stands elsewhere shows that: only what goes wrong is said.
    api
      .moveEntry(room, entry.id, behind)
      .catch((error: unknown) => toast(problem(error), "error"))
      .finally(news);
  };
  return (
    <>
      {entries.length > 0 && <TextField label={t.searchFaq} type="search" value={search} onChange={(event) => setSearch(event.currentTarget.value)} />}
      {owns && (
        <button type="button" className="button small" onClick={() => setAdding(true)}>
          <Icon name="plus" size={18} />
          {t.addEntry}
        </button>
      )}
      <ListState loading={list.loading} error={list.error} empty={entries.length === 0} retry={list.reload}>
        <Empty icon="list" title={t.noneFaq}>
          <p>{t.noneFaqHint}</p>
        </Empty>
      </ListState>
      {entries.length > 0 && found.length === 0 && <p role="status">{t.noneFaqFound}</p>}
      <ul className="question-list">
        {found.map((entry) => (
          <li key={entry.id} className="question-item">
            <details className="faq-entry">
              <summary>{entry.question}</summary>
              <p className="question-words question-answer">{entry.answer}</p>
              {owns && entry.is_agreed && <p className="hint">{t.agreed}</p>}
            </details>
            {owns && (
              <div className="question-buttons">
                {search === "" && (
                  <>
                    <button type="button" className="button small" aria-label={t.upOf(entry.question)} disabled={order[0] === entry.id} onClick={() => move(entry, -1)}>
                      {t.up}
                    </button>
                    <button type="button" className="button small" aria-label={t.downOf(entry.question)} disabled={order[order.length - 1] === entry.id} onClick={() => move(entry, 1)}>
                      {t.down}
                    </button>
                  </>
                )}
                {!entry.is_agreed && (
                  <button type="button" className="button small" onClick={() => setEditing(entry)}>
                    {t.edit}
                  </button>
                )}
                <button type="button" className="button small" onClick={() => void attempt(() => api.removeEntry(room, entry.id), t.removed, undoOf(room, entry))}>
                  {t.remove}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {adding && <AddDialog room={room} onClose={() => setAdding(false)} />}
      {editing && <WordingDialog title={t.editEntry} label={t.save} done={t.saved} wording={editing} send={(wording) => api.writeEntry(room, editing.id, { ...wording, step: editing.step })} onClose={() => setEditing(null)} />}
    </>
  );
}

/** What brings an entry back that was taken away: behind all others. What was agreed to comes back by another consent alone. */
const undoOf = (room: Id, { id, question, answer, is_agreed: agreed }: Entry) => (agreed ? null : { run: () => api.writeEntry(room, id, { question, answer, step: null }), done: t.saved });

function AddDialog({ room, onClose }: { room: Id; onClose: () => void }) {
  const [id] = useState(newId);
  return <WordingDialog title={t.addEntry} label={t.save} done={t.saved} wording={NEW} send={(wording) => api.writeEntry(room, id, { ...wording, step: null })} onClose={onClose} />;
}
