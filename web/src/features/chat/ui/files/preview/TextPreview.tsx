import { useEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { SelectField } from "../../../../../design/Field.tsx";
import { announce } from "../../../../../platform/announce.ts";
import { t as downloads } from "../../../text.downloads.ts";
import { t } from "../../../text.preview.ts";
import { sizeOf } from "../size.ts";
import { beginning, type Beginning } from "./bytes.ts";
import { columnName, MOST_COLUMNS, MOST_ROWS, separatorOf, tableOf } from "./csv.ts";
import { decoded, ENCODINGS, encodingName, guess, isNoText } from "./decode.ts";
import { printed } from "./printing.ts";
import type { StageProps } from "./Stage.ts";

const MOST_BYTES = 1 << 20;
/** Rows that are drawn at a time. */
const STEP = 200;

/** A text in whatever encoding it came, or the table that stands in it. Everything in it is letters: nothing is drawn as a page. */
export function TextPreview({ file, tools, onPrintable, isTable, held }: StageProps & { isTable: boolean; /** Its bytes, where they are on this device. */ held?: Blob | null }) {
  const [found, setFound] = useState<Beginning | null>(null);
  const [failed, setFailed] = useState(false);
  const [chosen, setChosen] = useState("");
  const [asText, setAsText] = useState(!isTable);
  const shown = useRef<HTMLDivElement>(null);
  const barred = file.bytes !== undefined;
  const at = held ?? file.bytes ?? file.at;
  useEffect(() => {
    const leaving = new AbortController();
    beginning(at, MOST_BYTES, leaving.signal).then(setFound, () => leaving.signal.aborted || setFailed(true));
    return () => leaving.abort();
  }, [at]);
  const guessed = useMemo(() => (found ? guess(found.bytes) : "utf-8"), [found]);
  const encoding = ENCODINGS.find((one) => one === chosen) ?? guessed;
  const text = useMemo(() => (found ? decoded(found.bytes, encoding) : null), [found, encoding]);
  const readable = text !== null && text !== "" && !isNoText(text);
  useEffect(() => {
    if (!readable) return undefined;
    onPrintable(async () => {
      if (!asText) await printed(...onPaper(text));
      else if (shown.current) await printed(shown.current.cloneNode(true));
    });
    return () => onPrintable(null);
  }, [readable, asText, text, onPrintable]);

  if (failed) return <p className="viewer-note">{t.gone}</p>;
  if (!found || text === null) return <p className="viewer-note">{t.loading}</p>;
  return (
    <div className="viewer-text">
      {tools &&
        createPortal(
          <>
            <SelectField label={t.encoding} value={chosen} onChange={(event) => setChosen(event.target.value)}>
              <option value="">{t.guessed(encodingName[guessed])}</option>
              {ENCODINGS.map((one) => (
                <option key={one} value={one}>
                  {encodingName[one]}
                </option>
              ))}
            </SelectField>
            {isTable && (
              <button type="button" className="button" onClick={() => setAsText(!asText)}>
                {asText ? t.asTable : t.asText}
              </button>
            )}
          </>,
          tools,
        )}
      {found.size > found.bytes.length && <p className="viewer-note">{barred ? downloads.onlyBeginning : t.onlyBeginning(sizeOf(found.bytes.length), sizeOf(found.size))}</p>}
      {text === "" && <p className="viewer-note">{t.empty}</p>}
      {isNoText(text) && <p className="viewer-note">{barred ? downloads.cannotHave : t.notText}</p>}
      {readable && <div ref={shown}>{asText ? <pre>{text}</pre> : <Rows text={text} barred={barred} />}</div>}
    </div>
  );
}

/** A table for paper, where all rows stand that were read, and not those alone that are drawn. */
function onPaper(text: string): HTMLElement[] {
  const { rows, more } = tableOf(text, separatorOf(text));
  const table = Object.assign(document.createElement("table"), { className: "viewer-table" });
  for (const row of rows) {
    const line = table.insertRow();
    for (const cell of row) line.insertCell().textContent = cell;
  }
  return more ? [table, Object.assign(document.createElement("p"), { textContent: t.onlyRows(MOST_ROWS) })] : [table];
}

function Rows({ text, barred }: { text: string; barred: boolean }) {
  const table = useMemo(() => tableOf(text, separatorOf(text)), [text]);
  const [most, setMost] = useState(STEP);
  const rows = table.rows.slice(0, most);
  const columns = Array.from({ length: table.columns }, (_, at) => columnName(at));
  const more = () => {
    setMost(most + STEP);
    announce(t.rowsOf(Math.min(most + STEP, table.rows.length), table.rows.length));
  };
  return (
    <>
      <table className="viewer-table">
        <caption className="visually-hidden">{t.table(table.rows.length)}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t.row}</span>
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              <th scope="row">{at + 1}</th>
              {columns.map((column, index) => (
                <td key={column}>{row[index] ?? ""}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.wider && <p className="viewer-note">{t.onlyColumns(MOST_COLUMNS)}</p>}
      {rows.length < table.rows.length && (
        <p className="viewer-note">
          {t.rowsOf(rows.length, table.rows.length)}{" "}
          <button type="button" className="button" onClick={more}>
            {t.moreRows}
          </button>
        </p>
      )}
      {table.more && rows.length === table.rows.length && <p className="viewer-note">{barred ? downloads.onlyBeginning : t.onlyRows(MOST_ROWS)}</p>}
    </>
  );
}

export default TextPreview;
