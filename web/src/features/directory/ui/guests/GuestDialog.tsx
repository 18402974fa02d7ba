import { useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, SelectField, TextField } from "../../../../design/Field.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { dayOf } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { NewGuest } from "../../model.ts";
import { t } from "../../text.guests.ts";
import { OnePerson } from "../OnePerson.tsx";
import { KINDS, latestDay } from "./days.ts";
import "./guests.css";

const hasFault = (error: unknown, field: string) => error instanceof Problem && error.fields.some((fault) => fault.field === field);

interface Props {
  title: string;
  given: NewGuest;
  sponsor: PersonBrief | null;
  confirm: string;
  onSave: (guest: NewGuest) => Promise<void>;
  onClose: () => void;
}

/** Writes a guest down, or changes one. */
export function GuestDialog({ title, given, sponsor: before, confirm, onSave, onClose }: Props) {
  const [values, setValues] = useState(given);
  const [sponsor, setSponsor] = useState(before);
  const set = (change: Partial<NewGuest>) => setValues((now) => ({ ...now, ...change }));
  const today = dayOf(Date.now());
  const resident = values.kind === "resident";
  const complete = sponsor !== null && [values.family_name, values.family_reading, values.purpose, values.last_day, resident ? "-" : values.affiliation].every((text) => text.trim() !== "");
  const { error, busy, submit } = useSubmit(async () => {
    if (!sponsor) return;
    await onSave({ ...values, sponsor_id: sponsor.id, email: values.email?.trim() || null, mobile: values.mobile?.trim() || null });
    onClose();
  });
  const text = (name: "family_name" | "given_name" | "family_reading" | "given_reading", label: string, required: boolean) => (
    <TextField label={label} required={required} maxLength={40} autoComplete="off" value={values[name]} error={fieldError(error, name)} onChange={(event) => set({ [name]: event.target.value })} />
  );
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="guest" className="button primary" disabled={busy || !complete}>
            {busy ? t.saving : confirm}
          </button>
        </>
      }
    >
      <form id="guest" className="form" onSubmit={submit}>
        <p className="guest-sees">{t.sees}</p>
        <div className="form-row">
          {text("family_name", t.familyName, true)}
          {text("given_name", t.givenName, false)}
        </div>
        <div className="form-row">
          {text("family_reading", t.familyReading, true)}
          {text("given_reading", t.givenReading, false)}
        </div>
        <SelectField label={t.kind} hint={resident ? t.residentHint : undefined} value={values.kind} onChange={(event) => set({ kind: event.target.value as NewGuest["kind"] })}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t[kind]}
            </option>
          ))}
        </SelectField>
        <TextField label={t.affiliation} hint={resident ? t.affiliationResident : t.affiliationHint} required={!resident} maxLength={80} autoComplete="off" value={values.affiliation} error={fieldError(error, "affiliation")} onChange={(event) => set({ affiliation: event.target.value })} />
        <TextField label={t.purpose} hint={t.purposeHint} required maxLength={200} autoComplete="off" value={values.purpose} error={fieldError(error, "purpose")} onChange={(event) => set({ purpose: event.target.value })} />
        <div className="field">
          <OnePerson label={t.sponsor} person={sponsor} change={t.changeSponsor} onChange={setSponsor} />
          <p className="hint">{t.sponsorHint}</p>
          {hasFault(error, "sponsor_id") && <p className="field-error">{t.sponsorUnknown}</p>}
        </div>
        <DayField label={t.lastDay} hint={t.lastDayHint} required min={today} max={latestDay(today)} value={values.last_day} error={hasFault(error, "last_day") ? t.dayRange : null} onChange={(next) => set({ last_day: next })} />
        <div className="form-row">
          <TextField label={t.email} type="email" autoComplete="off" value={values.email ?? ""} error={fieldError(error, "email")} onChange={(event) => set({ email: event.target.value })} />
          <TextField label={t.mobile} type="tel" autoComplete="off" maxLength={20} value={values.mobile ?? ""} error={fieldError(error, "mobile")} onChange={(event) => set({ mobile: event.target.value })} />
        </div>
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
