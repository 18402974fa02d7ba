import { fieldText, reasonText, sortText, type Difference, type Sort } from "../model.ts";
import { t } from "../text.ts";

interface Props {
  lines: readonly Difference[];
  /** All of one sort, or of any. */
  sort: Sort | null;
}

/** The lines of a report: whose, what, as it is, as it will be; of what is wrong, where and why. */
export function ReportTable({ lines, sort }: Props) {
  const ofPeople = sort !== "unit";
  return (
    <table className="table transfer-report">
      <thead>
        <tr>
          {sort === null && <th scope="col">{t.sort}</th>}
          {sort === "conflict" && <th scope="col">{t.line}</th>}
          {ofPeople && <th scope="col">{t.staffNumber}</th>}
          {ofPeople && <th scope="col">{t.person}</th>}
          {sort === "conflict" ? (
            <th scope="col">{t.reason}</th>
          ) : (
            <>
              <th scope="col">{t.field}</th>
              <th scope="col">{t.before}</th>
              <th scope="col">{t.after}</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.number}>
            {sort === null && <td className="number">{line.sort === "conflict" ? <b className="field-error">{sortText(line.sort)}</b> : sortText(line.sort)}</td>}
            {sort === "conflict" && <td className="number">{line.line && t.lineNumber(line.line)}</td>}
            {ofPeople && <td className="number">{line.staff_number}</td>}
            {ofPeople && (
              <td className="transfer-person">
                {line.name}
                {line.reading && <small className="block">{line.reading}</small>}
              </td>
            )}
            <What line={line} sort={sort} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function What({ line, sort }: { line: Difference; sort: Sort | null }) {
  if (sort === "conflict") return <td>{reasonText(line)}</td>;
  if (line.sort === "conflict")
    return (
      <>
        <td className="number">{line.line && t.lineNumber(line.line)}</td>
        <td colSpan={2}>{reasonText(line)}</td>
      </>
    );
  return (
    <>
      <td className="number">{fieldText(line.field)}</td>
      <td>{line.before || <span className="transfer-none">{t.nothing}</span>}</td>
      <td>{line.after || <span className="transfer-none">{t.nothing}</span>}</td>
    </>
  );
}
