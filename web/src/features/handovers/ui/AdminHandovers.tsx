import { useState } from "react";
import { ExportButton, type Column } from "../../../design/export/ExportButton.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { dayOf, dayText } from "../../../platform/dates.ts";
import { allPages, useDebounced, usePages } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { stageOf, type Line } from "../model.ts";
import { t } from "../text.ts";
import { StateTag } from "./StateTag.tsx";
import "./handovers.css";

const STAGES = ["untouched", "draft", "handed", "taken_over"] as const;

const columns = (): Column<Line>[] => [
  [t.unit, ({ post }) => post],
  [t.person, ({ person }) => person.name],
  [t.day, ({ last_day }) => last_day ?? ""],
  [t.stage, (line) => t.state(stageOf(line))],
  [t.handedAt, ({ handed_at }) => (handed_at ? dayOf(handed_at) : "")],
  [t.takenAt, ({ taken_over_at }) => (taken_over_at ? dayOf(taken_over_at) : "")],
];

/** Who has handed over and who has not, by unit: what the personnel department looks at before the first of April. */
export function AdminHandovers() {
  const [stage, setStage] = useState("open");
  const [text, setText] = useState("");
  const title = useArrival();
  const q = useDebounced(text.trim());
  const page = (cursor: string | null, limit?: number) => api.all({ q, stage }, cursor, limit);
  const list = usePages(`handovers ${q} ${stage}`, (cursor) => page(cursor));
  return (
    <section className="admin-page" aria-labelledby="handovers-title">
      <header className="admin-head">
        <h1 id="handovers-title" ref={title} tabIndex={-1}>
          {t.admin}
        </h1>
      </header>
      <p className="hint">{t.adminHint}</p>
      <div className="pane-tools">
        <select className="input handovers-stage" aria-label={t.stage} value={stage} onChange={(event) => setStage(event.currentTarget.value)}>
          <option value="open">{t.notDone}</option>
          {STAGES.map((one) => (
            <option key={one} value={one}>
              {t.state(one)}
            </option>
          ))}
          <option value="">{t.everything}</option>
        </select>
        <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <ExportButton name={t.admin} columns={columns()} pages={() => allPages((cursor) => page(cursor, 200))} />
      </div>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        {q || stage !== "open" ? (
          <p role="status">{t.nothingFound}</p>
        ) : (
          <Empty icon="move" title={t.none}>
            <p>{t.noneHint}</p>
          </Empty>
        )}
      </ListState>
      {list.items.length > 0 && (
        <div className="table-scroll" role="region" aria-labelledby="handovers-title" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                {[t.unit, t.person, t.day, t.stage, t.handedAt, t.takenAt].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.items.map((line) => (
                <tr key={line.id}>
                  <td>{line.post}</td>
                  <td>
                    <PersonRow person={line.person} watch={false} />
                  </td>
                  <td className="number">{line.last_day ? dayText(line.last_day) : t.noDay}</td>
                  <td className="number">
                    <StateTag line={line} />
                  </td>
                  <td className="number">{line.handed_at ? dayText(dayOf(line.handed_at), false) : ""}</td>
                  <td className="number">{line.taken_over_at ? dayText(dayOf(line.taken_over_at), false) : ""}</td>
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
