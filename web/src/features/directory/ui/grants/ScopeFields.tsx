import { useRef, useState } from "react";
import { SelectField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { useUnits } from "../../../../platform/units.ts";
import type { NewGrant } from "../../model.ts";
import { t } from "../../text.grants.ts";
import { isByUnit, SCOPES, scopeText, type Scope } from "./words.ts";

interface Props {
  draft: NewGrant;
  error: string | null;
  onChange: (change: Partial<NewGrant>) => void;
}

/** For which part of the organisation a share is given. */
export function ScopeFields({ draft, error, onChange }: Props) {
  const units = useUnits();
  const [unit, setUnit] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const divides = draft.parts.every((part) => isByUnit(part.function));
  const nameOf = (id: string) => units.find((candidate) => candidate.id === id)?.name ?? t.gone;
  const add = () => {
    onChange({ unit_ids: [...new Set([...draft.unit_ids, unit])] });
    setUnit("");
    box.current?.querySelector<HTMLElement>(".grant-units select")?.focus();
  };
  const remove = (id: string) => {
    onChange({ unit_ids: draft.unit_ids.filter((other) => other !== id) });
    // The button goes with its line; the focus stays in these fields.
    box.current?.querySelector<HTMLElement>(".grant-units select")?.focus();
  };
  return (
    <div ref={box} className="grant-group">
      <SelectField label={t.scope} hint={divides ? undefined : t.scopeOnlyAll} error={draft.scope === "chosen" ? null : error} disabled={!divides} value={draft.scope} onChange={(event) => onChange({ scope: event.target.value as Scope })}>
        {SCOPES.map((scope) => (
          <option key={scope} value={scope}>
            {scopeText(scope)}
          </option>
        ))}
      </SelectField>
      {draft.scope === "chosen" && (
        <div className="grant-units">
          {draft.unit_ids.length > 0 && (
            <ul className="picker-chosen" aria-label={t.chosen}>
              {draft.unit_ids.map((id) => (
                <li key={id} className="chip">
                  <Icon name="unit" size={14} />
                  {nameOf(id)}
                  <button type="button" aria-label={t.removeUnit(nameOf(id))} onClick={() => remove(id)}>
                    <Icon name="close" size={14} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <SelectField label={t.chosen} error={error} value={unit} onChange={(event) => setUnit(event.target.value)}>
            <option value="">{t.chooseUnit}</option>
            {units.map((candidate) => (
              <option key={candidate.id} value={candidate.id}>
                {`${"　".repeat(candidate.depth)}${candidate.name}`}
              </option>
            ))}
          </SelectField>
          <button type="button" className="button" disabled={unit === ""} onClick={add}>
            <Icon name="plus" size={16} />
            {t.addUnit}
          </button>
        </div>
      )}
    </div>
  );
}
