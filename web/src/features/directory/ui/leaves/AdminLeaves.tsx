import { useState } from "react";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf, dayText } from "../../../../platform/dates.ts";
import { allPages, useDebounced, usePages } from "../../../../platform/load.ts";
import { Link } from "../../../../platform/router.ts";
import * as api from "../../api.ts";
import type { LeaveLine } from "../../model.ts";
import { t } from "../../text.leaves.ts";
import { stateOf } from "./words.ts";
import "./leaves.css";

/** Who is on leave or about to be, in the order of the days. */
export default function AdminLeaves() {
  const [text, setText] = useState("");
  const [past, setPast] = useState(false);
  const title = useArrival();
  const search = useDebounced(text.trim());
  const page = (cursor: string | null, limit?: number) => api.leaves({ q: search, past }, cursor, limit);
  const list = usePages(`leaves ${search} ${past}`, (cursor) => page(cursor));
  const today = dayOf(Date.now());
  const columns: Column<LeaveLine>[] = [
    [t.person, (line) => line.person.name],
    [t.staffUnit, (line) => line.person.unit ?? ""],
    [t.kind, (line) => t[line.kind]],
    [t.from, (line) => line.valid_from],
    [t.to, (line) => line.valid_to ?? ""],
    [t.access, (line) => t[`access_${line.access}`]],
    [t.state, (line) => t[stateOf(line, today)]],
  ];
  return (
    <section className="admin-page" aria-labelledby="admin-leaves-title">
      <header className="admin-head">
        <h1 id="admin-leaves-title" ref={title} tabIndex={-1}>
          {t.leaves}
        </h1>
      </header>
      <p className="hint">{t.hint}</p>
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
        <label className="check">
          <input type="checkbox" checked={past} onChange={(event) => setPast(event.target.checked)} />
          {t.pastToo}
        </label>
        <ExportButton name={t.leaves} columns={columns} pages={() => allPages((cursor) => page(cursor, 200))} />
      </div>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        {search ? (
          <p role="status">{t.nothingFound}</p>
        ) : (
          <Empty icon="people" title={t.none}>
            <p>{t.noneHint}</p>
            <Link className="button" href="/admin/people">
              {t.toPeople}
            </Link>
          </Empty>
        )}
      </ListState>
      {list.items.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.person}</th>
                <th scope="col">{t.from}</th>
                <th scope="col">{t.to}</th>
                <th scope="col">{t.kind}</th>
                <th scope="col">{t.access}</th>
                <th scope="col">{t.state}</th>
                <th scope="col">
                  <span className="visually-hidden">{t.change}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.items.map((line) => (
                <tr key={line.id}>
                  <td>
                    <PersonRow person={line.person} watch={false} />
                  </td>
                  <td className="number">{dayText(line.valid_from)}</td>
                  <td className="number">{line.valid_to ? dayText(line.valid_to) : t.open}</td>
                  <td>{t[line.kind]}</td>
                  <td>{t[`access_${line.access}`]}</td>
                  <td>{t[stateOf(line, today)]}</td>
                  <td>
                    <Link className="button small" href={`/admin/people/${line.person_id}`} aria-label={t.changeOf(`${line.person.name} ${t[line.kind]}`)}>
                      {t.change}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={list.more} />
    </section>
  );
}
