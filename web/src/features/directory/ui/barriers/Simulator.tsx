import { useState } from "react";
import { ListState } from "../../../../design/ListState.tsx";
import { useLoad } from "../../../../platform/load.ts";
import type { PersonBrief, Title } from "../../../../platform/people.ts";
import * as api from "../../api.ts";
import { t } from "../../text.barriers.ts";
import { OnePerson } from "../OnePerson.tsx";
import { useNames } from "./useNames.ts";
import { ACTS, actText, reasonTexts } from "./words.ts";

/** Says of two people what one may do towards the other, and which barriers make it so. `state` changes when barriers do. */
export function Simulator({ titles, state }: { titles: readonly Title[] | null; state: string }) {
  const [from, setFrom] = useState<PersonBrief | null>(null);
  const [to, setTo] = useState<PersonBrief | null>(null);
  const both = from !== null && to !== null && from.id !== to.id;
  const key = `${from?.id} ${to?.id} ${state}`;
  const explained = useLoad(key, async () => (both ? { key: `${from.id} ${to.id}`, ...(await api.explainContact(from.id, to.id)) } : null));
  // What was said of two others is not an answer.
  const answer = both && explained.value?.key === `${from.id} ${to.id}` ? explained.value : null;
  const names = useNames(answer?.reasons.flatMap(({ protected_by, side_by }) => [...protected_by, ...side_by]) ?? [], titles);
  return (
    <section className="simulator" aria-labelledby="simulator-title">
      <h2 id="simulator-title">{t.simulator}</h2>
      <p className="hint">{t.simulatorHint}</p>
      <div className="simulator-people">
        <OnePerson label={t.from} person={from} change={t.change} onChange={setFrom} />
        <OnePerson label={t.to} person={to} change={t.change} onChange={setTo} />
      </div>
      <div role="status" aria-busy={explained.loading}>
        {from && to && !both && <p>{t.samePerson}</p>}
        {both && (
          <ListState loading={explained.loading} error={explained.error} empty={answer === null} retry={explained.reload}>
            {null}
          </ListState>
        )}
        {both && answer && (
          <div className="verdict">
            <h3>{t.verdict(from.name, to.name)}</h3>
            <ul aria-label={t.verdict(from.name, to.name)}>
              {ACTS.map((act) => (
                <li key={act} data-can={answer.contact[act] || undefined}>
                  <span className="verdict-sign" aria-hidden="true">
                    {answer.contact[act] ? "○" : "×"}
                  </span>
                  {actText(act)}
                  <b>{answer.contact[act] ? t.can : t.cannot}</b>
                </li>
              ))}
            </ul>
            <h3>{t.why}</h3>
            {reasonTexts(answer, from.name, to.name, names).map((text) => (
              <p key={text}>{text}</p>
            ))}
          </div>
        )}
      </div>
      <p className="hint">{t.administrators}</p>
    </section>
  );
}
