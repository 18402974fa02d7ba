import { useState } from "react";
import { createPortal } from "react-dom";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { postText } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { usePrinting } from "../../../../design/usePrinting.ts";
import { momentText } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import { useMe } from "../../../../platform/session.ts";
import { offHours, type OffHours as Report, type OffHoursOfUnit } from "../../api.offhours.ts";
import { t } from "../../text.offhours.ts";
import { monthName, nameOf, OffHoursTable, sumOf, type Measure } from "./table.tsx";
import "./offhours.css";

const MEASURES: readonly Measure[] = ["said", "called"];

function columnsOf(report: Report): Column<OffHoursOfUnit>[] {
  const measured = MEASURES.flatMap((measure): Column<OffHoursOfUnit>[] => [
    ...report.months.map((month, place): Column<OffHoursOfUnit> => [t.column(monthName(month), t[measure]), (unit) => unit.months[place]?.[measure] ?? 0]),
    [t.column(t.sum, t[measure]), (unit) => sumOf(unit, measure)],
  ]);
  return [[t.above, (unit) => unit.above.join(" ")], [t.unit, nameOf], ...measured];
}

/** The units, and a last row with the sums of all. */
async function* rowsOf(report: Report): AsyncIterable<readonly OffHoursOfUnit[]> {
  const sum = (place: number, measure: Measure) => report.units.reduce((all, unit) => all + (unit.months[place]?.[measure] ?? 0), 0);
  const months = report.months.map((_, place) => ({ said: sum(place, "said"), called: sum(place, "called") }));
  yield await Promise.resolve([...report.units, { unit_id: "", name: t.total, above: [], months }]);
}

/** How much the sections say outside the hours of offices. */
export default function OffHours() {
  const title = useArrival();
  const loaded = useLoad("off hours", offHours);
  const [measure, setMeasure] = useState<Measure>("said");
  const [printing, setPrinting] = useState(false);
  const report = loaded.value;
  const some = report && report.units.length > 0 ? report : null;
  return (
    <section className="admin-page" aria-labelledby="off-hours-title">
      <header className="admin-head">
        <h1 id="off-hours-title" ref={title} tabIndex={-1}>
          {t.title}
        </h1>
        {some && (
          <div className="admin-head-actions">
            <ExportButton name={t.title} columns={columnsOf(some)} pages={() => rowsOf(some)} />
            <button type="button" className="button" onClick={() => setPrinting(true)}>
              <Icon name="print" size={18} />
              {t.print}
            </button>
          </div>
        )}
      </header>
      <p className="hint">{t.hint}</p>
      <p className="hint">{t.few}</p>
      <ListState loading={loaded.loading} error={loaded.error} empty={!some} retry={loaded.reload}>
        <Empty icon="clock" title={t.empty}>
          <p>{t.emptyHint}</p>
        </Empty>
      </ListState>
      {some && (
        <>
          <fieldset className="off-hours-measure">
            <legend>{t.measure}</legend>
            {MEASURES.map((one) => (
              <label key={one}>
                <input type="radio" name="off-hours-measure" checked={one === measure} onChange={() => setMeasure(one)} />
                {t[one]}
              </label>
            ))}
          </fieldset>
          <p className="hint">{t.calledHint}</p>
          <OffHoursTable report={some} measure={measure} id="off-hours-table" />
        </>
      )}
      {some && printing && <Print report={some} onDone={() => setPrinting(false)} />}
    </section>
  );
}

/** Both tables on A4, across: beside the page, which paper does not show. Opens the browser's printing. */
function Print({ report, onDone }: { report: Report; onDone: () => void }) {
  const me = useMe();
  const [printedAt] = useState(() => Date.now());
  usePrinting(onDone);
  return createPortal(
    <div className="off-hours-print">
      <h1>{t.title}</h1>
      <p>
        {me.organisation.name} ・ {t.printed(`${me.person.name} ${postText(me.person)}`, momentText(printedAt))}
      </p>
      {MEASURES.map((measure) => (
        <OffHoursTable key={measure} report={report} measure={measure} id={`off-hours-printed-${measure}`} />
      ))}
      <p>{t.hint}</p>
      <p>{t.few}</p>
    </div>,
    document.body,
  );
}
