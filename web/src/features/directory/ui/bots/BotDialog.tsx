import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { Problem } from "../../../../platform/http.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { NewBot } from "../../model.ts";
import { t } from "../../text.bots.ts";
import { OnePerson } from "../OnePerson.tsx";

interface Props {
  title: string;
  given: NewBot;
  sponsor: PersonBrief | null;
  confirm: string;
  onSave: (bot: NewBot) => Promise<void>;
  onClose: () => void;
}

/** Makes a bot, or changes what is said of one. */
export function BotDialog({ title, given, sponsor: before, confirm, onSave, onClose }: Props) {
  const [values, setValues] = useState(given);
  const [sponsor, setSponsor] = useState(before);
  const set = (change: Partial<NewBot>) => setValues((now) => ({ ...now, ...change }));
  const complete = sponsor !== null && [values.name, values.reading, values.purpose].every((text) => text.trim() !== "");
  const { error, busy, submit } = useSubmit(async () => {
    if (!sponsor) return;
    await onSave({ ...values, sponsor_id: sponsor.id });
    onClose();
  });
  // The name is told to the directory as a family name.
  const fault = (field: "name" | "reading") => fieldError(error, field) ?? fieldError(error, field === "name" ? "family_name" : "family_reading");
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="bot" className="button primary" disabled={busy || !complete}>
            {busy ? t.saving : confirm}
          </button>
        </>
      }
    >
      <form id="bot" className="form" onSubmit={submit}>
        <TextField label={t.name} hint={t.nameHint} required maxLength={40} autoComplete="off" value={values.name} error={fault("name")} onChange={(event) => set({ name: event.target.value })} />
        <TextField label={t.reading} required maxLength={40} autoComplete="off" value={values.reading} error={fault("reading")} onChange={(event) => set({ reading: event.target.value })} />
        <TextField label={t.purpose} hint={t.purposeHint} required maxLength={200} autoComplete="off" value={values.purpose} error={fieldError(error, "purpose")} onChange={(event) => set({ purpose: event.target.value })} />
        <div className="field">
          <OnePerson label={t.sponsor} person={sponsor} change={t.changeSponsor} onChange={setSponsor} />
          <p className="hint">{t.sponsorHint}</p>
          {error instanceof Problem && error.fields.some(({ field }) => field === "sponsor_id") && <p className="field-error">{t.sponsorUnknown}</p>}
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
