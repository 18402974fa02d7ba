import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.organisations.ts";
import { t } from "../../text.organisations.ts";
import { FormError } from "../Start.tsx";
import { ColourField } from "./ColourField.tsx";
import { ListedField } from "./ListedField.tsx";
import "./organisations.css";

interface Props {
  organisation: api.Organisation;
  /** All of them. */
  all: readonly api.Organisation[];
  onClose: () => void;
  onDone: () => void;
}

/** Changes what an organisation is called and looks like; its address stays. */
export function ChangeDialog({ organisation, all, onClose, onDone }: Props) {
  const [name, setName] = useState(organisation.name);
  const [reading, setReading] = useState(organisation.reading);
  const [colour, setColour] = useState(organisation.colour);
  const [listed, setListed] = useState(organisation.listed);
  const isHome = !organisation.code;
  const { error, busy, submit } = useSubmit(async () => {
    // Home is always listed.
    await api.change(organisation.id, { name, reading, colour, listed: isHome ? null : listed });
    toast(t.saved);
    onClose();
    onDone();
  });
  return (
    <Dialog
      title={t.changeOf(organisation.name)}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="change-organisation" className="button primary" disabled={busy || name.trim() === ""}>
            {t.save}
          </button>
        </>
      }
    >
      <form id="change-organisation" className="form" onSubmit={submit}>
        <TextField label={t.name} required value={name} error={fieldError(error, "name")} onChange={(event) => setName(event.target.value)} />
        <TextField label={t.reading} hint={t.readingHint} value={reading} error={fieldError(error, "reading")} onChange={(event) => setReading(event.target.value)} />
        <ColourField value={colour} name={name} among={all.filter((other) => other.id !== organisation.id)} onChange={setColour} />
        {!isHome && <ListedField value={listed} onChange={setListed} />}
        <FormError error={error} />
      </form>
    </Dialog>
  );
}
