import { useRef, useState } from "react";
import { MomentField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, SelectField, TextField } from "../../../design/Field.tsx";
import { newId, type Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { tell } from "../../../platform/refusals.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { fieldOf, instantOf, type Meeting } from "../model.ts";
import { hear } from "../store.ts";
import { t } from "../text.ts";

interface Props {
  room: Id;
  /** The one that is changed. */
  meeting?: Meeting;
  /** What is known of a new one. */
  about?: { title: string; startsAt: string };
  onClose: () => void;
  onMade: (meeting: Meeting) => void;
}

/** Asks for what a new meeting needs, or changes one. */
export function CallMeeting({ room, meeting, about, onClose, onMade }: Props) {
  const me = useMe();
  // What somebody else changes meanwhile stands, unless it is the same field.
  const [before] = useState(meeting);
  const [title, setTitle] = useState(meeting?.title ?? about?.title ?? "");
  const [startsAt, setStartsAt] = useState(about?.startsAt ?? fieldOf(meeting?.starts_at ?? null));
  const [place, setPlace] = useState(meeting?.place ?? "");
  const [chair, setChair] = useState<Id>(meeting?.chair.id ?? me.person.id);
  const [previous, setPrevious] = useState<Id>("");
  const [told, setTold] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  // Sent again after a lost answer, it is the same meeting.
  const id = useRef(newId());
  const message = useRef(newId());
  const members = usePages(room, (cursor) => api.members(room, cursor));
  const others = usePages(`${room} before`, (cursor) => api.list(room, cursor));
  const people = members.items.filter(({ role, person }) => role !== "reader" && !person.bot).map(({ person }) => person);
  const known = people.some((person) => person.id === chair);
  const at = instantOf(startsAt);

  const save = async () => {
    if (busy || title.trim() === "" || at === null) return;
    setBusy(true);
    try {
      const made = before
        ? await api.edit(before.id, {
            ...(title.trim() === before.title ? {} : { title: title.trim() }),
            ...(startsAt === fieldOf(before.starts_at) ? {} : { starts_at: at }),
            ...(place.trim() === before.place ? {} : { place: place.trim() }),
            ...(chair === before.chair.id ? {} : { chair_id: chair }),
          })
        : await api.begin(room, { id: id.current, title: title.trim(), starts_at: at, place: place.trim(), chair_id: chair, previous_id: previous || null, tell: told ? message.current : null });
      hear(made);
      onClose();
      onMade(made);
    } catch (refused) {
      setError(refused);
      setBusy(false);
      if (!["title", "place", "chair_id", "previous_id"].some((field) => fieldError(refused, field))) await tell(refused);
    }
  };
  return (
    <Dialog
      title={meeting ? t.edit : t.newMeeting}
      onClose={onClose}
      actions={
        <button type="submit" form="call-meeting" className="button primary" disabled={busy || title.trim() === "" || at === null}>
          {meeting ? t.save : t.call}
        </button>
      }
    >
      <form
        id="call-meeting"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField label={t.name} hint={t.nameHint} required maxLength={120} value={title} error={fieldError(error, "title")} onChange={(event) => setTitle(event.currentTarget.value)} />
        <MomentField label={t.startsAt} required value={startsAt} onChange={(next) => setStartsAt(next)} />
        <TextField label={t.place} hint={t.placeHint} maxLength={120} value={place} error={fieldError(error, "place")} onChange={(event) => setPlace(event.currentTarget.value)} />
        <SelectField label={t.chair} value={chair} error={fieldError(error, "chair_id")} onChange={(event) => setChair(event.currentTarget.value)}>
          {!known && <option value={chair}>{meeting?.chair.name ?? me.person.name}</option>}
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </SelectField>
        {!meeting && (
          <>
            <SelectField label={t.previous} value={previous} error={fieldError(error, "previous_id")} onChange={(event) => setPrevious(event.currentTarget.value)}>
              <option value="">{t.noPrevious}</option>
              {others.items.map((other) => (
                <option key={other.id} value={other.id}>
                  {other.title}
                </option>
              ))}
            </SelectField>
            <label className="check">
              <input type="checkbox" checked={told} onChange={(event) => setTold(event.currentTarget.checked)} />
              {t.tellRoom}
            </label>
          </>
        )}
      </form>
    </Dialog>
  );
}
