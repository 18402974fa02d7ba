import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { allPages, useLoad } from "../../../platform/load.ts";
import { usePerson } from "../../../platform/people.ts";
import { back } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { holderOf, pathOf, type Question, type State } from "../model.ts";
import { t } from "../text.ts";
import { useCalled } from "./useCalled.ts";
import { untilText } from "./words.ts";
import "./questions.css";

const AT_ONCE = 200;

async function listed(room: Id, state: State) {
  const [{ name }, questions] = await Promise.all([api.room(room), whole(room, state)]);
  return { name, questions };
}

async function whole(room: Id, state: State): Promise<Question[]> {
  const all: Question[] = [];
  for await (const page of allPages((cursor) => api.ofRoom(room, state, cursor, AT_ONCE))) all.push(...page);
  return all;
}

/** The questions of a room that wait, or that were answered, on A4. */
export default function PrintQuestions({ room, state }: { room: Id; state: State }) {
  const me = useMe();
  const [printedAt] = useState(() => new Date());
  const loaded = useLoad(`print questions ${room} ${state}`, () => listed(room, state));
  const sheet = loaded.value;
  const called = useCalled((sheet?.questions ?? []).flatMap(({ words, answer }) => [words, answer]));
  return (
    <main className="print-view questions-sheet">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(pathOf(room, state))}>
          {t.back}
        </button>
        <button type="button" className="button primary" disabled={!sheet} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loaded.loading} error={loaded.error} empty={!sheet} retry={loaded.reload}>
        {null}
      </ListState>
      {sheet && (
        <>
          <header className="print-head">
            <h1>{t.sheetOf(state === "open" ? t.openSheet : t.answeredSheet, sheet.name)}</h1>
          </header>
          {sheet.questions.length === 0 && <p>{state === "open" ? t.noneOpen : t.noneAnswered}</p>}
          {sheet.questions.length > 0 && (
            <table className="questions-table">
              <thead>
                <tr>
                  {[t.asker, t.question, state === "open" ? t.claimer : t.answerWords].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {sheet.questions.map((question) => (
                  <Row key={question.id} question={question} called={called} />
                ))}
              </tbody>
            </table>
          )}
          <p className="faq-printed">
            {me.organisation.name} ・ {t.printed(momentText(printedAt), me.person.name)}
          </p>
        </>
      )}
    </main>
  );
}

function Row({ question, called }: { question: Question; called: (words: string) => string }) {
  const asker = usePerson(question.asker_id);
  const holder = holderOf(question);
  const claimer = usePerson(holder);
  const answerer = usePerson(question.answerer_id ?? null);
  const { words, answer, answered_at: answered, claimed_until: until } = question;
  return (
    <tr>
      <td>
        {asker?.name}
        <span className="block">{momentText(question.asked_at)}</span>
      </td>
      <td className="question-words">{called(words) || t.gone}</td>
      {answered ? (
        <td className="question-words">
          {answer ? called(answer) : t.gone}
          <span className="block">{t.answeredBy(answerer?.name ?? "", momentText(answered))}</span>
        </td>
      ) : (
        <td>{holder && until ? t.claimedBy(claimer?.name ?? "", untilText(until)) : t.unclaimed}</td>
      )}
    </tr>
  );
}
