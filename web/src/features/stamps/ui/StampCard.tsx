import { lazy, Suspense, useEffect, useState, type PointerEvent } from "react";
import { createPortal } from "react-dom";
import { Failed } from "../../../design/ListState.tsx";
import { Icon } from "../../../design/Icon.tsx";
import type { CardProps } from "../../../platform/cards.ts";
import { soonText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { lineStore } from "../../../platform/live.ts";
import { usePerson } from "../../../platform/people.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { load, watch } from "../actions.ts";
import { slotText, type Stamp } from "../model.ts";
import { heldStamp, stampStore } from "../store.ts";
import { t } from "../text.ts";
import { Answering } from "./Answering.tsx";
import { Manage } from "./Manage.tsx";
import { wholeAnswer } from "./words.ts";
import "./stamps.css";

const Results = lazy(() => withWords(import("./Results.tsx")));

/** A question in the talk: answered where it stands. */
export default function StampCard({ id, tab }: CardProps) {
  const stamp = useStore(stampStore, () => heldStamp(id));
  const gone = useStore(stampStore, (held) => held.gone.has(id));
  const [error, setError] = useState<unknown>(null);
  useEffect(() => watch(id, setError), [id]);
  if (gone) return <p className="stamp-gone">{t.gone}</p>;
  if (!stamp) {
    const again = () => {
      setError(null);
      load(id).catch(setError);
    };
    return error ? <Failed error={error} retry={again} /> : <div className="stamp-card" aria-busy />;
  }
  return <Shown stamp={stamp} tab={tab} />;
}

/** A finger that stays on a field means the field, and not the message around it. */
const keepsToItself = (event: PointerEvent) => {
  if ((event.target as Element).closest("input, textarea, label")) event.stopPropagation();
};

function Shown({ stamp, tab }: { stamp: Stamp; tab: -1 | undefined }) {
  const [results, setResults] = useState(false);
  const line = useStore(lineStore, (now) => now);
  const closed = stamp.closed_at ?? null;
  const decided = stamp.decided === null || stamp.decided === undefined ? null : stamp.slots[stamp.decided];
  // Who answered at the last moment is still being counted.
  const counting = stamp.anonymous && !closed && stamp.deadline !== null && stamp.deadline !== undefined && Date.parse(stamp.deadline) <= Date.now();
  const untold = { always: "", answered: t.untold_answered, closed: t.untold_closed, asker: t.untold_asker }[stamp.shows];
  return (
    <section className="stamp-card" data-closed={closed ? true : undefined} aria-label={`${t[stamp.kind]}: ${stamp.question}`} onPointerDown={keepsToItself}>
      <header className="stamp-head">
        <span className="tag">{stamp.kind === "schedule" ? t.schedulePoll : t[stamp.kind]}</span>
        {stamp.anonymous && <span className="tag">{t.anonymous}</span>}
        <span className="stamp-until">{closed ? t.closedAt(soonText(closed)) : stamp.deadline ? t.closesAt(soonText(stamp.deadline)) : t.noDeadline}</span>
        {stamp.may_manage && <Manage stamp={stamp} tab={tab} />}
      </header>
      <p className="stamp-question">{stamp.question}</p>
      {stamp.anonymous && !closed && <p className="hint">{t.secretCard}</p>}
      {decided && (
        <p className="stamp-decided">
          <Icon name="check" size={18} /> {t.decidedFor(slotText(decided))}
        </p>
      )}
      <Answering key={stamp.mine?.at ?? "none"} stamp={stamp} tab={tab} />
      {stamp.mine && !stamp.may_answer && <p className="stamp-mine">{stamp.mine.answer ? t.yourAnswer(wholeAnswer(stamp, stamp.mine.answer)) : t.secretlyAnswered}</p>}
      {stamp.mine?.entered_by && <EnteredBy by={stamp.mine.entered_by} />}
      {stamp.withheld && <p className="hint">{t.withheld}</p>}
      {!stamp.counts && !stamp.withheld && <p className="hint">{counting ? t.counting : stamp.anonymous && !closed ? t.untold_closed : untold}</p>}
      {line !== "live" && !closed && (
        <p className="hint" role="status">
          {t.offline}
        </p>
      )}
      <footer className="stamp-foot">
        <span>{t.answeredCount(stamp.answered)}</span>
        {(stamp.waiting ?? 0) > 0 && <span>{t.waitingCount(stamp.waiting ?? 0)}</span>}
        <button type="button" className="link-button" tabIndex={tab} onClick={() => setResults(true)}>
          {t.results}
        </button>
      </footer>
      {results &&
        // Outside of the row, whose keys and fingers mean the message.
        createPortal(
          <Suspense>
            <Results stamp={stamp} onClose={() => setResults(false)} />
          </Suspense>,
          document.body,
        )}
    </section>
  );
}

/** An answer that somebody else wrote down is said to be one. */
function EnteredBy({ by }: { by: Id }) {
  const name = usePerson(by)?.name ?? "…";
  return <p className="hint">{t.enteredForYou(name)}</p>;
}
