import { useRef } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import type { PersonBrief } from "../../../platform/people.ts";
import "./directory.css";

interface Props {
  label: string;
  person: PersonBrief | null;
  /** What the button says with which another one is chosen. */
  change: (name: string) => string;
  onChange: (person: PersonBrief | null) => void;
}

/** One person: found and chosen, then shown with a way to choose another. */
export function OnePerson({ label, person, change, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // The field and the person stand in for one another; the focus goes along.
  const focusSoon = (what: string) => requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(what)?.focus());
  return (
    <div ref={box}>
      {person ? (
        <div className="picker">
          <b>{label}</b>
          <div className="one-person">
            <PersonRow person={person} watch={false} />
            <button
              type="button"
              className="icon-button small"
              aria-label={change(person.name)}
              title={change(person.name)}
              onClick={() => {
                onChange(null);
                focusSoon("input");
              }}
            >
              <Icon name="close" size={16} />
            </button>
          </div>
        </div>
      ) : (
        <PeoplePicker
          label={label}
          chosen={[]}
          withUnits={false}
          onChange={(people) => {
            onChange(people[0] ?? null);
            focusSoon("button");
          }}
        />
      )}
    </div>
  );
}
