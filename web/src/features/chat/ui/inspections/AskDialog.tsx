import { useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Choice, SelectField, TextArea, TextField } from "../../../../design/Field.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { lengthOf } from "../../../../platform/reading.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.inspections.ts";
import { t } from "../../text.inspections.ts";
import { inspectionField, inspectionProblem, roomOfLink } from "./words.ts";
import "./inspections.css";

const HOURS = [1, 2, 4, 8, 24, 48, 72];
const SHORTEST = 10;
const LONGEST = 500;

interface Props {
  /** The room that is asked for; without one the dialog asks which. */
  room: { id: Id; name: string } | null;
  onClose: () => void;
}

/** Asks to read a room of others, with a purpose. */
export default function AskDialog({ room, onClose }: Props) {
  const [way, setWay] = useState<"direct" | "link">("direct");
  const [people, setPeople] = useState<PersonBrief[]>([]);
  const [link, setLink] = useState("");
  const [purpose, setPurpose] = useState("");
  const [hours, setHours] = useState(4);
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  // The same id for every try: a second press after a lost answer asks no second time.
  const [id] = useState(newId);
  const linked = roomOfLink(link);
  const named = room !== null || (way === "direct" ? people.length > 0 : linked !== null);
  const length = lengthOf(purpose.trim());
  const complete = named && length >= SHORTEST && length <= LONGEST;
  const { error, busy, submit } = useSubmit(async () => {
    if (!complete) return;
    const which = room ? { room_id: room.id } : way === "link" ? { room_id: linked } : { people: people.map((person) => person.id) };
    const asked = await api.ask({ id, ...which, purpose: purpose.trim(), hours, from_day: from || null, until_day: until || null });
    toast(t.asked);
    onClose();
    navigate(`/admin/inspections/${asked.id}`);
  });
  return (
    <Dialog
      title={room ? t.askRoom(room.name) : t.ask}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="ask-inspection" className="button primary" disabled={!complete}>
            {busy ? t.sending : t.send}
          </button>
        </>
      }
    >
      <form id="ask-inspection" className="form" onSubmit={submit}>
        <p>{t.waitsFor}</p>
        {!room && (
          <>
            <Choice
              label={t.which}
              value={way}
              onChange={setWay}
              options={[
                { value: "direct", label: t.whichDirect, hint: t.whichDirectHint },
                { value: "link", label: t.whichLink, hint: t.whichLinkHint },
              ]}
            />
            <p className="hint">
              {t.whichList} <Link href="/admin/rooms">{t.toRooms}</Link>
            </p>
            {way === "direct" ? (
              <div className="inspection-people">
                <PeoplePicker label={t.people} chosen={people} onChange={setPeople} withUnits={false} />
                <p className="hint">{t.peopleTrace}</p>
              </div>
            ) : (
              <TextField label={t.link} hint={t.linkHint} required autoComplete="off" value={link} error={link !== "" && !linked ? t.noLink : null} onChange={(event) => setLink(event.target.value)} />
            )}
          </>
        )}
        <TextArea label={t.purpose} hint={t.purposeHint} required rows={4} value={purpose} error={inspectionField(error, "purpose")} onChange={(event) => setPurpose(event.target.value)} />
        <SelectField label={t.hours} hint={t.hoursHint} value={hours} error={inspectionField(error, "hours")} onChange={(event) => setHours(Number(event.target.value))}>
          {HOURS.map((count) => (
            <option key={count} value={count}>
              {t.hourCount(count)}
            </option>
          ))}
        </SelectField>
        <div>
          <div className="form-row">
            <DayField label={t.fromDay} value={from} max={until || undefined} past onChange={(next) => setFrom(next)} />
            <DayField label={t.untilDay} value={until} min={from || undefined} error={inspectionField(error, "until_day")} past onChange={(next) => setUntil(next)} />
          </div>
          <p className="hint">{t.daysHint}</p>
        </div>
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {inspectionProblem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
