import { useState } from "react";
import { SortBar } from "../../../design/Field.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import { useDebounced, usePages } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { actText } from "../actions.ts";
import { t } from "../text.ts";
import { AuditCheck } from "./AuditCheck.tsx";

/** What else was noted, in a line and without brackets. */
function detailText(detail: unknown): string {
  if (typeof detail !== "object" || detail === null) return String(detail);
  const said = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : String(value));
  return Object.entries(detail).map(([key, value]) => `${key}: ${said(value)}`).join(" / ");
}

/** The record of what was done. */
export default function Audit() {
  const [act, setAct] = useState("");
  const [order, setOrder] = useState<"newest" | "oldest">("newest");
  const search = useDebounced(act.trim());
  const list = usePages(`audit ${order} ${search}`, (cursor) => api.audit(search, order, cursor));
  const { items } = list;
  return (
    <section className="admin-page" aria-labelledby="audit-title">
      <h1 id="audit-title">{t.audit}</h1>
      <p className="hint">{t.auditHint}</p>
      <AuditCheck />
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.filterAct} placeholder={t.filterAct} value={act} onChange={(event) => setAct(event.target.value)} />
        <SortBar
          value={order}
          onChange={setOrder}
          options={[
            { value: "newest", label: t.newestFirst },
            { value: "oldest", label: t.oldestFirst },
          ]}
        />
      </div>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="clock" title={t.noAudit} />
      </ListState>
      {items.length > 0 && (
        <div className="table-scroll" role="region" aria-label={t.auditHint} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.when}</th>
                <th scope="col">{t.actor}</th>
                <th scope="col">{t.act}</th>
                <th scope="col">{t.subject}</th>
                <th scope="col">{t.address}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((entry) => (
                <tr key={entry.id}>
                  <td className="number">{momentText(entry.at)}</td>
                  <td className="number">{entry.actor?.name ?? "—"}</td>
                  <td>
                    {actText(entry.act)}
                    <small className="block number">{entry.act}</small>
                  </td>
                  <td>
                    {entry.subject_name || entry.subject}
                    {entry.subject_name && <small className="block number">{entry.subject}</small>}
                    {Boolean(entry.detail) && <small className="block">{detailText(entry.detail)}</small>}
                  </td>
                  <td className="number">{entry.address}</td>
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
