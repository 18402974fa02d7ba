import { useEffect, useState } from "react";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { shortText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { usePerson } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import { attempt } from "../actions.ts";
import * as api from "../api.ts";
import { holderOf, type Desk, type Private } from "../model.ts";
import { news } from "../store.ts";
import { callsStore, look } from "../store.calls.ts";
import { t } from "../text.ts";
import { AnswerDialog } from "./AnswerDialog.tsx";
import { WordingDialog, type Current } from "./WordingDialog.tsx";
import { useKeptPlace } from "./useKeptPlace.ts";
import { useNews } from "./useNews.ts";
import { problem, untilText } from "./words.ts";

type Doing = "answer" | "propose" | "decide" | "take_back";

/** What was asked of those who own a room: all of it for these, one's own for everybody else. */
export function PrivateList({ room, desk, known }: { room: Id; desk: Desk; known: boolean }) {
  const list = usePages(`private questions ${room}`, (cursor) => api.privateOfRoom(room, cursor), useNews());
  const [doing, setDoing] = useState<{ what: Doing; question: Private } | null>(null);
  const close = () => setDoing(null);
  const place = useKeptPlace(`${list.items.map(({ id, step }) => `${id} ${step}`).join()} ${Boolean(doing)}`);
  const { items } = list;
  const calls = useStore(callsStore, (all) => all);
  // What stands here was looked at: nobody is called to it any more.
  useEffect(() => look(items.map(({ id }) => id)), [items, calls]);
  return (
    <>
      <div {...place} role="group" aria-label={t.private} tabIndex={-1} className="question-place">
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="list" title={t.nonePrivate}>
            <p>{desk.owns ? t.nonePrivateDesk : known && desk.may_ask && !desk.may_ask_privately ? t.problem_nobody_owns : t.nonePrivateHint}</p>
          </Empty>
        </ListState>
        <ul className="question-list">
          {list.items.map((question) => (
            <Item key={question.id} question={question} desk={desk} onDo={(what) => setDoing({ what, question })} />
          ))}
        </ul>
        <MoreButton more={list.more} />
      </div>
      {doing?.what === "answer" && (
        <AnswerDialog
          words={doing.question.words}
          step={doing.question.step}
          hint={t.privateAnswerHint}
          send={(_, words, step) => api.answerPrivate(doing.question.id, words ?? "", step)}
          renew={() => api.privateOne(doing.question.id).then(({ step }) => step)}
          onClose={close}
        />
      )}
      {doing?.what === "propose" && <ProposeDialog question={doing.question} onClose={close} />}
      {doing?.what === "decide" && <ConsentDialog question={doing.question} onClose={close} />}
      {doing?.what === "take_back" && <Confirm title={t.takeBack} text={t.takeBackHint} confirm={t.takeBack} danger onConfirm={() => void attempt(() => api.takeBack(doing.question.id), t.takenBack)} onClose={close} />}
    </>
  );
}

/** What a question would stand with in the FAQ. */
const wordingOf = (question: Private): Current => ({ question: question.proposed_question ?? question.words, answer: question.proposed_answer ?? question.answer ?? "", step: question.step });

/** Asks whether something may be shown in other words. */
function ProposeDialog({ question, onClose }: { question: Private; onClose: () => void }) {
  const [id] = useState(newId);
  const note = question.consent === "given" ? `${t.proposeHint}${t.proposeAnew}` : t.proposeHint;
  return (
    <WordingDialog
      title={t.propose}
      label={t.propose}
      done={t.proposed}
      note={note}
      wording={wordingOf(question)}
      step={question.step}
      renew={() => api.privateOne(question.id).then(wordingOf)}
      send={(words, step) => api.propose(question.id, { ...words, entry_id: id, step: step ?? question.step })}
      onClose={onClose}
    />
  );
}

/** Shows the words exactly as they would stand there, and lets who asked decide. */
function ConsentDialog({ question, onClose }: { question: Private; onClose: () => void }) {
  const [read, setRead] = useState(question);
  const [changed, setChanged] = useState(false);
  const { error, busy, run } = useSubmit(() => Promise.resolve());
  const decide = (agrees: boolean) =>
    run(async () => {
      try {
        await api.consent(read.id, agrees, read.step);
      } catch (refused) {
        const late = refused instanceof Problem && refused.code === "stale";
        // Nobody agrees to words that they have not read: these are shown, and asked about anew.
        if (late) setRead(await api.privateOne(read.id));
        setChanged(late);
        throw refused;
      } finally {
        news();
      }
      toast(agrees ? t.did_agree : t.did_decline);
      onClose();
    });
  return (
    <Dialog
      title={t.consentTitle}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" disabled={busy} onClick={() => decide(false)}>
            {t.decline}
          </button>
          <button type="button" className="button primary" disabled={busy} onClick={() => decide(true)}>
            {t.agree}
          </button>
        </>
      }
    >
      <p>{t.consentWords}</p>
      {Boolean(error) && (
        <p className="field-error" role="alert">
          {changed ? t.problem_words_changed : problem(error)}
        </p>
      )}
      <dl className="question-wording">
        <dt>{t.entryQuestion}</dt>
        <dd className="question-words">{read.proposed_question}</dd>
        <dt>{t.entryAnswer}</dt>
        <dd className="question-words">{read.proposed_answer}</dd>
      </dl>
    </Dialog>
  );
}

interface ItemProps {
  question: Private;
  desk: Desk;
  onDo: (what: Doing) => void;
}

function Item({ question, desk, onDo }: ItemProps) {
  const me = useMe().person.id;
  const asker = usePerson(question.asker_id);
  const holder = holderOf(question);
  const claimer = usePerson(holder);
  const answerer = usePerson(question.answerer_id ?? null);
  const until = question.claimed_until ? untilText(question.claimed_until) : "";
  const { id, answered_at: answered, consent } = question;
  const mine = question.asker_id === me;
  const button = (label: string, run: () => void, primary = false) => (
    <button type="button" className={primary ? "button small primary" : "button small"} onClick={run}>
      {label}
    </button>
  );
  return (
    <li className="question-item" data-row={id}>
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
        {mine && !answered && button(t.takeBack, () => onDo("take_back"))}
        {mine && (consent === "asked" || (consent === "declined" && question.proposed_question)) && button(t.readProposal, () => onDo("decide"), consent === "asked")}
        {mine && consent === "given" && button(t.withdrawConsent, () => void attempt(() => api.consent(id, false, question.step), t.did_withdraw))}
      </div>
    </li>
  );
}
