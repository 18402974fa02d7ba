import { useState, type ReactNode } from "react";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { shortText, soonText } from "../../../platform/dates.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { usePerson } from "../../../platform/people.ts";
import { operatorId, useMe } from "../../../platform/session.ts";
import { attempt, show, unmark } from "../actions.ts";
import * as api from "../api.ts";
import { holderOf, offered, type Act, type Desk, type Question, type State } from "../model.ts";
import { t } from "../text.ts";
import { AnswerDialog } from "./AnswerDialog.tsx";
import { WordingDialog } from "./WordingDialog.tsx";
import { useNews } from "./useNews.ts";

interface Props {
  room: Id;
  state: State;
  desk: Desk;
}

/** Questions of a room: those that wait, or those that were answered. */
export function QuestionList({ room, state, desk }: Props) {
  const list = usePages(`questions ${room} ${state}`, (cursor) => api.ofRoom(room, state, cursor), useNews());
  const { dialogs, open } = useDialogs(room);
  return (
    <>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="check" title={state === "open" ? t.noneOpen : t.noneAnswered}>
          <p>{state === "open" ? t.noneOpenHint : t.noneAnsweredHint}</p>
        </Empty>
      </ListState>
      <ul className="question-list">
        {list.items.map((question) => (
          <Item key={question.id} question={question} desk={desk} onAnswer={() => open("answer", question)} onPromote={() => open("promote", question)} />
        ))}
      </ul>
      <MoreButton more={list.more} />
      {dialogs}
    </>
  );
}

/** By which dialog something is done with a question. */
type Doing = "answer" | "promote";

/** The dialogs of questions, and what opens one. */
export function useDialogs(room: Id): { dialogs: ReactNode; open: (what: Doing, question: Question) => void } {
  const [doing, setDoing] = useState<{ what: Doing; question: Question } | null>(null);
  const close = () => setDoing(null);
  const open = (what: Doing, question: Question) => setDoing({ what, question });
  if (!doing) return { dialogs: null, open };
  const { what, question } = doing;
  if (what === "promote") return { dialogs: <PromoteDialog room={room} question={question} onClose={close} />, open };
  const answering = (
    <AnswerDialog
      words={question.words}
      step={question.step}
      hint={t.answerHint}
      send={(id, words, step) => api.answer(question.id, { answer_id: id, words, step, operator_id: operatorId() })}
      renew={() => api.question(question.id).then(({ step }) => step)}
      onClose={close}
    />
  );
  return { dialogs: answering, open };
}

/** An answered question becomes an entry of the FAQ, worded anew. */
function PromoteDialog({ room, question, onClose }: { room: Id; question: Question; onClose: () => void }) {
  // The same id while the dialog stands: sent twice it is one entry.
  const [id] = useState(newId);
  return <WordingDialog title={t.toFaq} label={t.save} done={t.saved} wording={{ question: question.words, answer: question.answer ?? "" }} send={(wording) => api.writeEntry(room, id, { ...wording, source_id: question.id, step: null })} onClose={onClose} />;
}

interface ItemProps {
  question: Question;
  desk: Desk;
  onAnswer: () => void;
  onPromote: () => void;
}

/** A question with what may be done with it. */
export function Item({ question, desk, onAnswer, onPromote }: ItemProps) {
  const me = useMe().person.id;
  const asker = usePerson(question.asker_id);
  const holder = holderOf(question);
  const claimer = usePerson(holder);
  const answerer = usePerson(question.answerer_id ?? null);
  const until = question.claimed_until ? soonText(question.claimed_until) : "";
  const acts: Record<Act, () => void> = {
    answer: onAnswer,
    claim: () => void attempt(() => api.claim(question.id), t.did_claim, { run: () => api.letGo(question.id), done: t.did_let_go }),
    let_go: () => void attempt(() => api.letGo(question.id), t.did_let_go),
    reopen: () => void attempt(() => api.reopen(question.id), t.did_reopen),
  };
  const mayUnmark = desk.may_ask && (desk.owns || question.asker_id === me || question.marker_id === me);
  return (
    <li className="question-item">
      <p className="hint">{t.askedBy(asker?.name ?? "", shortText(question.asked_at))}</p>
      <p className="question-words">{question.words || t.gone}</p>
      {holder && <p className="tag">{holder === me ? t.claimedByMe(until) : t.claimedBy(claimer?.name ?? "", until)}</p>}
      {question.answered_at && (
        <>
          <p className="question-words question-answer">{question.answer ?? t.gone}</p>
          <p className="hint">{t.answeredBy(answerer?.name ?? "", shortText(question.answered_at))}</p>
        </>
      )}
      <div className="question-buttons">
        {offered(question, desk, me).map((act, place) => (
          <button key={act} type="button" className={place === 0 && act !== "reopen" ? "button small primary" : "button small"} onClick={acts[act]}>
            {t[act]}
          </button>
        ))}
        {question.answered_at && desk.owns && (
          <button type="button" className="button small" onClick={onPromote}>
            {t.toFaq}
          </button>
        )}
        <button type="button" className="button small" onClick={() => void show(question.answer_id ?? question.id)}>
          {question.answer_id ? t.toAnswer : t.toMessage}
        </button>
        {mayUnmark && (
          <button type="button" className="button small" onClick={() => void unmark(question.id)}>
            {t.unmark}
          </button>
        )}
      </div>
    </li>
  );
}
