import { useState } from "react";
import { fieldError, SelectField, TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import { useLoad } from "../../../platform/load.ts";
import { peopleStore, type PersonBrief } from "../../../platform/people.ts";
import { may } from "../../../platform/powers.ts";
import { tell } from "../../../platform/refusals.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { isEmpty, noLine, rechosen, type Audience, type Line } from "../model.ts";
import { t } from "../text.ts";
import { LineFields } from "./LineFields.tsx";
import { useNames } from "./words.ts";

type Part = "lines" | "except";

/** Whom a broadcast is for. */
export function AudienceFields({ audience, error, onChange }: { audience: Audience; error: unknown; onChange: (next: Audience) => void }) {
  const names = useNames(audience);
  const met = useStore(peopleStore, (people) => people);
  const known = (ids: readonly string[]): PersonBrief[] => ids.flatMap((id) => met[id] ?? []);
  // Whose name is not there yet has no chip, and is chosen all the same.
  const choose = (list: "people" | "except_people", people: readonly PersonBrief[]) => {
    const shown = known(audience[list]).map(({ id }) => id);
    onChange({ ...audience, [list]: rechosen(audience[list], shown, people.map(({ id }) => id)) });
  };
  const put = (part: Part, lines: Line[]) => onChange({ ...audience, [part]: lines });
  const lines = (part: Part) => (
    <ul className="broadcast-conditions">
      {audience[part].map((line, at) => (
        <LineFields
          // A condition has no name of its own; its place is what it is known by.
          key={at}
          line={line}
          names={names}
          fault={fieldError(error, `audience.${part}[${at}]`)}
          onChange={(next) => put(part, audience[part].map((other, place) => (place === at ? next : other)))}
          onRemove={() => put(part, audience[part].filter((_, place) => place !== at))}
        />
      ))}
    </ul>
  );
  const add = (part: Part, label: string) => (
    <button type="button" className="button" onClick={() => put(part, [...audience[part], noLine])}>
      <Icon name="plus" size={16} />
      {label}
    </button>
  );
  return (
    <div className="broadcast-whom">
      <p className="hint">{t.whomHint}</p>
      <SavedLists audience={audience} onChange={onChange} />
      <fieldset className="broadcast-group">
        <legend>{t.lines}</legend>
        {lines("lines")}
        {add("lines", t.addLine)}
      </fieldset>
      <PeoplePicker label={t.people} chosen={known(audience.people)} onChange={(people) => choose("people", people)} />
      <details className="broadcast-group" open={audience.except.length + audience.except_people.length > 0}>
        <summary>{t.except}</summary>
        {lines("except")}
        {add("except", t.addExcept)}
        <PeoplePicker label={t.exceptPeople} chosen={known(audience.except_people)} withUnits={false} onChange={(people) => choose("except_people", people)} />
      </details>
    </div>
  );
}

/** Audiences under a name: taken from, kept, and forgotten. */
function SavedLists({ audience, onChange }: { audience: Audience; onChange: (next: Audience) => void }) {
  const me = useMe();
  const lists = useLoad("broadcast lists", api.lists);
  const [chosen, setChosen] = useState("");
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const items = lists.value?.items ?? [];
  const list = items.find(({ id }) => id === chosen);
  const keep = async () => {
    try {
      await api.keepList({ name, shared, audience });
      toast(t.kept(name));
      setName("");
    } catch (error) {
      void tell(error);
    }
    lists.reload();
  };
  const remove = async () => {
    if (!list) return;
    try {
      await api.removeList(list.id);
    } catch (error) {
      void tell(error);
    }
    setChosen("");
    lists.reload();
  };
  return (
    <details className="broadcast-group" open={items.length > 0 && isEmpty(audience)}>
      <summary>{t.savedLists}</summary>
      {items.length > 0 && (
        <div className="broadcast-row">
          <SelectField label={t.useList} value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{t.chooseList}</option>
            {items.map((item) => (
              <option key={item.id} value={item.id}>
                {item.name} {item.shared && t.shared}
              </option>
            ))}
          </SelectField>
          <button type="button" className="button" disabled={!list} onClick={() => list && onChange(list.audience)}>
            {t.useList}
          </button>
          {list?.editable && (
            <button type="button" className="icon-button" aria-label={t.removeList(list.name)} onClick={() => void remove()}>
              <Icon name="trash" size={18} />
            </button>
          )}
        </div>
      )}
      <div className="broadcast-row">
        <TextField label={t.listName} value={name} onChange={(event) => setName(event.target.value)} />
        {may(me, "broadcasts", "release", null) && (
          <label className="check">
            <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
            {t.shareList}
          </label>
        )}
        <button type="button" className="button" disabled={name.trim() === "" || isEmpty(audience)} onClick={() => void keep()}>
          {t.keep}
        </button>
      </div>
    </details>
  );
}
