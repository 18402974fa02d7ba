import { useRef, useState } from "react";
import { SelectField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import type { Wire } from "../../../platform/api/wire.ts";
import type { Id } from "../../../platform/ids.ts";
import { useUnits } from "../../../platform/units.ts";
import type { Line } from "../model.ts";
import { t } from "../text.ts";
import { lineText, useKnown, type Names } from "./words.ts";

const EMPLOYMENTS: readonly Wire["Employment"][] = ["regular", "fiscal_year", "special", "councillor", "shared"];

interface Option {
  value: string;
  label: string;
}

/** Several of a list, chosen one by one; what is chosen stands above as chips. */
function Several({ label, options, chosen, name, onChange }: { label: string; options: readonly Option[]; chosen: readonly string[]; name: (value: string) => string; onChange: (next: string[]) => void }) {
  const box = useRef<HTMLDivElement>(null);
  // The button goes with its chip; the focus stays in these fields.
  const focus = () => box.current?.querySelector<HTMLElement>("select")?.focus();
  return (
    <div ref={box} className="broadcast-several">
      {chosen.length > 0 && (
        <ul className="picker-chosen" aria-label={label}>
          {chosen.map((value) => (
            <li key={value} className="chip">
              {name(value)}
              <button
                type="button"
                aria-label={t.removeFrom(name(value))}
                onClick={() => {
                  onChange(chosen.filter((other) => other !== value));
                  focus();
                }}
              >
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <SelectField label={label} value="" onChange={(event) => event.target.value && onChange([...chosen, event.target.value])}>
        <option value="">{t.addTo(label)}</option>
        {options
          .filter(({ value }) => !chosen.includes(value))
          .map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
      </SelectField>
    </div>
  );
}

/** One condition of an audience: everybody who meets all that is chosen; nothing chosen is all of the staff. */
export function LineFields({ line, names, fault, onChange, onRemove }: { line: Line; names: Names; fault: string | null; onChange: (next: Line) => void; onRemove: () => void }) {
  const units = useUnits();
  const { titles, places } = useKnown();
  const [open, setOpen] = useState(true);
  const words = lineText(line, names);
  const ranks = [...new Map(titles.map((title) => [title.rank, title.name])).entries()].sort(([one], [other]) => one - other);
  return (
    <li className="broadcast-condition">
      <div className="broadcast-condition-head">
        <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? "down" : "right"} size={14} />
          {words}
        </button>
        <button type="button" className="icon-button small" aria-label={t.removeLine(words)} onClick={onRemove}>
          <Icon name="close" size={16} />
        </button>
      </div>
      {fault && <p className="field-error">{fault}</p>}
      {open && (
        <div className="broadcast-condition-fields">
          <Several label={t.lineUnits} options={units.map((unit) => ({ value: unit.id, label: `${"　".repeat(unit.depth)}${unit.name}` }))} chosen={line.units} name={names.unit} onChange={(next: Id[]) => onChange({ ...line, units: next })} />
          <Several label={t.lineTitles} options={titles.map(({ id, name }) => ({ value: id, label: name }))} chosen={line.titles} name={names.title} onChange={(next: Id[]) => onChange({ ...line, titles: next })} />
          <SelectField label={t.lineRank} value={line.max_rank ?? ""} onChange={(event) => onChange({ ...line, max_rank: event.target.value === "" ? null : Number(event.target.value) })}>
            <option value="">{t.anyRank}</option>
            {ranks.map(([rank, name]) => (
              <option key={rank} value={rank}>
                {t.rankOrHigher(name)}
              </option>
            ))}
          </SelectField>
          <Several label={t.lineEmployments} options={EMPLOYMENTS.map((kind) => ({ value: kind, label: t.employment(kind) }))} chosen={line.employments} name={t.employment} onChange={(next) => onChange({ ...line, employments: next as Line["employments"] })} />
          {places.length > 0 && <Several label={t.linePlaces} options={places.map(({ id, name }) => ({ value: id, label: name }))} chosen={line.places} name={names.place} onChange={(next: Id[]) => onChange({ ...line, places: next })} />}
        </div>
      )}
    </li>
  );
}
