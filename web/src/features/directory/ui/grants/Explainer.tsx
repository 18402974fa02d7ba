import { useState } from "react";
import { SelectField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { dayText } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import type { PersonBrief, Title } from "../../../../platform/people.ts";
import type { AdminFunction, Verb } from "../../../../platform/powers.ts";
import * as api from "../../api.ts";
import type { HeldPart } from "../../model.ts";
import { t } from "../../text.grants.ts";
import { useNames } from "../barriers/useNames.ts";
import type { Names } from "../barriers/words.ts";
import { OnePerson } from "../OnePerson.tsx";
import { FUNCTIONS, functionText, isByUnit, reachText, throughText, verbsOf, verbText } from "./words.ts";

interface Props {
  titles: readonly Title[] | null;
  /** Changes when shares do. */
  state: string;
}

/** Says why somebody may do something of the administration, and who may. */
export function Explainer(props: Props) {
  return (
    <>
      <OfPerson {...props} />
      <OfFunction {...props} />
    </>
  );
}

function OfPerson({ titles, state }: Props) {
  const [person, setPerson] = useState<PersonBrief | null>(null);
  const explained = useLoad(`${person?.id} ${state}`, async () => (person ? await api.explainGrants(person.id) : null));
  // What was said of somebody else is not an answer.
  const answer = explained.value?.person.id === person?.id ? explained.value : null;
  const names = useNames(answer?.parts.map((part) => part.holder) ?? [], titles);
  return (
    <section className="explainer" aria-labelledby="explainer-title">
      <h2 id="explainer-title">{t.explainer}</h2>
      <p className="hint">{t.explainerHint}</p>
      <OnePerson label={t.whom} person={person} change={t.choosePerson} onChange={setPerson} />
      <div role="status" aria-busy={explained.loading}>
        {person && (
          <ListState loading={explained.loading} error={explained.error} empty={answer === null} retry={explained.reload}>
            {null}
          </ListState>
        )}
        {person && answer && (
          <>
            {answer.administrator && <p>{t.isAdministrator(person.name)}</p>}
            {!answer.administrator && answer.parts.length === 0 && <p>{t.mayNothing(person.name)}</p>}
            {!answer.signs_in && <p className="field-error">{t.cannotSignIn(person.name)}</p>}
            <Parts parts={answer.parts} names={names} />
          </>
        )}
      </div>
    </section>
  );
}

function OfFunction({ titles, state }: Props) {
  const [chosen, setChosen] = useState<AdminFunction | "">("");
  const [verb, setVerb] = useState<Verb>("see");
  const [person, setPerson] = useState<PersonBrief | null>(null);
  const of = chosen && isByUnit(chosen) ? person : null;
  const key = `${chosen} ${verb} ${of?.id}`;
  const found = useLoad(`${key} ${state}`, async () => (chosen ? { key, items: (await api.holders(chosen, verb, of?.id ?? null)).items } : null));
  const holders = found.value?.key === key ? found.value.items : null;
  const names = useNames(holders?.flatMap((one) => one.parts.map((part) => part.holder)) ?? [], titles);
  return (
    <section className="explainer" aria-labelledby="who-may-title">
      <h2 id="who-may-title">{t.whoMay}</h2>
      <p className="hint">{t.whoMayHint}</p>
      <div className="form-row">
        <SelectField
          label={t.work}
          value={chosen}
          onChange={(event) => {
            setChosen(event.target.value as AdminFunction | "");
            setVerb("see");
          }}
        >
          <option value="">{t.chooseUnit}</option>
          {FUNCTIONS.map((one) => (
            <option key={one} value={one}>
              {functionText(one)}
            </option>
          ))}
        </SelectField>
        {chosen && (
          <SelectField label={t.howFar} value={verb} onChange={(event) => setVerb(event.target.value as Verb)}>
            {verbsOf(chosen).map((one) => (
              <option key={one} value={one}>
                {verbText(chosen, one)}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      {chosen && isByUnit(chosen) && <OnePerson label={t.towards} person={person} change={t.choosePerson} onChange={setPerson} />}
      <div role="status" aria-busy={found.loading}>
        {chosen && (
          <ListState loading={found.loading} error={found.error} empty={holders === null} retry={found.reload}>
            {null}
          </ListState>
        )}
        {holders && (
          <ul className="holders" aria-label={t.whoMay}>
            {holders.map((one) => (
              <li key={one.person.id}>
                <PersonRow person={one.person} watch={false} />
                {one.administrator && <span className="tag">{t.administrator}</span>}
                <Parts parts={one.parts} names={names} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Parts({ parts, names }: { parts: readonly HeldPart[]; names: Names }) {
  return (
    <ul className="held-parts">
      {parts.map((part) => (
        <li key={`${part.grant_id} ${part.function} ${part.post_unit_id} ${part.post_title_id}`}>
          <b>
            {functionText(part.function)}({verbText(part.function, part.verb)})
          </b>
          <span>
            {t.scope}
            {t.colon}
            {reachText({ scope: part.scope, unit_ids: part.unit_ids ?? [] }, names)}
          </span>
          <span>{throughText(part, names)}</span>
          <span>{part.until ? t.until(dayText(part.until, false)) : t.noEnd}</span>
        </li>
      ))}
    </ul>
  );
}
