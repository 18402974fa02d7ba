import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { Icon } from "../../../design/Icon.tsx";
import type { Id } from "../../../platform/ids.ts";
import { dayOf } from "../../../platform/dates.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { useDebounced, useLoad } from "../../../platform/load.ts";
import { meet } from "../../../platform/people.ts";
import { finds } from "../../../platform/reading.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { isSame, keyOf, MOST_PARTS, type Holder } from "../model.ts";
import { t } from "../text.ts";

/** A holder with what it is called. */
export interface Named {
  holder: Holder;
  name: string;
}

interface Props {
  room: Id;
  chosen: readonly Named[];
  error: string | null;
  onChange: (chosen: Named[]) => void;
}

const SHOWN = 8;

/** Chooses who does something, among those of the room and the posts that they hold; the keyboard alone is enough. */
export function Holders({ room, chosen, error, onChange }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const words = useDebounced(text.trim(), 150);
  const members = useLoad(`members ${room}`, async () => {
    const page = await api.members(room);
    const people = page.items.filter(({ role, person }) => role !== "reader" && !person.bot).map(({ person }) => person);
    meet(people);
    return people;
  });
  const posts = useLoad(`posts ${words}`, async () => (words === "" ? [] : (await api.posts(words)).items));
  useEffect(() => setActive(0), [words]);
  // Posts that nobody else holds are not among those found: what is left to one's successor is one's own as well.
  const own = useMe().person.posts.filter(({ name, valid_from: from }) => text.trim() !== "" && from <= dayOf(Date.now()) && finds(text.trim(), [name]));
  const people = (members.value ?? []).filter((person) => text.trim() !== "" && finds(text.trim(), [person.name, person.reading]));
  const offered: (Named & { detail: string })[] = [
    ...people.map((person) => ({ holder: { kind: "person" as const, person_id: person.id }, name: person.name, detail: [person.unit, person.title].filter(Boolean).join(" ") })),
    ...[...own, ...(text.trim() === "" ? [] : (posts.value ?? []))].map((post) => ({ holder: { kind: "post" as const, unit_id: post.unit_id, title_id: post.title_id ?? null }, name: post.name, detail: t.post })),
  ]
    .filter(({ holder }, place, all) => !chosen.some((one) => isSame(one.holder, holder)) && all.findIndex((one) => isSame(one.holder, holder)) === place)
    .slice(0, SHOWN);
  const add = ({ holder, name }: Named) => {
    if (chosen.length < MOST_PARTS) onChange([...chosen, { holder, name }]);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event)) return;
    const now = offered[active];
    if (event.key === "ArrowDown") setActive((at) => Math.min(at + 1, offered.length - 1));
    else if (event.key === "ArrowUp") setActive((at) => Math.max(at - 1, 0));
    // Those who are looked for may not be there yet: the form is not sent without them.
    else if (event.key === "Enter" && text !== "") {
      if (now) add(now);
    }
    else if (event.key === "Backspace" && text === "" && chosen.length > 0) onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  };
  return (
    <div className="picker">
      <label htmlFor={id}>{t.holders}</label>
      <p className="hint" id={`${id}-hint`}>
        {t.holdersHint}
      </p>
      {chosen.length > 0 && (
        <ul className="picker-chosen" aria-label={t.holders}>
          {chosen.map((one) => (
            <li key={keyOf(one.holder)} className="chip">
              {one.name}
              <button type="button" aria-label={t.removeHolder(one.name)} onClick={() => onChange(chosen.filter((other) => other !== one))}>
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        className="input"
        role="combobox"
        aria-expanded={offered.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={offered[active] ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}
        aria-invalid={error ? true : undefined}
        autoComplete="off"
        placeholder={t.findHolder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {words !== "" && !members.loading && !posts.loading && offered.length === 0 && <p className="hint">{t.noHolder}</p>}
      <ul id={`${id}-list`} role="listbox" aria-label={t.holders} className="picker-list" hidden={offered.length === 0}>
        {offered.map((one, place) => (
          // Keys go through the input above, which keeps the focus.
          <li key={keyOf(one.holder)} id={`${id}-${place}`} role="option" tabIndex={-1} aria-selected={place === active} onMouseDown={(event) => event.preventDefault()} onClick={() => add(one)}>
            <span className="task-holder">
              {one.name} <small>{one.detail}</small>
            </span>
          </li>
        ))}
      </ul>
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
