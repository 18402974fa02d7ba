import { useState } from "react";
import { SelectField, TextField } from "../../../design/Field.tsx";
import type { Id } from "../../../platform/ids.ts";
import { finds } from "../../../platform/reading.ts";
import { useUnits } from "../../../platform/units.ts";
import { t } from "../text.ts";

// Below this many all are in sight without looking for them.
const MANY = 12;

interface Props {
  label: string;
  value: Id;
  error?: string | null;
  required?: boolean;
  onChange: (unit: Id) => void;
}

/** Chooses a section in 建制順; of many, those that some words find. */
export function SectionField({ label, value, error = null, required = false, onChange }: Props) {
  const units = useUnits();
  const [words, setWords] = useState("");
  const found = units.filter((unit) => unit.id === value || finds(words, [unit.name, unit.reading, unit.short_name]));
  return (
    <>
      {units.length > MANY && <TextField label={t.findSection} hint={t.findSectionHint} type="search" value={words} onChange={(event) => setWords(event.currentTarget.value)} />}
      <SelectField label={label} required={required} value={value} error={error} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t.chooseSection}</option>
        {found.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {`${"\u3000".repeat(unit.depth)}${unit.name}`}
          </option>
        ))}
      </SelectField>
    </>
  );
}
