import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Choice, fieldError, SelectField, TextField } from "../../../../design/Field.tsx";
import { kindWord, untilText } from "../../../../design/people/WhereaboutsTag.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { dayOf, timeText } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useMe } from "../../../../platform/session.ts";
import { holding } from "../../../../platform/whereabouts.ts";
import { tell } from "../../actions.whereabouts.ts";
import * as api from "../../api.whereabouts.ts";
import { atMinute, clockOf, endOfDay, hoursLeft, KINDS, minuteOf, type Kind, type NewWhereabouts } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";
import PointChoice from "../floors/PointChoice.tsx";
import "./whereabouts.css";

const OTHER = "other";
const KEPT = "kept";

interface Props {
  person: Pick<PersonBrief, "id" | "name" | "whereabouts">;
  /** What is proposed where nothing was said. */
  kind?: Kind;
  onClose: () => void;
}

/** Where somebody is, in all that can be said: way, place, telephone there, and until when. */
export default function WhereaboutsDialog({ person, kind: proposed = "out", onClose }: Props) {
  const me = useMe();
  const now = Date.now();
  const said = holding(person.whereabouts, now);
  const places = useLoad("places", api.places);
  const [kind, setKind] = useState<Kind | "none">(said ? (said.kind ?? "none") : proposed);
  const [place, setPlace] = useState(said?.place_id ?? (said?.place ? OTHER : ""));
  const [point, setPoint] = useState(said?.point_id ?? "");
  const [words, setWords] = useState(said?.place_id ? "" : (said?.place ?? ""));
  const [extension, setExtension] = useState(said?.own_extension ?? "");
  const isDay = !said || (said.until && Date.parse(said.until) === Date.parse(endOfDay(now)));
  // What is said until another day than today keeps that day, as no other is offered here.
  const kept = said?.until && !isDay && dayOf(said.until) !== dayOf(now) ? said.until : null;
  // "" for as long as nobody changes it, "day", an hour in minutes, "kept", or "other".
  const [until, setUntil] = useState(isDay ? "day" : kept ? KEPT : said.until ? OTHER : "");
  const [typed, setTyped] = useState(said?.until && !isDay && !kept ? timeText(said.until) : "");
  const [wrong, setWrong] = useState<string | null>(null);
  const list = places.value?.items ?? [];
  const free = list.length === 0 || place === OTHER;

  /** Until when, or what is wrong with it. */
  const instant = (): { until: string | null } | { wrong: string } => {
    if (until === "") return { until: null };
    if (until === "day") return { until: endOfDay(now) };
    if (until === KEPT) return { until: kept };
    if (until !== OTHER) return { until: atMinute(now, Number(until)) };
    const minute = minuteOf(typed);
    if (minute === null) return { wrong: t.noTime };
    const at = atMinute(now, minute);
    return Date.parse(at) <= Date.now() ? { wrong: t.past } : { until: at };
  };
  const { error, busy, submit, run } = useSubmit(async () => {
    const when = instant();
    setWrong("wrong" in when ? when.wrong : null);
    if ("wrong" in when) return;
    const where: NewWhereabouts = free ? { place: words.trim() || null } : { place_id: place || null, point_id: (place && point) || null };
    await tell(person, { kind: kind === "none" ? null : kind, ...where, extension: extension.trim() || null, until: when.until });
    onClose();
  });
  const clear = () =>
    run(async () => {
      await tell(person, {});
      onClose();
    });
  return (
    <Dialog
      title={person.id === me.person.id ? t.own : t.of(person.name)}
      onClose={onClose}
      actions={
        <>
          {said && (
            <button type="button" className="button" disabled={busy} onClick={clear}>
              {t.clear}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="whereabouts-form" className="button primary" disabled={busy}>
            {busy ? t.saving : t.save}
          </button>
        </>
      }
    >
      <form id="whereabouts-form" className="form whereabouts-form" onSubmit={submit}>
        <Choice label={t.kind} value={kind} onChange={setKind} options={[...KINDS.map((value) => ({ value, label: kindWord(value) })), { value: "none" as const, label: t.noKind }]} />
        {list.length > 0 && (
          <SelectField
            label={t.place}
            value={place}
            onChange={(event) => {
              setPlace(event.target.value);
              setPoint("");
            }}
          >
            <option value="">{t.noPlace}</option>
            {list.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
            <option value={OTHER}>{t.otherPlace}</option>
          </SelectField>
        )}
        {!free && place && <PointChoice key={place} place={place} value={point} error={fieldError(error, "point_id")} onChange={setPoint} />}
        {free && <TextField label={list.length > 0 ? t.otherPlaceLabel : t.place} maxLength={100} value={words} error={fieldError(error, "place")} onChange={(event) => setWords(event.target.value)} />}
        <TextField label={t.extension} maxLength={30} inputMode="tel" value={extension} error={fieldError(error, "extension")} onChange={(event) => setExtension(event.target.value)} />
        <SelectField label={t.until} value={until} onChange={(event) => setUntil(event.target.value)}>
          {hoursLeft(now).map((minute) => (
            <option key={minute} value={String(minute)}>
              {t.untilClock(clockOf(minute))}
            </option>
          ))}
          <option value="day">{t.untilDay}</option>
          <option value="">{t.untilNone}</option>
          {kept && <option value={KEPT}>{untilText(kept)}</option>}
          <option value={OTHER}>{t.untilOther}</option>
        </SelectField>
        {until === OTHER && <TextField label={t.untilTyped} hint={t.untilHint} required value={typed} error={wrong ?? fieldError(error, "until")} onChange={(event) => setTyped(event.target.value)} />}
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
