import { useState } from "react";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { useLoad } from "../../../../platform/load.ts";
import { prefixOf } from "../../../../platform/place.ts";
import { COLOURS, type Colour } from "../../../../platform/marks.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import * as api from "../../api.organisations.ts";
import { t } from "../../text.organisations.ts";
import { FormError } from "../Start.tsx";
import { ColourField } from "./ColourField.tsx";
import { FoundedSheet } from "./FoundedSheet.tsx";
import { ListedField } from "./ListedField.tsx";
import { codeFault } from "./words.ts";
import "./organisations.css";

const LIST = "/admin/organisations";

/** Founds an organisation with its first administrator. */
export default function NewOrganisation() {
  const list = useLoad("organisations", api.organisations);
  const title = useArrival();
  if (list.error) return <Failed error={list.error} retry={list.reload} />;
  if (!list.value) return <Loading />;
  return (
    <section className="admin-page" aria-labelledby="found-title">
      <header className="founding-head">
        <Link className="founding-back" href={LIST}>
          <Icon name="back" size={18} />
          {t.organisations}
        </Link>
        <h1 id="found-title" ref={title} tabIndex={-1}>
          {t.found}
        </h1>
      </header>
      <Founding others={list.value} />
    </section>
  );
}

const nobody = { family_name: "", given_name: "", family_reading: "", given_reading: "", staff_number: "", email: "" };

function Founding({ others }: { others: readonly api.Organisation[] }) {
  const [name, setName] = useState("");
  const [reading, setReading] = useState("");
  const [code, setCode] = useState("");
  const [colour, setColour] = useState<Colour>(COLOURS[others.length % COLOURS.length] ?? "indigo");
  const [listed, setListed] = useState(true);
  const [first, setFirst] = useState(nobody);
  const [founded, setFounded] = useState<api.Founded | null>(null);
  const { error, busy, submit } = useSubmit(async () => setFounded(await api.found({ name, reading, code: code.trim(), colour, listed, ...first, email: first.email.trim() || null })));
  const field = (key: keyof typeof nobody, label: string, required = true) => (
    <TextField label={label} required={required} autoComplete="off" value={first[key]} error={fieldError(error, key)} onChange={(event) => setFirst({ ...first, [key]: event.target.value })} />
  );
  if (founded) return <FoundedSheet founded={founded} person={`${first.family_name} ${first.given_name}`} onDone={() => navigate(LIST)} />;
  return (
    <form className="form founding" onSubmit={submit}>
      <TextField label={t.name} required hint={t.nameHint} autoComplete="off" value={name} error={fieldError(error, "name")} onChange={(event) => setName(event.target.value)} />
      <TextField label={t.reading} hint={t.readingHint} autoComplete="off" value={reading} error={fieldError(error, "reading")} onChange={(event) => setReading(event.target.value)} />
      <TextField
        label={t.code}
        required
        hint={`${t.codeHint} ${t.codeExample(`${location.origin}${prefixOf(code.trim() || t.codeInstead)}/`)}`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={code}
        error={codeFault(error)}
        onChange={(event) => setCode(event.target.value)}
      />
      <ColourField value={colour} name={name} among={others} onChange={setColour} />
      <ListedField value={listed} onChange={setListed} />
      <fieldset className="founding-first">
        <legend>{t.first}</legend>
        <p className="hint">{t.firstHint}</p>
        <div className="form-row">
          {field("family_name", t.familyName)}
          {field("given_name", t.givenName)}
        </div>
        <div className="form-row">
          {field("family_reading", t.familyReading)}
          {field("given_reading", t.givenReading)}
        </div>
        {field("staff_number", t.staffNumber)}
        {field("email", t.email, false)}
      </fieldset>
      <FormError error={error} />
      <div className="form-actions">
        <Link className="button" href={LIST}>
          {t.cancel}
        </Link>
        <button type="submit" className="button primary" disabled={busy}>
          {t.found}
        </button>
      </div>
    </form>
  );
}
