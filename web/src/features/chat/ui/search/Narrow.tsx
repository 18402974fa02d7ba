import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { SelectField, TextField } from "../../../../design/Field.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import type { Id } from "../../../../platform/ids.ts";
import { peopleStore } from "../../../../platform/people.ts";
import { isGuest } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { useUnits } from "../../../../platform/units.ts";
import { roomTitle } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.search.ts";

interface Props {
  room: Id | null;
  /** From which day to which, as they were typed. */
  days: { since: string; until: string };
  onPerson: (name: string) => void;
  onUnit: (name: string) => void;
  onRoom: (room: Id | null, since: string, until: string) => void;
  onClose: () => void;
}

/** Narrows a search down to people, a room and days without typing operators. */
export function Narrow({ room, days, onPerson, onUnit, onRoom, onClose }: Props) {
  const state = useStore(chatStore, (now) => now);
  const people = useStore(peopleStore, (all) => all);
  const [within, setWithin] = useState(room ?? "");
  const [since, setSince] = useState(days.since);
  const [until, setUntil] = useState(days.until);
  const units = useUnits();
  const rooms = Object.values(state.rooms)
    .map((one) => ({ id: one.id, title: roomTitle(one, people, state.me, chat.notesToSelf) }))
    .sort((one, other) => one.title.localeCompare(other.title, "ja"));
  return (
    <Dialog
      title={t.narrow}
      width="small"
      onClose={onClose}
      actions={
        <button
          type="button"
          className="button primary"
          onClick={() => {
            onRoom(within || null, since, until);
            onClose();
          }}
        >
          {t.narrowDone}
        </button>
      }
    >
      {!isGuest() && (
        <PeoplePicker
          label={t.byPerson}
          chosen={[]}
          withUnits={false}
          outside
          onChange={([person]) => {
            if (!person) return;
            onPerson(person.name);
            onClose();
          }}
        />
      )}
      {!isGuest() && (
        <SelectField
          label={t.byUnit}
          value=""
          onChange={(event) => {
            onUnit(event.target.value);
            onClose();
          }}
        >
          <option value="">{t.anyUnit}</option>
          {units.map((unit) => (
            <option key={unit.id} value={unit.name}>
              {"　".repeat(unit.depth) + unit.name}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField label={t.inRoom} value={within} onChange={(event) => setWithin(event.target.value)}>
        <option value="">{t.everywhere}</option>
        {rooms.map((one) => (
          <option key={one.id} value={one.id}>
            {one.title}
          </option>
        ))}
      </SelectField>
      <TextField label={t.since} hint={t.daysHint} value={since} autoComplete="off" onChange={(event) => setSince(event.target.value)} />
      <TextField label={t.until} value={until} autoComplete="off" onChange={(event) => setUntil(event.target.value)} />
    </Dialog>
  );
}
