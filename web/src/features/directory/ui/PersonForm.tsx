import { lazy, Suspense, useEffect, useState, type FormEvent } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, SelectField, TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { InitialPassword } from "../../../design/letters/InitialPassword.tsx";
import type { Letter } from "../../../design/letters/Letters.tsx";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { postText } from "../../../design/people/PersonRow.tsx";
import { dayOf } from "../../../platform/dates.ts";
import { newId } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import type { Person } from "../../../platform/people.ts";
import { problemText } from "../../../platform/problems.ts";
import { back, navigate } from "../../../platform/router.ts";
import { toast } from "../../../platform/toast.ts";
import { withWords } from "../../../platform/texts.ts";
import * as api from "../api.ts";
import { employmentText } from "../model.ts";
import { t } from "../text.ts";
import { PostFields } from "./PostFields.tsx";

const LeaveSection = lazy(() => withWords(import("./leaves/LeaveSection.tsx")));

const EMPLOYMENTS: Person["employment"][] = ["regular", "fiscal_year", "special", "councillor"];

function empty(): api.PersonInput {
  return { staff_number: "", family_name: "", given_name: "", family_reading: "", given_reading: "", employment: "regular", email: "", extension: "", posts: [{ unit_id: "", title_id: null, kind: "main", valid_from: dayOf(Date.now()), valid_to: null }] };
}

function inputOf(person: Person): api.PersonInput {
  const { staff_number, family_name, given_name, family_reading, given_reading, employment, email, extension } = person;
  const posts = person.posts.map(({ unit_id, title_id, kind, valid_from, valid_to }) => ({ unit_id, title_id, kind, valid_from, valid_to }));
  return { staff_number, family_name, given_name, family_reading, given_reading, employment, email: email ?? "", extension: extension ?? "", posts };
}

/** Adds a person, or changes one: names, posts with their days, and the end of service. */
export default function PersonForm({ id }: { id: string | null }) {
  const [values, setValues] = useState<api.PersonInput | null>(id ? null : empty());
  const [person, setPerson] = useState<Person | null>(null);
  const [account, setAccount] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [initial, setInitial] = useState<Letter | null>(null);
  const [leaving, setLeaving] = useState(false);
  // The same id for every try makes a repeated press add nobody twice.
  const [fresh] = useState(newId);
  const loaded = useLoad(id ?? "new", async () => (id ? await api.person(id) : null));
  useEffect(() => {
    if (!loaded.value) return;
    setPerson(loaded.value);
    setValues(inputOf(loaded.value));
  }, [loaded.value]);

  if (loaded.error) return <Failed error={loaded.error} retry={loaded.reload} />;
  if (!values) return <Loading />;

  const set = (change: Partial<api.PersonInput>) => setValues({ ...values, ...change });
  const field = (name: "staff_number" | "family_name" | "given_name" | "family_reading" | "given_reading", label: string) => (
    <TextField label={label} required value={values[name]} error={fieldError(error, name)} onChange={(event) => set({ [name]: event.target.value })} />
  );
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const [email, extension] = [values.email?.trim() ?? "", values.extension?.trim() ?? ""];
    try {
      if (person) {
        setPerson(await api.changePerson(person.id, person.tick, { ...values, email, extension }));
        toast(t.saved);
      } else {
        const added = await api.addPerson({ ...values, email: email || null, extension: extension || null, id: fresh, account });
        if (added.initial_password) setInitial({ name: added.person.name, post: postText(added.person), login: added.person.staff_number, password: added.initial_password });
        else navigate("/admin/people", { replace: true });
      }
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };

  return (
    <section className="admin-page" aria-labelledby="person-form-title">
      <h1 id="person-form-title">{person?.name ?? t.addPerson}</h1>
      <form className="form" onSubmit={(event) => void save(event)}>
        <div className="form-row">
          {field("family_name", t.familyName)}
          {field("given_name", t.givenName)}
        </div>
        <div className="form-row">
          {field("family_reading", t.familyReading)}
          {field("given_reading", t.givenReading)}
        </div>
        <div className="form-row">
          {field("staff_number", t.staffNumber)}
          <SelectField label={t.employment} value={values.employment} onChange={(event) => set({ employment: event.target.value as Person["employment"] })}>
            {EMPLOYMENTS.map((employment) => (
              <option key={employment} value={employment}>
                {employmentText(employment)}
              </option>
            ))}
          </SelectField>
        </div>
        <div className="form-row">
          <TextField label={t.email} type="email" value={values.email ?? ""} error={fieldError(error, "email")} onChange={(event) => set({ email: event.target.value })} />
          <TextField label={t.extension} value={values.extension ?? ""} onChange={(event) => set({ extension: event.target.value })} />
        </div>
        <PostFields posts={values.posts} onChange={(posts) => set({ posts })} />
        {!person && (
          <>
            <label className="check">
              <input type="checkbox" checked={account} onChange={(event) => setAccount(event.target.checked)} />
              {t.withAccount}
            </label>
            <p className="hint">{t.addPersonHint}</p>
          </>
        )}
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={busy || values.posts.some((post) => post.unit_id === "")}>
            {person ? t.save : t.add}
          </button>
          <button type="button" className="button" onClick={() => back("/admin/people")}>
            {t.cancel}
          </button>
          {(person?.active || person?.outside) && (
            <button type="button" className="button danger" onClick={() => setLeaving(true)}>
              <Icon name="leave" size={18} />
              {t.leave}
            </button>
          )}
        </div>
      </form>
      {person && (person.active || person.outside) && !person.shared && (
        <Suspense fallback={<Loading />}>
          <LeaveSection person={person} />
        </Suspense>
      )}
      {initial && (
        <InitialPassword letter={initial} onClose={() => navigate("/admin/people", { replace: true })} />
      )}
      {leaving && person && <Leave person={person} onClose={() => setLeaving(false)} />}
    </section>
  );
}

function Leave({ person, onClose }: { person: Person; onClose: () => void }) {
  const [date, setDate] = useState(() => dayOf(Date.now()));
  const go = async () => {
    try {
      await api.personLeaves(person.id, date);
      toast(t.saved);
      navigate("/admin/people", { replace: true });
    } catch (error) {
      toast(problemText(error), "error");
    }
  };
  return (
    <Dialog
      title={`${t.leave}: ${person.name}`}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button danger" onClick={() => void go()}>
            {t.leave}
          </button>
        </>
      }
    >
      <DayField label={t.leaveDate} hint={t.leaveHint} value={date} onChange={(next) => setDate(next)} />
    </Dialog>
  );
}
