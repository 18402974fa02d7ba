import { Icon } from "../../../design/Icon.tsx";
import { shortText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { usePerson } from "../../../platform/people.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { show } from "../actions.ts";
import { holderOf, placeOf } from "../model.ts";
import type { Facts } from "../model.marks.ts";
import { marksStore } from "../store.marks.ts";
import { t } from "../text.ts";
import "./mark.css";

interface Props {
  message: Id;
  tab: -1 | undefined;
}

/** Of how many questions a message says that it answers them; how many more there are, it says besides. */
const NAMED = 3;

/** Below a message: that it is a question and who answers it, or whose question it answers. */
export function Mark({ message, tab }: Props) {
  const facts = useStore(marksStore, (marks) => marks.facts[message]);
  const answers = useStore(marksStore, (marks) => marks.answers[message]) ?? [];
  return (
    <>
      {facts && <Asked facts={facts} tab={tab} />}
      {answers.slice(0, NAMED).map((id) => (
        <Answers key={id} question={id} tab={tab} />
      ))}
      {answers.length > NAMED && <p className="question-mark">{t.andMore(answers.length - NAMED)}</p>}
    </>
  );
}

function Asked({ facts, tab }: { facts: Facts; tab: Props["tab"] }) {
  const me = useMe().person.id;
  const holder = holderOf(facts);
  const claimer = usePerson(holder);
  const { answer_id: answer } = facts;
  const state = facts.answered_at ? t.answered : holder === me ? t.claim : holder ? t.holds(claimer?.name ?? "…") : t.open;
  return (
    <p className="question-mark" data-answered={Boolean(facts.answered_at) || undefined}>
      <Link className="question-chip" href={placeOf(facts.room_id, facts.id)} tabIndex={tab} title={t.openHere}>
        <Icon name={facts.answered_at ? "check" : "note"} size={14} />
        <b>{t.question}</b> {state}
      </Link>
      {answer && (
        <button type="button" className="link-button" tabIndex={tab} onClick={() => void show(answer)}>
          {t.toAnswer}
        </button>
      )}
    </p>
  );
}

function Answers({ question, tab }: { question: Id; tab: Props["tab"] }) {
  const facts = useStore(marksStore, (marks) => marks.facts[question]);
  const asker = usePerson(facts?.asker_id ?? null);
  if (!facts) return null;
  return (
    <p className="question-mark" data-answered>
      <Link className="question-chip" href={placeOf(facts.room_id, facts.id)} tabIndex={tab} title={t.openHere}>
        <Icon name="reply" size={14} />
        {t.answersOf(asker?.name ?? "…", shortText(facts.asked_at))}
      </Link>
      <button type="button" className="link-button" tabIndex={tab} onClick={() => void show(question)}>
        {t.toQuestion}
      </button>
    </p>
  );
}
