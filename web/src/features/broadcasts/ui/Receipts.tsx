import { useState } from "react";
import { SelectField, SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Failed, ListState, Loading, MoreButton } from "../../../design/ListState.tsx";
import { Dial } from "../../../design/people/Dial.tsx";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad, usePages } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { percentOf, waitingOf, type OfSection, type Stage } from "../model.ts";
import { pageOf } from "../store.ts";
import { t } from "../text.ts";
import { BackLink } from "./BroadcastPage.tsx";
import { CountsBar } from "./CountsBar.tsx";
import { useNews } from "./useNews.ts";
import "./broadcasts.css";

/** Where the receipts are printed from. */
export const printOf = (id: Id) => `/print/broadcasts/${id}`;

/** Who has read a broadcast: all, by section and by person. */
export function Receipts({ id }: { id: Id }) {
  const title = useArrival();
  const { value, error, reload } = useLoad(`broadcast ${id} receipts`, async () => ({ shown: (await api.broadcast(id)).managed, counts: await api.counts(id), sections: (await api.sections(id)).items }));
  const [section, setSection] = useState<Id | "none" | null>(null);
  useNews(id, reload);
  if (!value?.shown) return error || value ? <Failed error={error} retry={reload} /> : <Loading />;
  const { shown, counts, sections } = value;
  return (
    <section className="admin-page broadcast-page" aria-labelledby="receipts-title">
      <BackLink href={pageOf(id)} />
      <h1 id="receipts-title" ref={title} tabIndex={-1}>
        {t.receipts} — {shown.title}
      </h1>
      <CountsBar counts={counts} mustRead={shown.must_read} />
      <p className="hint">{t.awayHint}</p>
      <p className="broadcast-tools">
        <a className="button" href={api.fileOf(id, "cp932")} download>
          <Icon name="save" size={18} />
          {t.csv}
        </a>
        <a className="button" href={api.fileOf(id, "utf8")} download>
          <Icon name="save" size={18} />
          {t.csvUtf8}
        </a>
        <Link className="button" href={printOf(id)}>
          <Icon name="print" size={18} />
          {t.print}
        </Link>
      </p>
      <h2>{t.bySection}</h2>
      <SectionTable sections={sections} mustRead={shown.must_read} onChosen={setSection} />
      <h2>{t.byPerson}</h2>
      <People id={id} mustRead={shown.must_read} sections={sections} section={section} onSection={setSection} />
    </section>
  );
}

/** How it is read in each section, in official order. */
export function SectionTable({ sections, mustRead, onChosen }: { sections: readonly OfSection[]; mustRead: boolean; onChosen?: (section: Id | "none") => void }) {
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.section}</th>
            <th scope="col">{t.done(mustRead)}</th>
            <th scope="col">{t.waiting(mustRead)}</th>
            <th scope="col">{t.away}</th>
            <th scope="col">%</th>
          </tr>
        </thead>
        <tbody>
          {sections.map((of) => {
            const percent = percentOf(of);
            const name = of.name ?? t.noSection;
            return (
              <tr key={of.unit_id ?? "none"}>
                <td>
                  {onChosen ? (
                    <button type="button" className="link-button" onClick={() => onChosen(of.unit_id ?? "none")}>
                      {name}
                    </button>
                  ) : (
                    name
                  )}
                  {of.above && <small> {of.above}</small>}
                </td>
                <td className="number">{of.done.toLocaleString()}</td>
                <td className="number">{waitingOf(of).toLocaleString()}</td>
                <td className="number">{of.away.toLocaleString()}</td>
                <td className="number">{percent === null ? t.noRate : t.rate(percent)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function People({ id, mustRead, sections, section, onSection }: { id: Id; mustRead: boolean; sections: readonly OfSection[]; section: Id | "none" | null; onSection: (section: Id | "none" | null) => void }) {
  const [stage, setStage] = useState<Stage | "all">("waiting");
  const [order, setOrder] = useState<api.Order>("reading");
  const wanted: api.Wanted = { stage: stage === "all" ? null : stage, section, order };
  const list = usePages(`broadcast ${id} people ${JSON.stringify(wanted)}`, (cursor) => api.recipients(id, wanted, cursor));
  useNews(id, list.reload);
  return (
    <>
      <div className="broadcast-row">
        <SortBar
          value={stage}
          onChange={setStage}
          options={[
            { value: "waiting", label: t.waiting(mustRead) },
            { value: "done", label: t.done(mustRead) },
            { value: "away", label: t.away },
            { value: "all", label: t.allStages },
          ]}
        />
        <SortBar
          value={order}
          onChange={setOrder}
          options={[
            { value: "reading", label: t.byReading },
            { value: "unit", label: t.byUnit },
          ]}
        />
        <SelectField label={t.section} value={section ?? ""} onChange={(event) => onSection(event.target.value || null)}>
          <option value="">{t.allStages}</option>
          {sections.map((of) => (
            <option key={of.unit_id ?? "none"} value={of.unit_id ?? "none"}>
              {of.name ?? t.noSection}
            </option>
          ))}
        </SelectField>
      </div>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <p className="hint">{t.noneThere}</p>
      </ListState>
      <ul className="broadcast-names">
        {list.items.map(({ person, stage: of, read_at, confirmed_at, operator, extension }) => (
          <li key={person.id}>
            <PersonRow person={person} watch={false}>
              <span className="broadcast-facts">
                <span className="tag">{t.stage(of, mustRead)}</span>
                {read_at && (
                  <small>
                    {t.readAt} {momentText(read_at)}
                  </small>
                )}
                {confirmed_at && (
                  <small>
                    {t.confirmedAt} {momentText(confirmed_at)} {operator && t.by(operator)}
                  </small>
                )}
                {of === "waiting" && extension && (
                  <small>
                    {t.extension} <Dial number={extension} />
                  </small>
                )}
              </span>
            </PersonRow>
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </>
  );
}
