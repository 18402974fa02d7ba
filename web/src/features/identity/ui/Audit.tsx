import { useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { ExportButton, type Column } from "../../../design/export/ExportButton.tsx";
import { SelectField, SortBar } from "../../../design/Field.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import { dayOf, momentText, timeText } from "../../../platform/dates.ts";
import { allPages, useDebounced, usePages } from "../../../platform/load.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { byReading } from "../../../platform/reading.ts";
import * as api from "../api.ts";
import { factsOf } from "../model.ts";
import { actText, acts } from "../text.acts.ts";
import { factName, factText } from "../text.facts.ts";
import { t as places } from "../text.places.ts";
import { t } from "../text.ts";
import { AuditCheck } from "./AuditCheck.tsx";
import { AuditForwarding } from "./AuditForwarding.tsx";
import "./identity.css";

type Entry = api.AuditEntry;

/** What a record tells besides, in words. */
const toldBy = (entry: Entry) =>
  factsOf(entry.detail).map(([name, value]) => [factName(name), factText(name, value)] as const);

const columns = (): Column<Entry>[] => [
  [t.when, (entry) => `${dayOf(entry.at)} ${timeText(entry.at)}`],
  [t.actor, (entry) => (entry.operator ? `${entry.actor?.name ?? ""}(${entry.operator.name})` : (entry.actor?.name ?? ""))],
  [t.unit, (entry) => entry.actor?.unit ?? ""],
  [t.act, (entry) => actText(entry.act)],
  [t.subject, (entry) => entry.subject_name || entry.subject],
  [t.detail, (entry) => toldBy(entry).map(([name, value]) => (name ? `${name}: ${value}` : value)).join(" / ")],
  [t.address, (entry) => entry.address],
];

/** What only who looks closer wants to see. */
function More({ entry }: { entry: Entry }) {
  const facts = [[t.act, entry.act] as const, ...(entry.subject_name ? [[t.subject, entry.subject] as const] : []), ...toldBy(entry)];
  return (
    <details className="audit-more">
      <summary aria-label={t.moreOf(actText(entry.act))}>{t.more}</summary>
      <dl>
        {facts.map(([name, value], at) => (
          // Two facts may bear the same name.
          <div key={at}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const ALL = { act: "", from: "", until: "", order: "newest" } as const;

/** The record of what was done. */
export default function Audit() {
  const [text, setText] = useState("");
  const [person, setPerson] = useState<PersonBrief[]>([]);
  const [wanted, setWanted] = useState<Omit<api.AuditFilter, "q" | "person">>(ALL);
  const filter: api.AuditFilter = { ...wanted, q: useDebounced(text.trim()), person: person[0]?.id ?? "" };
  const list = usePages(`audit ${JSON.stringify(filter)}`, (cursor) => api.audit(filter, cursor, 50));
  const { items } = list;
  const filtered = Object.entries(filter).some(([key, value]) => key !== "order" && value !== "");
  const names = Object.entries(acts()).sort(([, left], [, right]) => byReading.compare(left, right));
  return (
    <section className="admin-page" aria-labelledby="audit-title">
      <h1 id="audit-title">{places.audit}</h1>
      <p className="hint">{t.auditHint}</p>
      <AuditCheck />
      <AuditForwarding />
      <div className="audit-filter">
        <PeoplePicker label={t.auditPerson} chosen={person} onChange={(people) => setPerson(people.slice(-1))} withUnits={false} />
        <SelectField label={t.act} value={wanted.act} onChange={(event) => setWanted({ ...wanted, act: event.target.value })}>
          <option value="">{t.anyAct}</option>
          {names.map(([act, name]) => (
            <option key={act} value={act}>
              {name}
            </option>
          ))}
        </SelectField>
        <DayField label={t.auditFrom} value={wanted.from} max={wanted.until || undefined} past onChange={(next) => setWanted({ ...wanted, from: next })} />
        <DayField label={t.auditUntil} value={wanted.until} min={wanted.from || undefined} past onChange={(next) => setWanted({ ...wanted, until: next })} />
      </div>
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.searchAudit} placeholder={t.searchAudit} value={text} onChange={(event) => setText(event.target.value)} />
        <SortBar
          value={wanted.order}
          onChange={(order) => setWanted({ ...wanted, order })}
          options={[
            { value: "newest", label: t.newestFirst },
            { value: "oldest", label: t.oldestFirst },
          ]}
        />
        <ExportButton name={places.audit} columns={columns()} pages={() => allPages((cursor) => api.audit(filter, cursor, 200))} />
      </div>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        {filtered ? (
          <Empty icon="clock" title={t.noAuditFound}>
            <button
              type="button"
              className="button"
              onClick={() => {
                setText("");
                setPerson([]);
                setWanted({ ...ALL, order: wanted.order });
              }}
            >
              {t.clearFilter}
            </button>
          </Empty>
        ) : (
          <Empty icon="clock" title={t.noAudit} />
        )}
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
                  <td className="number">
                    {entry.actor?.name ?? "—"}
                    {entry.operator && <small className="block">({entry.operator.name})</small>}
                  </td>
                  <td>{actText(entry.act)}</td>
                  <td>
                    {entry.subject_name || entry.subject}
                    <More entry={entry} />
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
