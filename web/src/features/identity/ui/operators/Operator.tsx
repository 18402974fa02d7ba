import { useEffect, useRef, useState } from "react";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { focused } from "../../../../design/focus.ts";
import { ListState } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { Problem } from "../../../../platform/http.ts";
import { useDebounced, useLoad } from "../../../../platform/load.ts";
import { useMe, type Me } from "../../../../platform/session.ts";
import * as api from "../../api.ts";
import { t } from "../../text.operators.ts";
import { FormError, StartFrame } from "../Start.tsx";
import "./operators.css";

interface Props {
  onDone: (me: Me) => void;
  onSignOut: () => void;
}

/** On a shared device: who is using it from now on. Nothing of the talk is shown before that is said. */
export default function Operator({ onDone, onSignOut }: Props) {
  const me = useMe();
  const [chosen, setChosen] = useState<api.Operator | null>(null);
  return (
    <StartFrame title={t.who} text={t.whoHint(me.person.name)}>
      {chosen ? <Pin operator={chosen} onDone={onDone} onBack={() => setChosen(null)} /> : <Choice onChoose={setChosen} />}
      <button type="button" className="link-button" onClick={onSignOut}>
        {t.signOut}
      </button>
    </StartFrame>
  );
}

/** No more than who it is: nobody has said yet that they are using this device. */
const faceless = ({ person }: api.Operator) => ({ ...person, photo: null, whereabouts: null, status: null });

function Choice({ onChoose }: { onChoose: (operator: api.Operator) => void }) {
  const [text, setText] = useState("");
  const search = useDebounced(text.trim(), 150);
  const list = useLoad(`operators ${search}`, () => api.operators(search));
  const items = list.value?.items ?? [];
  return (
    <>
      <input ref={focused} className="input" type="search" autoComplete="off" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
      <ListState loading={list.loading && !list.value} error={list.error} empty={items.length === 0} retry={list.reload}>
        <p className="hint">{t.nobody}</p>
      </ListState>
      <ul className="operators" aria-label={t.people}>
        {items.map((operator) => (
          <li key={operator.person.id}>
            <button type="button" className="person-link" onClick={() => onChoose(operator)}>
              <PersonRow person={faceless(operator)} watch={false}>
                {!operator.has_pin && <span className="tag">{t.noPin}</span>}
              </PersonRow>
            </button>
          </li>
        ))}
      </ul>
      {list.value?.more && <p className="hint">{t.more}</p>}
    </>
  );
}

const digits = { required: true, type: "password", inputMode: "numeric", autoComplete: "off", maxLength: 12 } as const;

function Pin({ operator, onDone, onBack }: { operator: api.Operator; onDone: (me: Me) => void; onBack: () => void }) {
  const [pin, setPin] = useState("");
  // The PIN was right and is one that was given: another is chosen now.
  const [given, setGiven] = useState(false);
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const box = useRef<HTMLFormElement>(null);
  const { error, busy, submit } = useSubmit(async () => {
    try {
      onDone(await api.chooseOperator(operator.person.id, pin, given ? next : null));
    } catch (fault) {
      if (fault instanceof Problem && fault.code === "identity.pin_initial") setGiven(true);
      else {
        if (fault instanceof Problem && fault.code === "identity.wrong_pin") setPin("");
        throw fault;
      }
    }
  });
  useEffect(() => box.current?.querySelector<HTMLInputElement>("input:not([readonly])")?.focus(), [given]);
  const differs = again !== "" && again !== next;
  return (
    <form ref={box} className="form" onSubmit={submit}>
      <PersonRow person={faceless(operator)} watch={false} />
      <TextField label={t.pin} {...digits} readOnly={given} value={pin} onChange={(event) => setPin(event.target.value)} />
      {given && (
        <>
          <TextField label={t.newPin} hint={t.newPinHint} {...digits} error={fieldError(error, "pin") ?? fieldError(error, "new_pin")} value={next} onChange={(event) => setNext(event.target.value)} />
          <TextField label={t.newPinAgain} {...digits} error={differs ? t.pinsDiffer : null} value={again} onChange={(event) => setAgain(event.target.value)} />
        </>
      )}
      <FormError error={error} />
      <button type="submit" className="button primary" disabled={busy || pin === "" || (given && (next === "" || next !== again))}>
        {t.use}
      </button>
      <button type="button" className="link-button" onClick={onBack}>
        {t.back}
      </button>
    </form>
  );
}
