import type { OffHours, OffHoursOfUnit } from "../../api.offhours.ts";
import { t } from "../../text.offhours.ts";

export type Measure = "said" | "called";

export const nameOf = (unit: OffHoursOfUnit) => unit.name || t.rest;
export const monthName = (month: string) => `${t.year(month.slice(0, 4))}${t.month(Number(month.slice(5)))}`;
export const sumOf = (unit: OffHoursOfUnit, measure: Measure) => unit.months.reduce((sum, month) => sum + month[measure], 0);

interface Props {
  report: OffHours;
  measure: Measure;
  /** The table's own id, which its region is named after. */
  id: string;
}

/** The units in official order with their months, and the sums of both. */
export function OffHoursTable({ report, measure, id }: Props) {
  const ofMonth = (place: number) => report.units.reduce((sum, unit) => sum + (unit.months[place]?.[measure] ?? 0), 0);
  const all = report.units.reduce((sum, unit) => sum + sumOf(unit, measure), 0);
  return (
    <div className="table-scroll" role="region" aria-labelledby={id} tabIndex={0}>
      <table className="table off-hours-table">
        <caption id={id}>{t[measure]}</caption>
        <thead>
          <tr>
            <th scope="col">{t.unit}</th>
            {report.months.map((month) => (
              <th key={month} scope="col">
                <small>{t.year(month.slice(0, 4))}</small> {t.month(Number(month.slice(5)))}
              </th>
            ))}
            <th scope="col">{t.sum}</th>
          </tr>
        </thead>
        <tbody>
          {report.units.map((unit) => (
            <tr key={unit.unit_id ?? ""}>
              <th scope="row">
                {unit.above.length > 0 && <small>{unit.above.join(" ")}</small>} {nameOf(unit)}
              </th>
              {unit.months.map((month, place) => (
                <td key={report.months[place]}>{month[measure].toLocaleString("ja-JP")}</td>
              ))}
              <td>{sumOf(unit, measure).toLocaleString("ja-JP")}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.total}</th>
            {report.months.map((month, place) => (
              <td key={month}>{ofMonth(place).toLocaleString("ja-JP")}</td>
            ))}
            <td>{all.toLocaleString("ja-JP")}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
