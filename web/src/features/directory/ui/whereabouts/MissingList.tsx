import { useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { SelectField } from "../../../../design/Field.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { Dial } from "../../../../design/people/Dial.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { timeText } from "../../../../platform/dates.ts";
import { allPages, useDebounced, useLoad, usePages } from "../../../../platform/load.ts";
import { may } from "../../../../platform/powers.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.whereabouts.ts";
import type { Missing } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";
import { ruleNews } from "./Rule.tsx";

const columns: Column<Missing>[] = [
  [t.unit, ({ person }) => person.unit ?? ""],
  [t.name, ({ person }) => person.name],
  [t.reading, ({ person }) => person.reading],
  [t.staffNumber, ({ staff_number }) => staff_number],
  [t.phone, ({ extension }) => extension ?? ""],
  [t.reminded, ({ reminded_at }) => (reminded_at ? timeText(reminded_at) : "")],
];

/** Who has not said today where they are, how many of each unit, and a calm word to them. */
export function MissingList() {
  const me = useMe();
  const news = useStore(ruleNews, (count) => count);
  const [unit, setUnit] = useState("");
  const [text, setText] = useState("");
  const [asks, setAsks] = useState(false);
  const search = useDebounced(text.trim());
  const filter = { q: search, unit };
  const counts = useLoad(`missing units ${news}`, api.missingOfUnits);
  const page = (cursor: string | null, limit?: number) => api.missing(filter, cursor, limit);
  const list = usePages(`missing ${search} ${unit} ${news}`, (cursor) => page(cursor));
  const units = counts.value?.units ?? [];
  const missing = units.reduce((sum, one) => sum + one.missing, 0);
  const of = units.reduce((sum, one) => sum + one.of, 0);
  const remind = async () => {
    try {
      toast(t.reminding((await api.remind(filter)).count));
    } catch (error) {
      toast(problemText(error), "error");
    }
    list.reload();
  };
  return (
    <section aria-labelledby="missing-title">
      <header className="admin-head">
        <h2 id="missing-title">{t.missing}</h2>
        {may(me, "people", "change") && (
          <button type="button" className="button primary" disabled={list.items.length === 0} onClick={() => setAsks(true)}>
            {t.remind}
          </button>
        )}
      </header>
      {counts.value?.counting && <p role="status">{t.missingCount(missing, of)}</p>}
      {counts.value && !counts.value.counting ? (
        <Empty icon="clock" title={t.missingOff}>
          <p>{t.missingOffHint}</p>
        </Empty>
      ) : (
        <>
          <div className="pane-tools">
            <SelectField label={t.unit} value={unit} onChange={(event) => setUnit(event.target.value)}>
              <option value="">{t.allUnits(missing)}</option>
              {units.map((one) => (
                <option key={one.unit_id} value={one.unit_id}>
                  {t.ofUnit(one.unit_name, one.missing, one.of)}
                </option>
              ))}
            </SelectField>
            <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
            <ExportButton name={t.missing} columns={columns} pages={() => allPages((cursor) => page(cursor, 200))} />
          </div>
          <ListState loading={list.loading || counts.loading} error={list.error ?? counts.error} empty={list.items.length === 0} retry={list.reload}>
            {search ? (
              <p role="status">{t.nothingFound}</p>
            ) : (
              <Empty icon="check" title={t.missingNone}>
                <p>{t.missingNoneHint}</p>
              </Empty>
            )}
          </ListState>
          {list.items.length > 0 && (
            <div className="table-scroll">
              <table className="table">
                <thead>
                  <tr>
                    {[t.name, t.staffNumber, t.phone, t.reminded].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {list.items.map((line) => (
                    <tr key={line.person.id}>
                      <td>
                        <PersonRow person={line.person} watch={false} />
                      </td>
                      <td className="number">{line.staff_number}</td>
                      <td className="number">{line.extension && <Dial number={line.extension} />}</td>
                      <td>{line.reminded_at && t.remindedAt(timeText(line.reminded_at))}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <MoreButton more={list.more} />
        </>
      )}
      {asks && <Confirm title={t.remind} text={t.remindAsk(t.those)} confirm={t.remind} onConfirm={() => void remind()} onClose={() => setAsks(false)} />}
    </section>
  );
}
