import { useId, useRef, useState } from "react";
import { SelectField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import { announce } from "../../../../platform/announce.ts";
import { meet, type Title } from "../../../../platform/people.ts";
import { useUnits } from "../../../../platform/units.ts";
import type { CircleEntry } from "../../model.ts";
import { t } from "../../text.barriers.ts";
import { useNames } from "./useNames.ts";
import { entryText, withEntries } from "./words.ts";

interface Props {
  label: string;
  hint: string;
  circle: readonly CircleEntry[];
  titles: readonly Title[] | null;
  error: string | null;
  onChange: (circle: CircleEntry[]) => void;
}

const EMPTY: CircleEntry = { person_id: null, unit_id: null, title_id: null };

/** Whom a barrier names on one side: people by name, or whoever holds a post. */
export function CircleFields({ label, hint, circle, titles, error, onChange }: Props) {
  const units = useUnits();
  const names = useNames(circle, titles);
  const [unit, setUnit] = useState("");
  const [title, setTitle] = useState("");
  const box = useRef<HTMLFieldSetElement>(null);
  const id = useId();
  const add = (added: CircleEntry[]) => onChange(withEntries(circle, added));
  const addPost = () => {
    const entry = { ...EMPTY, unit_id: unit || null, title_id: title || null };
    add([entry]);
    announce(t.chosen(label, circle.length + 1));
    setUnit("");
    setTitle("");
    // What was just used is not to be pressed again.
    box.current?.querySelector("select")?.focus();
  };
  const remove = (at: number) => {
    onChange(circle.filter((_, index) => index !== at));
    // The button goes with its line; the focus stays in these fields.
    box.current?.querySelector<HTMLElement>('[role="combobox"]')?.focus();
  };
  return (
    <fieldset ref={box} className="circle" aria-describedby={[`${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ")}>
      <legend>{label}</legend>
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {circle.length === 0 ? (
        <p className="circle-none">{t.nobodyNamed}</p>
      ) : (
        <ul className="picker-chosen" aria-label={t.chosen(label, circle.length)}>
          {circle.map((entry, at) => {
            const text = entryText(entry, names);
            return (
              <li key={`${entry.person_id} ${entry.unit_id} ${entry.title_id}`} className="chip">
                <Icon name={entry.person_id ? "people" : entry.unit_id ? "unit" : "rule"} size={14} />
                {text}
                <button type="button" aria-label={t.remove(text)} onClick={() => remove(at)}>
                  <Icon name="close" size={14} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <PeoplePicker
        label={t.byName(label)}
        chosen={[]}
        without={circle.flatMap((entry) => entry.person_id ?? [])}
        withUnits={false}
        onChange={(people) => {
          meet(people);
          add(people.map((person) => ({ ...EMPTY, person_id: person.id })));
          announce(t.chosen(label, circle.length + people.length));
        }}
      />
      <div className="circle-post" role="group" aria-label={t.byPost(label)}>
        <SelectField label={t.unit} value={unit} onChange={(event) => setUnit(event.target.value)}>
          <option value="">{t.anyUnit}</option>
          {units.map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {`${"　".repeat(candidate.depth)}${candidate.name}`}
            </option>
          ))}
        </SelectField>
        <SelectField label={t.title} value={title} onChange={(event) => setTitle(event.target.value)}>
          <option value="">{t.anyTitle}</option>
          {(titles ?? []).map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {candidate.name}
            </option>
          ))}
        </SelectField>
        <button type="button" className="button" disabled={unit === "" && title === ""} onClick={addPost}>
          <Icon name="plus" size={16} />
          {t.addEntry}
        </button>
      </div>
    </fieldset>
  );
}
