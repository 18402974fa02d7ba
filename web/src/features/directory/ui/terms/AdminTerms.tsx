import { useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { SelectField } from "../../../../design/Field.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf, dayText } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import { allPages, useDebounced, usePages } from "../../../../platform/load.ts";
import { may } from "../../../../platform/powers.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { daysBetween, yearEnd, dayAfter } from "../guests/days.ts";
import type { Ending } from "../../model.ts";
import { t } from "../../text.terms.ts";
import { RenewDialog } from "./RenewDialog.tsx";
import "./terms.css";

const EMPLOYMENTS = ["fiscal_year", "regular", "special", "councillor"] as const;
/** A last day this many days away is near. */
const NEAR_DAYS = 30;
/** How many are renewed at once. */
const MOST = 200;

const columns: Column<Ending>[] = [
  [t.person, ({ person }) => person.name],
  [t.reading, ({ person }) => person.reading],
  [t.staffNumber, ({ staff_number }) => staff_number],
  [t.unit, ({ person }) => person.unit ?? ""],
  [t.employment, ({ employment }) => wordOf(employment)],
  [t.lastDay, ({ last_day }) => last_day],
];

const wordOf = (employment: Ending["employment"]) => {
  const known = EMPLOYMENTS.find((one) => one === employment);
  return known ? t[known] : employment;
};

/** Whose term ends by a day, and another last day for many of them at once. */
export default function AdminTerms() {
  const me = useMe();
  const today = dayOf(Date.now());
  const [until, setUntil] = useState(yearEnd(today));
  const [employment, setEmployment] = useState("fiscal_year");
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<Id>>(new Set());
  const [asks, setAsks] = useState(false);
  const title = useArrival();
  const search = useDebounced(text.trim());
  const page = (cursor: string | null, limit?: number) => api.endings({ q: search, until: until || today, employment }, cursor, limit);
  const list = usePages(`terms ${search} ${until} ${employment}`, (cursor) => page(cursor));
  const changes = !me.leave && may(me, "people", "change");
  const named = list.items.filter(({ person }) => chosen.has(person.id));
  const everybody = list.items.length > 0 && named.length === list.items.length;
  const toggle = (id: Id, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const undo = async (renewed: readonly Ending[], now: string) => {
    try {
      await api.renewTerms(renewed.map(({ person, last_day }) => ({ person_id: person.id, seen: now, last_day })));
      toast(t.undone);
    } catch (error) {
      toast(problemText(error), "error");
    }
    list.reload();
  };
  const renew = async (lastDay: string) => {
    const renewed = named;
    try {
      await api.renewTerms(renewed.map(({ person, last_day }) => ({ person_id: person.id, seen: last_day, last_day: lastDay })));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "stale") throw error;
      toast(t.changed, "error");
      setChosen(new Set());
      list.reload();
      return;
    }
    setChosen(new Set());
    toast(t.renewed(renewed.length, dayText(lastDay)), "done", { label: t.undo, run: () => void undo(renewed, lastDay) });
    list.reload();
  };
  return (
    <section className="admin-page" aria-labelledby="terms-title">
      <header className="admin-head">
        <h1 id="terms-title" ref={title} tabIndex={-1}>
          {t.terms}
        </h1>
        {changes && (
          <button type="button" className="button primary" disabled={named.length === 0 || named.length > MOST} onClick={() => setAsks(true)}>
            {t.renew}
          </button>
        )}
      </header>
      <p className="hint terms-hint">{t.hint}</p>
      <div className="pane-tools terms-tools">
        <DayField label={t.until} min={today} value={until} onChange={(next) => setUntil(next)} />
        <SelectField label={t.employment} value={employment} onChange={(event) => setEmployment(event.target.value)}>
          {EMPLOYMENTS.map((one) => (
            <option key={one} value={one}>
              {t[one]}
            </option>
          ))}
          <option value="">{t.all}</option>
        </SelectField>
        <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
        <ExportButton name={t.terms} columns={columns} pages={() => allPages((cursor) => page(cursor, 200))} />
      </div>
      {changes && (
        <p role="status" className="hint">
          {named.length > MOST ? t.tooMany : named.length > 0 ? t.chosen(named.length) : ""}
        </p>
      )}
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        {search ? (
          <p role="status">{t.nothingFound}</p>
        ) : (
          <Empty icon="people" title={t.none}>
            <p>{t.noneHint}</p>
          </Empty>
        )}
      </ListState>
      {list.items.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                {changes && (
                  <th scope="col" className="terms-choose">
                    <input type="checkbox" aria-label={t.chooseAll} checked={everybody} onChange={(event) => setChosen(new Set(event.target.checked ? list.items.map(({ person }) => person.id) : []))} />
                  </th>
                )}
                {[t.person, t.staffNumber, t.employment, t.lastDay].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.items.map((line) => (
                <tr key={line.person.id}>
                  {changes && (
                    <td>
                      <input type="checkbox" aria-label={t.chooseOne(line.person.name)} checked={chosen.has(line.person.id)} onChange={(event) => toggle(line.person.id, event.target.checked)} />
                    </td>
                  )}
                  <td>
                    <PersonRow person={line.person} watch={false} />
                  </td>
                  <td className="number">{line.staff_number}</td>
                  <td className="number">{wordOf(line.employment)}</td>
                  <td className="number">
                    {dayText(line.last_day)} <Near days={daysBetween(today, line.last_day)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={list.more} />
      {asks && <RenewDialog chosen={named} proposed={yearEnd(dayAfter(named.reduce((latest, { last_day }) => (last_day > latest ? last_day : latest), today)))} today={today} onSave={renew} onClose={() => setAsks(false)} />}
    </section>
  );
}

/** A word where the last day is near. */
function Near({ days }: { days: number }) {
  if (days > NEAR_DAYS) return null;
  return <span className="tag">{days === 0 ? t.today : t.daysLeft(days)}</span>;
}
