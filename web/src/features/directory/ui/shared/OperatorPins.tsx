import { useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useDebounced, useLoad } from "../../../../platform/load.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import type { SharedAccount } from "../../model.ts";
import { t } from "../../text.shared.ts";
import { Secret } from "./Secret.tsx";

/** Who may use a shared account today, whether they have a PIN, and a first one for those who do not. */
export function OperatorPins({ account }: { account: SharedAccount }) {
  const [text, setText] = useState("");
  const search = useDebounced(text.trim(), 150);
  const list = useLoad(`operators of ${account.id} ${account.tick} ${search}`, () => api.sharedAccountOperators(account.id, search));
  const [asking, setAsking] = useState<PersonBrief | null>(null);
  const [given, setGiven] = useState<{ name: string; pin: string } | null>(null);
  const items = list.value?.items ?? [];
  const give = async (person: PersonBrief) => {
    try {
      setGiven({ name: person.name, pin: (await api.givePin(person.id)).initial_pin });
      list.reload();
    } catch (problem) {
      toast(problemText(problem), "error");
    }
  };
  return (
    <section className="shared-width shared-pins" aria-labelledby="pins-title">
      <h2 id="pins-title">{t.pins}</h2>
      <p className="hint">{t.pinsHint}</p>
      <input className="input" type="search" autoComplete="off" aria-label={t.searchOperators} placeholder={t.searchOperators} value={text} onChange={(event) => setText(event.target.value)} />
      <ListState loading={list.loading && !list.value} error={list.error} empty={items.length === 0} retry={list.reload}>
        <p className="hint">{t.nobody}</p>
      </ListState>
      <ul>
        {items.map(({ person, has_pin }) => (
          <li key={person.id}>
            <PersonRow person={person} watch={false}>
              <span className="tag">{has_pin ? t.hasPin : t.noPin}</span>
            </PersonRow>
            <button type="button" className="button small" aria-label={t.givePinTo(person.name)} onClick={() => (has_pin ? setAsking(person) : void give(person))}>
              {t.givePin}
            </button>
          </li>
        ))}
      </ul>
      {list.value?.more && <p className="hint">{t.more}</p>}
      {asking && <Confirm title={t.givePin} text={t.givePinAsk(asking.name)} confirm={t.givePin} danger onConfirm={() => void give(asking)} onClose={() => setAsking(null)} />}
      {given && <Secret title={t.initialPin} secret={given.pin} hint={t.initialPinHint(given.name)} onClose={() => setGiven(null)} />}
    </section>
  );
}
