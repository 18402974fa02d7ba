import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { SelectField, TextArea, TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { announce } from "../../../platform/announce.ts";
import type { AddingProps } from "../../../platform/cards.ts";
import { newId } from "../../../platform/ids.ts";
import { operatorId } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { ownNews, put } from "../store.ts";
import { t } from "../text.ts";
import { Files, wholeOf, type Brought } from "./Files.tsx";
import { SectionField } from "./SectionField.tsx";
import { fault, problem } from "./words.ts";
import "./slips.css";

/** After how many 開庁日 a section may be told again. */
const REMINDERS = [1, 2, 3, 5, 10];

/** Tells a section of a parcel. */
export default function ParcelDialog({ room, thread, asPost, shared, onClose }: AddingProps) {
  const form = useId();
  // The same id while the dialog stands: sent twice, it is one parcel.
  const [id] = useState(newId);
  const [unit, setUnit] = useState("");
  const [sender, setSender] = useState("");
  const [pieces, setPieces] = useState("1");
  const [place, setPlace] = useState("");
  const [note, setNote] = useState("");
  const [remind, setRemind] = useState("3");
  const [files, setFiles] = useState<readonly Brought[]>([]);
  const { error, busy, submit } = useSubmit(async () => {
    const filled = { kind: "parcel" as const, unit_id: unit, sender, pieces: Number(pieces) || 0, place, note, remind_after: remind === "" ? null : Number(remind) };
    put(await api.make(room, { id, form: filled, files: wholeOf(files), thread, as_post: asPost, operator_id: operatorId() }));
    ownNews();
    announce(t.sent);
    onClose();
  });
  const failed = (field: string) => fault(error, field);
  const listed = Boolean(error) && ["to", "sender", "pieces", "place", "note"].every((field) => !failed(field));
  return (
    <Dialog
      title={t.addParcel}
      onClose={onClose}
      insists={[unit, sender, place, note].some((words) => words !== "") || files.length > 0}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || unit === "" || place.trim() === "" || files.some(({ state }) => state !== "whole")}>
            {t.send}
          </button>
        </>
      }
    >
      <form id={form} className="slip-form" onSubmit={submit}>
        {shared && <p className="hint">{t.sharedRoom}</p>}
        <SectionField label={t.forSection} required value={unit} error={failed("to")} onChange={setUnit} />
        <TextField label={t.sender} value={sender} error={failed("sender")} onChange={(event) => setSender(event.currentTarget.value)} />
        <TextField label={t.pieces} type="number" min={1} max={9999} required value={pieces} error={failed("pieces")} onChange={(event) => setPieces(event.currentTarget.value)} />
        <TextField label={t.place} required value={place} error={failed("place")} onChange={(event) => setPlace(event.currentTarget.value)} />
        <TextArea label={t.note} rows={2} value={note} error={failed("note")} onChange={(event) => setNote(event.currentTarget.value)} />
        <Files label={t.pictures} choose={t.addPictures} accept="image/*" files={files} onChange={setFiles} />
        <SelectField label={t.remind} value={remind} onChange={(event) => setRemind(event.currentTarget.value)}>
          <option value="">{t.remindNever}</option>
          {REMINDERS.map((days) => (
            <option key={days} value={String(days)}>
              {t.remindAfter(days)}
            </option>
          ))}
        </SelectField>
        <p className="hint">{t.sentOnce}</p>
        {listed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
