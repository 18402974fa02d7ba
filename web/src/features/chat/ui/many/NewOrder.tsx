import { useState } from "react";
import { Choice, fieldError, SelectField, TextArea, TextField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import { UNIT_KINDS, unitKindText, type UnitKind } from "../../../../design/people/unitKinds.ts";
import { useArrival } from "../../../../design/useArrival.ts";
import { useSubmit } from "../../../../design/useSubmit.ts";
import type { Answer } from "../../../../platform/api/wire.ts";
import { call } from "../../../../platform/http.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { useDebounced, useLoad } from "../../../../platform/load.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.orders.ts";
import { t } from "../../text.many.ts";
import { SavingField } from "../downloads/SavingField.tsx";
import { templateName } from "../templates/names.ts";
import { PlannedTable } from "./PlannedTable.tsx";
import { problem, stateText } from "./words.ts";
import "./many.css";

/** What stands for the unit's name. */
const SLOT = "{課}";
/** Titles that are seen at once: whoever is in the rooms of all sections is high in office. */
const HIGHEST = 8;

const toggled = <T,>(list: readonly T[], item: T, on: boolean) => (on ? [...list, item] : list.filter((other) => other !== item));

/** Orders a room with each of many units, after a look at what would be made. */
export default function NewOrder() {
  const heading = useArrival();
  const units = useUnits();
  const titles = useLoad("titles", async () => (await call<Answer<"list_titles">>("GET", "/titles")).items);
  const templates = useLoad("room templates", api.templates);
  const [sort, setSort] = useState<"own" | "with">("with");
  const [chosenTitles, setTitles] = useState<readonly Id[]>([]);
  const [people, setPeople] = useState<PersonBrief[]>([]);
  const [kinds, setKinds] = useState<readonly UnitKind[]>(["section"]);
  const [below, setBelow] = useState("");
  const [without, setWithout] = useState<readonly Id[]>([]);
  const [pattern, setPattern] = useState(SLOT);
  const [purpose, setPurpose] = useState("");
  const [template, setTemplate] = useState("");
  const [opening, setOpening] = useState<api.Opening>({ first: "", headings: [], no_forwarding: false, pages: [] });
  // The same id for every try: a second press after a lost answer orders nothing twice.
  const [id] = useState(newId);

  const scope = { sort, kinds: [...kinds], below: below === "" ? null : below, units: [], pattern, people: sort === "with" ? people.map((person) => person.id) : [], titles: sort === "with" ? [...chosenTitles] : [] };
  const lacksPeople = sort === "with" && people.length === 0 && chosenTitles.length === 0;
  const lacksSlot = !pattern.includes(SLOT);
  const lacksKind = kinds.length === 0;
  const key = useDebounced(JSON.stringify(scope), 300);
  const preview = useLoad(`preview ${key}`, async () => (lacksPeople || lacksSlot || lacksKind ? [] : api.previewRooms(scope)));
  const planned = lacksPeople || lacksSlot || lacksKind ? [] : (preview.value ?? []);
  // Only what is seen is ordered: not while the list is of an earlier wish.
  const isSeen = key === JSON.stringify(scope) && !preview.loading && !preview.error;
  const wanted = planned.filter((room) => room.state === "new" && !without.includes(room.unit_id));
  const { error, busy, submit } = useSubmit(async () => {
    const order = await api.orderRooms({ id, scope: { ...scope, without: [...without] }, purpose: purpose.trim(), opening });
    navigate(`/admin/room-orders/${order.id}`, { replace: true });
  });

  // What somebody wrote themselves stays; what the template before brought goes with it.
  const choose = (chosen: string) => {
    const wordsOf = (key: string) => templates.value?.find((one) => one.key === key)?.words;
    const [was, is] = [wordsOf(template), wordsOf(chosen)];
    setTemplate(chosen);
    if (purpose === "" || purpose === was?.purpose) setPurpose(is?.purpose ?? "");
    const keepsFirst = opening.first !== "" && opening.first !== was?.opening.first;
    setOpening({ first: keepsFirst ? opening.first : (is?.opening.first ?? ""), headings: is?.opening.headings ?? [], no_forwarding: is?.opening.no_forwarding ?? opening.no_forwarding, downloads: is ? (is.opening.downloads ?? "everyone") : (opening.downloads ?? "everyone"), pages: [] });
  };

  const ranked = [...(titles.value ?? [])].sort((a, b) => a.rank - b.rank);
  const titleCheck = (title: { id: Id; name: string }) => (
    <label key={title.id} className="check">
      <input type="checkbox" checked={chosenTitles.includes(title.id)} onChange={(event) => setTitles(toggled(chosenTitles, title.id, event.currentTarget.checked))} />
      {title.name}
    </label>
  );

  return (
    <section className="admin-page" aria-labelledby="new-order-title">
      <h1 id="new-order-title" ref={heading} tabIndex={-1}>
        {t.newOrder}
      </h1>
      <form className="form" onSubmit={submit}>
        <div className="many-fields">
          <Choice
            label={t.sort}
            value={sort}
            onChange={setSort}
            options={[
              { value: "with", label: t.sortWith, hint: t.sortWithHint },
              { value: "own", label: t.sortUnit, hint: t.sortUnitHint },
            ]}
          />
          {sort === "with" && (
            <>
              <fieldset className="choice">
                <legend>{t.titles}</legend>
                <p className="hint">{t.titlesHint}</p>
                <div className="title-checks">{ranked.slice(0, HIGHEST).map(titleCheck)}</div>
                {ranked.length > HIGHEST && (
                  <details>
                    <summary>{t.otherTitles}</summary>
                    <div className="title-checks">{ranked.slice(HIGHEST).map(titleCheck)}</div>
                  </details>
                )}
              </fieldset>
              <PeoplePicker label={t.always} chosen={people} onChange={setPeople} withUnits={false} staff />
            </>
          )}
          <fieldset className="choice">
            <legend>{t.kinds}</legend>
            {UNIT_KINDS.filter((kind) => units.some((unit) => unit.kind === kind)).map((kind) => (
              <label key={kind} className="check">
                <input type="checkbox" checked={kinds.includes(kind)} onChange={(event) => setKinds(toggled(kinds, kind, event.currentTarget.checked))} />
                {t.kindCount(unitKindText(kind), units.filter((unit) => unit.kind === kind).length)}
              </label>
            ))}
          </fieldset>
          <SelectField label={t.below} value={below} onChange={(event) => setBelow(event.currentTarget.value)}>
            <option value="">{t.everywhere}</option>
            {units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {`${"　".repeat(unit.depth)}${unit.name} (${unit.head_count})`}
              </option>
            ))}
          </SelectField>
          <TextField label={t.pattern} hint={t.patternHint} required maxLength={60} value={pattern} onChange={(event) => setPattern(event.currentTarget.value)} error={lacksSlot ? t.needsSlot : fieldError(error, "pattern")} />
          <TextField label={t.purpose} maxLength={250} value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} error={fieldError(error, "purpose")} />
          <SelectField label={t.template} value={template} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">{t.noTemplate}</option>
            {(templates.value ?? []).map((one) => (
              <option key={one.key} value={one.key}>
                {templateName(one)}
              </option>
            ))}
          </SelectField>
          <TextArea label={t.first} hint={t.firstHint} rows={4} value={opening.first} onChange={(event) => setOpening({ ...opening, first: event.currentTarget.value })} error={fieldError(error, "first")} />
          {opening.headings.length > 0 && <p className="hint">{t.headings(opening.headings.length)}</p>}
          <label className="check">
            <input type="checkbox" checked={opening.no_forwarding} onChange={(event) => setOpening({ ...opening, no_forwarding: event.currentTarget.checked })} />
            {t.noForwarding}
          </label>
          <SavingField value={opening.downloads} onChange={(downloads) => setOpening({ ...opening, downloads })} />
        </div>
        <h2 id="planned-title">{t.list}</h2>
        {lacksPeople ? (
          <p>{t.needsPeople}</p>
        ) : (
          <>
            <ListState loading={preview.loading} error={preview.error} empty={planned.length === 0} retry={preview.reload}>
              <p>{lacksSlot ? t.needsSlot : t.nothing}</p>
            </ListState>
            {planned.length > 0 && (
              <>
                <p className="hint">{t.listHint}</p>
                <PlannedTable
                  rooms={planned}
                  labelledby="planned-title"
                  choice={(room) =>
                    room.state === "new" ? (
                      <label className="check">
                        <input type="checkbox" checked={!without.includes(room.unit_id)} onChange={(event) => setWithout(toggled(without, room.unit_id, !event.currentTarget.checked))} />
                        {room.name}
                      </label>
                    ) : (
                      room.name
                    )
                  }
                  state={(room) => (room.state === "new" && without.includes(room.unit_id) ? t.stateLeft : stateText(room.state))}
                />
              </>
            )}
          </>
        )}
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problem(error)}
          </p>
        )}
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={busy || !isSeen || wanted.length === 0}>
            {t.make(wanted.length)}
          </button>
          <Link className="button" href="/admin/room-orders">
            {t.toOrders}
          </Link>
        </div>
      </form>
    </section>
  );
}
