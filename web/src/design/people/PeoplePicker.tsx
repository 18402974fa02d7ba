import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import type { Answer } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { belongsToInputMethod } from "../../platform/ime.ts";
import { useDebounced, useLoad } from "../../platform/load.ts";
import { meet, useFindable, type PersonBrief } from "../../platform/people.ts";
import { focused } from "../focus.ts";
import { Icon } from "../Icon.tsx";
import { t } from "../text.ts";
import { PersonRow } from "./PersonRow.tsx";

interface Props {
  label: string;
  chosen: readonly PersonBrief[];
  onChange: (people: PersonBrief[]) => void;
  /** Not offered: already there. */
  without?: readonly Id[];
  autoFocus?: boolean;
  /** Offers to take everybody of a unit at once. */
  withUnits?: boolean;
  /** Offers those who do not take part yet as well. */
  outside?: boolean;
  /** Offers neither guests nor bots. */
  staff?: boolean;
}

const SHOWN = 30;

/** Chooses people by name, reading, unit, title or extension; the keyboard alone is enough. */
export function PeoplePicker({ label, chosen, onChange, without = [], autoFocus = false, withUnits = true, outside = false, staff = false }: Props) {
  const [text, setText] = useState("");
  const [unit, setUnit] = useState("");
  const [active, setActive] = useState(0);
  const settled = useDebounced(text.trim(), 150);
  // An emptied field is empty at once: what stands below would move a moment after somebody was chosen, away from under a press.
  const search = text.trim() === "" ? "" : settled;
  const asked = search !== "" || unit !== "";
  const id = useId();
  const listBox = useRef<HTMLUListElement>(null);
  const findable = useFindable();
  const found = useLoad(`${search}|${unit}|${findable}`, async () => {
    if (!asked) return [];
    const page = await call<Answer<"list_people">>("GET", `/people${query({ q: search, unit, active: true, outside: outside || null, limit: unit ? 200 : SHOWN })}`);
    meet(page.items);
    return page.items;
  });
  const units = useLoad(withUnits ? `units ${findable}` : "none", async () => (withUnits ? (await call<Answer<"list_units">>("GET", "/units")).items : []));
  const hidden = new Set([...without, ...chosen.map((person) => person.id)]);
  const offered = (asked ? (found.value ?? []) : []).filter((person) => !hidden.has(person.id) && !(staff && (person.guest || person.bot)));
  useEffect(() => setActive(0), [search, unit]);
  useEffect(() => {
    listBox.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const add = (people: readonly PersonBrief[]) => {
    onChange([...chosen, ...people]);
    setText("");
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event)) return;
    const person = offered[active];
    if (event.key === "ArrowDown") setActive((at) => Math.min(at + 1, offered.length - 1));
    else if (event.key === "ArrowUp") setActive((at) => Math.max(at - 1, 0));
    else if (event.key === "Enter" && person && text !== "") add([person]);
    else if (event.key === "Backspace" && text === "" && chosen.length > 0) onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  };

  return (
    <div className="picker">
      <label htmlFor={id}>{label}</label>
      {chosen.length > 0 && (
        <ul className="picker-chosen" aria-label={t.chosen(chosen.length)}>
          {chosen.map((person) => (
            <li key={person.id} className="chip">
              {person.name}
              <button type="button" aria-label={t.removePerson(person.name)} onClick={() => onChange(chosen.filter((other) => other.id !== person.id))}>
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="picker-search">
        <input
          id={id}
          className="input"
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={offered[active] ? `${id}-${offered[active].id}` : undefined}
          autoComplete="off"
          ref={autoFocus ? focused : undefined}
          placeholder={t.searchPeople}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {withUnits && (
          <select className="input" aria-label={t.units} value={unit} onChange={(event) => setUnit(event.target.value)}>
            <option value="">{t.units}</option>
            {(units.value ?? []).map((candidate) => (
              <option key={candidate.id} value={candidate.id}>
                {`${"　".repeat(candidate.depth)}${candidate.name} (${candidate.head_count})`}
              </option>
            ))}
          </select>
        )}
      </div>
      {unit !== "" && offered.length > 0 && (
        <button type="button" className="link-button" onClick={() => add(offered)}>
          {`+ ${t.chosen(offered.length)}`}
        </button>
      )}
      {asked && !found.loading && offered.length === 0 && <p className="hint">{t.noPeople}</p>}
      <ul ref={listBox} id={`${id}-list`} role="listbox" aria-label={label} className="picker-list" hidden={offered.length === 0}>
        {offered.map((person, index) => (
          // Keys go through the input above, which keeps the focus.
          <li key={person.id} id={`${id}-${person.id}`} role="option" tabIndex={-1} aria-selected={index === active} onMouseDown={(event) => event.preventDefault()} onClick={() => add([person])}>
            <PersonRow person={person} watch={false} />
          </li>
        ))}
      </ul>
    </div>
  );
}
