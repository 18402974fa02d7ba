import { useState } from "react";
import { Choice, SelectField } from "../../../../design/Field.tsx";
import { meet, peopleStore, type Title } from "../../../../platform/people.ts";
import { useStore } from "../../../../platform/store.ts";
import { useUnits } from "../../../../platform/units.ts";
import type { CircleEntry } from "../../model.ts";
import { t } from "../../text.grants.ts";
import { OnePerson } from "../OnePerson.tsx";

const NOBODY: CircleEntry = { person_id: null, unit_id: null, title_id: null };

/** Whether somebody is named at all. */
export const isNamed = ({ person_id, unit_id, title_id }: CircleEntry) => Boolean(person_id ?? unit_id ?? title_id);

interface Props {
  holder: CircleEntry;
  titles: readonly Title[] | null;
  error: string | null;
  onChange: (holder: CircleEntry) => void;
}

/** To whom a share is given: whoever holds a post, or a person. */
export function HolderFields({ holder, titles, error, onChange }: Props) {
  const units = useUnits();
  const [by, setBy] = useState<"post" | "person">(holder.person_id ? "person" : "post");
  const person = useStore(peopleStore, (people) => (holder.person_id ? (people[holder.person_id] ?? null) : null));
  return (
    <div className="grant-group">
      <Choice
        label={t.holder}
        value={by}
        options={[
          { value: "post", label: t.byPost, hint: t.byPostHint },
          { value: "person", label: t.byPerson, hint: t.byPersonHint },
        ]}
        onChange={(next) => {
          setBy(next);
          onChange(NOBODY);
        }}
      />
      {by === "post" ? (
        <div className="form-row">
          <SelectField label={t.unit} value={holder.unit_id ?? ""} onChange={(event) => onChange({ ...holder, unit_id: event.target.value || null })}>
            <option value="">{t.anyUnit}</option>
            {units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {`${"　".repeat(unit.depth)}${unit.name}`}
              </option>
            ))}
          </SelectField>
          <SelectField label={t.title} value={holder.title_id ?? ""} onChange={(event) => onChange({ ...holder, title_id: event.target.value || null })}>
            <option value="">{t.anyTitle}</option>
            {(titles ?? []).map((title) => (
              <option key={title.id} value={title.id}>
                {title.name}
              </option>
            ))}
          </SelectField>
        </div>
      ) : (
        <OnePerson
          label={t.person}
          person={person}
          change={t.choosePerson}
          onChange={(chosen) => {
            if (chosen) meet([chosen]);
            onChange({ ...NOBODY, person_id: chosen?.id ?? null });
          }}
        />
      )}
      {error && <p className="field-error">{error}</p>}
    </div>
  );
}
