import { useEffect, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { shortText, soonText } from "../../../platform/dates.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { usePerson } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { attempt } from "../actions.ts";
import * as api from "../api.ts";
import { holderOf, type Desk, type Private } from "../model.ts";
import { callsStore, look } from "../store.calls.ts";
import { t } from "../text.ts";
import { AnswerDialog } from "./AnswerDialog.tsx";
import { WordingDialog } from "./WordingDialog.tsx";
import { useNews } from "./useNews.ts";

/** What was asked of those who own a room: all of it for these, one's own for everybody else. */
export function PrivateList({ room, desk }: { room: Id; desk: Desk }) {
  const list = usePages(`private questions ${room}`, (cursor) => api.privateOfRoom(room, cursor), useNews());
  const [doing, setDoing] = useState<{ what: "answer" | "propose" | "decide"; question: Private } | null>(null);
  const close = () => setDoing(null);
  const { items } = list;
  const calls = useStore(callsStore, (all) => all);
  // What stands here was looked at: nobody is called to it any more.
  useEffect(() => look(items.map(({ id }) => id)), [items, calls]);
  return (
    <>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="list" title={t.nonePrivate}>
          <p>{t.nonePrivateHint}</p>
        </Empty>
      </ListState>
      <ul className="question-list">
        {list.items.map((question) => (
          <Item key={question.id} question={question} desk={desk} onDo={(what) => setDoing({ what, question })} />
        ))}
      </ul>
      <MoreButton more={list.more} />
      {doing?.what === "answer" && (
        <AnswerDialog
          words={doing.question.words}
          step={doing.question.step}
          hint={t.privateAnswerHint}
          send={(_, words, step) => api.answerPrivate(doing.question.id, words, step)}
          renew={() => api.privateOne(doing.question.id).then(({ step }) => step)}
          onClose={close}
        />
      )}
      {doing?.what === "propose" && <ProposeDialog question={doing.question} onClose={close} />}
      {doing?.what === "decide" && <ConsentDialog question={doing.question} onClose={close} />}
    </>
  );
}

/** Asks whether something may be shown in other words. */
function ProposeDialog({ question, onClose }: { question: Private; onClose: () => void }) {
  const [id] = useState(newId);
  const wording = { question: question.proposed_question ?? question.words, answer: question.proposed_answer ?? question.answer ?? "" };
  return <WordingDialog title={t.propose} label={t.propose} done={t.proposed} note={t.proposeHint} wording={wording} send={(words) => api.propose(question.id, { ...words, entry_id: id, step: question.step })} onClose={onClose} />;
}

/** Shows the words exactly as they would stand there, and lets who asked decide. */
function ConsentDialog({ question, onClose }: { question: Private; onClose: () => void }) {
  const decide = (agrees: boolean) => {
    void attempt(() => api.consent(question.id, agrees, question.step), agrees ? t.did_agree : t.did_decline);
    onClose();
  };
  return (
    <Dialog
      title={t.consentTitle}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={() => decide(false)}>
            {t.decline}
          </button>
          <button type="button" className="button primary" onClick={() => decide(true)}>
            {t.agree}
          </button>
        </>
      }
    >
      <p>{t.consentWords}</p>
      <dl className="question-wording">
        <dt>{t.entryQuestion}</dt>
        <dd className="question-words">{question.proposed_question}</dd>
        <dt>{t.entryAnswer}</dt>
        <dd className="question-words">{question.proposed_answer}</dd>
      </dl>
    </Dialog>
  );
}

interface ItemProps {
  question: Private;
  desk: Desk;
  onDo: (what: "answer" | "propose" | "decide") => void;
}

function Item({ question, desk, onDo }: ItemProps) {
  const me = useMe().person.id;
  const asker = usePerson(question.asker_id);
  const holder = holderOf(question);
  const claimer = usePerson(holder);
  const answerer = usePerson(question.answerer_id ?? null);
  const until = question.claimed_until ? soonText(question.claimed_until) : "";
  const { id, answered_at: answered, consent } = question;
  const mine = question.asker_id === me;
  const button = (label: string, run: () => void, primary = false) => (
    <button type="button" className={primary ? "button small primary" : "button small"} onClick={run}>
      {label}
    </button>
  );
  return (
    <li className="question-item">
      <p className="hint">{t.askedBy(asker?.name ?? "", shortText(question.asked_at))}</p>
      <p className="question-words">{question.words}</p>
      {holder && <p className="tag">{holder === me ? t.claimedByMe(until) : t.claimedBy(claimer?.name ?? "", until)}</p>}
      {answered && (
        <>
          <p className="question-words question-answer">{question.answer}</p>
          <p className="hint">{t.answeredBy(answerer?.name ?? "", shortText(answered))}</p>
          <p className="tag">{t[`consent_${consent}`]}</p>
        </>
      )}
      <div className="question-buttons">
        {desk.owns && !answered && !holder && button(t.claim, () => void attempt(() => api.claimPrivate(id), t.did_claim, { run: () => api.letGoPrivate(id), done: t.did_let_go }), true)}
        {desk.owns && !answered && (!holder || holder === me) && button(t.answer, () => onDo("answer"), holder === me)}
        {desk.owns && holder && button(t.let_go, () => void attempt(() => api.letGoPrivate(id), t.did_let_go))}
        {desk.owns && answered && button(t.propose, () => onDo("propose"))}
        {mine && !answered && button(t.takeBack, () => void attempt(() => api.takeBack(id), t.takenBack))}
        {mine && (consent === "asked" || (consent === "declined" && question.proposed_question)) && button(t.consentTitle, () => onDo("decide"), consent === "asked")}
        {mine && consent === "given" && button(t.withdrawConsent, () => void attempt(() => api.consent(id, false, question.step), t.did_decline))}
      </div>
    </li>
  );
}
