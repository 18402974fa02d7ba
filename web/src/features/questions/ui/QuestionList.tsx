import { useState, type ReactNode } from "react";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { shortText } from "../../../platform/dates.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { useLoad, usePages } from "../../../platform/load.ts";
import { usePerson } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import { attempt, show, unmark } from "../actions.ts";
import * as api from "../api.ts";
import { holderOf, offered, type Act, type Desk, type Question, type State } from "../model.ts";
import { t } from "../text.ts";
import { ReplyDialog } from "./ReplyDialog.tsx";
import { WordingDialog } from "./WordingDialog.tsx";
import { useCalled } from "./useCalled.ts";
import { useKeptPlace } from "./useKeptPlace.ts";
import { useNews } from "./useNews.ts";
import { untilText } from "./words.ts";

interface Props {
  room: Id;
  state: State;
  desk: Desk;
}

/** The questions of which entries of the FAQ were made, for who would put them there. */
export function useEntered(room: Id, wanted: boolean, news: string): ReadonlySet<Id> {
  const { value } = useLoad(wanted ? `faq sources ${room} ${news}` : "no faq", async () => (wanted ? (await api.faq(room)).entries : []));
  return new Set((value ?? []).flatMap(({ source_id: source }) => (source ? [source] : [])));
}

/** Questions of a room: those that wait, or those that were answered. */
export function QuestionList({ room, state, desk }: Props) {
  const news = useNews();
  const list = usePages(`questions ${room} ${state}`, (cursor) => api.ofRoom(room, state, cursor), news);
  const entered = useEntered(room, state === "answered" && desk.owns, news);
  const called = useCalled(list.items.flatMap(({ words, answer }) => [words, answer]));
  const { dialogs, open } = useDialogs(room, called);
  const place = useKeptPlace(`${list.items.map(({ id, step }) => `${id} ${step}`).join()} ${dialogs !== null} ${entered.size}`);
  return (
    <>
      <div {...place} role="group" aria-label={t[state]} tabIndex={-1} className="question-place">
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="check" title={state === "open" ? t.noneOpen : t.noneAnswered}>
            <p>{state === "open" ? t.noneOpenHint : t.noneAnsweredHint}</p>
          </Empty>
        </ListState>
        <ul className="question-list">
          {list.items.map((question) => (
            <Item key={question.id} question={question} desk={desk} entered={entered.has(question.id)} called={called} onAnswer={() => open("answer", question)} onPromote={() => open("promote", question)} />
          ))}
        </ul>
        <MoreButton more={list.more} />
      </div>
      {dialogs}
    </>
  );
}

/** By which dialog something is done with a question. */
type Doing = "answer" | "promote";

/** The dialogs of questions, and what opens one; `called` writes the names of those whom words call. */
export function useDialogs(room: Id, called: (words: string) => string): { dialogs: ReactNode; open: (what: Doing, question: Question) => void } {
  const [doing, setDoing] = useState<{ what: Doing; question: Question } | null>(null);
  const close = () => setDoing(null);
  const open = (what: Doing, question: Question) => setDoing({ what, question });
  if (!doing) return { dialogs: null, open };
  const { what, question } = doing;
  if (what === "answer") return { dialogs: <ReplyDialog room={room} question={question} onClose={close} />, open };
  const wording = { question: called(question.words), answer: called(question.answer ?? "") };
  return { dialogs: <PromoteDialog room={room} question={question} wording={wording} onClose={close} />, open };
}

interface PromoteProps {
  room: Id;
  question: Question;
  wording: { question: string; answer: string };
  onClose: () => void;
}

/** An answered question becomes an entry of the FAQ, worded anew. */
function PromoteDialog({ room, question, wording, onClose }: PromoteProps) {
  // The same id while the dialog stands: sent twice it is one entry.
  const [id] = useState(newId);
  return <WordingDialog title={t.toFaq} label={t.save} done={t.saved} note={t.toFaqHint} wording={wording} step={null} send={(words) => api.writeEntry(room, id, { ...words, source_id: question.id, step: null })} onClose={onClose} />;
}

interface ItemProps {
  question: Question;
  desk: Desk;
  /** An entry of the FAQ was made of it. */
  entered: boolean;
  called: (words: string) => string;
  onAnswer: () => void;
  onPromote: () => void;
}

/** A question with what may be done with it. */
export function Item({ question, desk, entered, called, onAnswer, onPromote }: ItemProps) {
  const me = useMe().person.id;
  const asker = usePerson(question.asker_id);
  const holder = holderOf(question);
  const claimer = usePerson(holder);
  const answerer = usePerson(question.answerer_id ?? null);
  const until = question.claimed_until ? untilText(question.claimed_until) : "";
  const acts: Record<Act, () => void> = {
    answer: onAnswer,
    claim: () => void attempt(() => api.claim(question.id), t.did_claim, { run: () => api.letGo(question.id), done: t.did_let_go }),
    let_go: () => void attempt(() => api.letGo(question.id), t.did_let_go),
    reopen: () => void attempt(() => api.reopen(question.id), t.did_reopen),
  };
  const mayUnmark = desk.may_ask && (desk.owns || question.asker_id === me || question.marker_id === me);
  return (
    <li className="question-item" data-row={question.id}>
      <p className="hint">{t.askedBy(asker?.name ?? "", shortText(question.asked_at))}</p>
      <p className="question-words">{called(question.words) || t.gone}</p>
      {holder && <p className="tag">{holder === me ? t.claimedByMe(until) : t.claimedBy(claimer?.name ?? "", until)}</p>}
      {question.answered_at && (
        <>
          <p className="question-words question-answer">{question.answer ? called(question.answer) : t.gone}</p>
          <p className="hint">{t.answeredBy(answerer?.name ?? "", shortText(question.answered_at))}</p>
          {entered && <p className="tag">{t.inFaq}</p>}
        </>
      )}
      <div className="question-buttons">
        {offered(question, desk, me).map((act, place) => (
          <button key={act} type="button" className={place === 0 && act !== "reopen" ? "button small primary" : "button small"} onClick={acts[act]}>
            {t[act]}
          </button>
        ))}
        {question.answered_at && desk.owns && !entered && (
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
