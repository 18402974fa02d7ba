import { useState, type FormEvent } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { ExportButton } from "../../../design/export/ExportButton.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { SortableHead, useSorted } from "../../../design/Sortable.tsx";
import { useLoad } from "../../../platform/load.ts";
import type { Title } from "../../../platform/people.ts";
import { may } from "../../../platform/powers.ts";
import { problemText } from "../../../platform/problems.ts";
import { finds } from "../../../platform/reading.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";

/** The titles of office and their rank, which sorts people in 職位順. */
export default function AdminTitles() {
  const changes = may(useMe(), "settings", "change");
  const list = useLoad("admin titles", api.titles);
  const [editing, setEditing] = useState<Title | "new" | null>(null);
  const [text, setText] = useState("");
  const titles = list.value?.items ?? [];
  const { sorted, order, sortBy } = useSorted(titles, { rank: (title) => title.rank, name: (title) => title.reading }, "rank");
  const shown = sorted.filter((title) => finds(text, [title.name, title.reading]));
  return (
    <section className="admin-page" aria-labelledby="admin-titles-title">
      <header className="admin-head">
        <h1 id="admin-titles-title">{t.titles}</h1>
        {changes && (
          <button type="button" className="button primary" onClick={() => setEditing("new")}>
            <Icon name="plus" size={18} />
            {t.addTitle}
          </button>
        )}
      </header>
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.searchTitles} placeholder={t.searchTitles} value={text} onChange={(event) => setText(event.target.value)} />
        <ExportButton
          name={t.titles}
          columns={[
            [t.rank, (title: Title) => title.rank],
            [t.name, (title) => title.name],
            [t.readingShort, (title) => title.reading],
          ]}
          pages={async function* () {
            yield shown;
          }}
        />
      </div>
      <ListState loading={list.loading} error={list.error} empty={shown.length === 0} retry={list.reload}>
        {titles.length === 0 ? (
          <Empty icon="rule" title={t.noTitles}>
            <p>{t.noTitlesHint}</p>
          </Empty>
        ) : (
          <Empty icon="rule" title={t.noTitleFound} />
        )}
      </ListState>
      {shown.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <SortableHead
              order={order}
              sortBy={sortBy}
              columns={[
                ["rank", t.rank],
                ["name", t.name],
              ]}
            />
            <tbody>
              {shown.map((title) => (
                <tr key={title.id}>
                  <td>{title.rank}</td>
                  <td>
                    {title.name} <small>{title.reading}</small>
                  </td>
                  <td>
                    {changes && (
                      <button type="button" className="button small" aria-label={`${t.edit} ${title.name}`} onClick={() => setEditing(title)}>
                        {t.edit}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {editing && (
        <TitleForm
          title={editing === "new" ? null : editing}
          nextRank={Math.max(0, ...sorted.map((title) => title.rank)) + 10}
          onClose={() => setEditing(null)}
          onDone={() => {
            setEditing(null);
            list.reload();
          }}
        />
      )}
    </section>
  );
}

function TitleForm({ title, nextRank, onClose, onDone }: { title: Title | null; nextRank: number; onClose: () => void; onDone: () => void }) {
  const [name, setName] = useState(title?.name ?? "");
  const [reading, setReading] = useState(title?.reading ?? "");
  const [rank, setRank] = useState(title?.rank ?? nextRank);
  const [error, setError] = useState<unknown>(null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void (title ? api.changeTitle(title.id, { name, reading, rank }) : api.addTitle({ name, reading, rank })).then(onDone, setError);
  };
  return (
    <Dialog
      title={title?.name ?? t.addTitle}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form="title-form" className="button primary">
          {t.save}
        </button>
      }
    >
      <form id="title-form" className="form" onSubmit={save}>
        <TextField label={t.name} required value={name} error={fieldError(error, "name")} onChange={(event) => setName(event.target.value)} />
        <TextField label={t.reading} required value={reading} error={fieldError(error, "reading")} onChange={(event) => setReading(event.target.value)} />
        <TextField label={t.rank} type="number" min={1} hint={t.rankHint} value={rank} onChange={(event) => setRank(Number(event.target.value))} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
