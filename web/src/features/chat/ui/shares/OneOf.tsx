import { useId, type ReactNode } from "react";

interface Props<Row> {
  label: string;
  hint?: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  chosen: string | null;
  onChoose: (row: Row) => void;
  show: (row: Row) => ReactNode;
  /** A field by which a long list is searched. */
  search?: { label: string; text: string; onChange: (text: string) => void };
  /** What stands below the rows: what else can be chosen, or that there is nothing. */
  children?: ReactNode;
}

/** One of a list that may be long; the browser's radio keys work. */
export function OneOf<Row>({ label, hint, rows, keyOf, chosen, onChoose, show, search, children }: Props<Row>) {
  const id = useId();
  return (
    <fieldset className="one-of" aria-describedby={hint ? `${id}-hint` : undefined}>
      <legend>{label}</legend>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {search && <input className="input" type="search" aria-label={search.label} placeholder={search.label} value={search.text} onChange={(event) => search.onChange(event.target.value)} />}
      {rows.length > 0 && (
        <div className="one-of-rows">
          {rows.map((row) => (
            <label key={keyOf(row)} className="one-of-row">
              <input type="radio" name={id} checked={keyOf(row) === chosen} onChange={() => onChoose(row)} />
              {show(row)}
            </label>
          ))}
        </div>
      )}
      {children}
    </fieldset>
  );
}
