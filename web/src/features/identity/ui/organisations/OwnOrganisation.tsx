import { useState } from "react";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { useLoad } from "../../../../platform/load.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.organisations.ts";
import { t } from "../../text.organisations.ts";
import { FormError } from "../Start.tsx";
import { ColourField } from "./ColourField.tsx";
import "./organisations.css";

/** What one's own organisation is called and looks like. */
export default function OwnOrganisation() {
  const own = useLoad("own organisation", api.own);
  return (
    <section className="admin-page" aria-labelledby="own-title">
      <h1 id="own-title">{t.nameAndColour}</h1>
      <p className="hint organisations-hint">{t.nameAndColourHint}</p>
      {own.error ? <Failed error={own.error} retry={own.reload} /> : own.value ? <Form own={own.value} /> : <Loading />}
    </section>
  );
}

function Form({ own }: { own: api.Organisation }) {
  const [name, setName] = useState(own.name);
  const [reading, setReading] = useState(own.reading);
  const [colour, setColour] = useState(own.colour);
  const { error, busy, submit } = useSubmit(async () => {
    await api.changeOwn({ name, reading, colour });
    toast(t.saved);
  });
  return (
    <form className="form founding" onSubmit={submit}>
      <TextField label={t.name} required value={name} error={fieldError(error, "name")} onChange={(event) => setName(event.target.value)} />
      <TextField label={t.reading} hint={t.readingHint} value={reading} error={fieldError(error, "reading")} onChange={(event) => setReading(event.target.value)} />
      <ColourField value={colour} name={name} onChange={setColour} />
      <FormError error={error} />
      <div className="form-actions">
        <button type="submit" className="button primary" disabled={busy || name.trim() === ""}>
          {t.save}
        </button>
      </div>
    </form>
  );
}
