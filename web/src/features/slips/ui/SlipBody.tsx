import { useRef, useState, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import { Icon } from "../../../design/Icon.tsx";
import { momentText, soonText } from "../../../platform/dates.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import type { Id } from "../../../platform/ids.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { act } from "../actions.ts";
import { checkAt, isOverdue, keyOf, offered, type Act, type Line, type Slip, type Speaking } from "../model.ts";
import { t } from "../text.ts";
import { usePeople } from "./usePeople.ts";
import { WordsDialog, type Spoken } from "./WordsDialog.tsx";
import { actText, addresseeName, askerText, checkerName, doerName, dueText, historyOf, lastText, titleOf } from "./words.ts";
import "./slips.css";

interface Props {
  slip: Slip;
  tab?: -1 | undefined;
  /** It stands in a list, from which its room is a step away, and which it may leave while somebody writes: the list asks for the words. */
  speak?: (spoken: Spoken) => void;
}

/** What a slip is, for whom and how far it is, with what one may do about it. */
export function SlipBody({ slip, tab, speak }: Props) {
  const people = usePeople([slip]);
  const parcel = slip.kind === "parcel";
  const [only] = slip.lines;
  return (
    <>
      <header className="slip-head">
        <span className="tag">{t[slip.kind]}</span>
        {slip.due_on && (
          <span className="slip-due" data-over={slip.kind === "request" && isOverdue(slip) ? true : undefined}>
            {dueText(slip)}
          </span>
        )}
      </header>
      {parcel && only && <p className="slip-section">{addresseeName(only, people)}</p>}
      <p className="slip-title">{titleOf(slip)}</p>
      {parcel && (
        <p>
          {t.place}: <b>{slip.place}</b>
        </p>
      )}
      {slip.kind === "council" && only && (
        <p>
          {slip.sender} ・ {t.drafter}: <b>{addresseeName(only, people)}</b>
        </p>
      )}
      {slip.note !== "" && <p className="slip-words">{slip.note}</p>}
      <ul className="slip-lines" aria-label={slip.kind === "request" ? t.lines : t.state}>
        {slip.lines.map((line) => (
          <LineOf key={keyOf(line.to)} slip={slip} line={line} people={people} tab={tab} speak={speak} />
        ))}
      </ul>
      <p className="hint slip-foot">
        {askerText(slip, people)} {soonText(slip.created_at)}
        {speak && (
          <Link href={`/rooms/${slip.room_id}/threads/${slip.message_id}`}>{slip.room_name ? `${t.toRoom} (${slip.room_name})` : t.toRoom}</Link>
        )}
      </p>
    </>
  );
}

/** What is no step forward stands back, even alone. */
const QUIET: readonly Act[] = ["put_back", "reopen", "return"];
const SPEAKING: readonly Act[] = ["answer", "return"] satisfies readonly Speaking[];

/** A key that is held down presses once. */
const onHeld = (event: KeyboardEvent) => {
  if (event.repeat && event.key === "Enter") event.preventDefault();
};

interface LineProps extends Pick<Props, "slip" | "speak"> {
  line: Line;
  people: Readonly<Record<Id, PersonBrief>>;
  tab: -1 | undefined;
}

function LineOf({ slip, line, people, tab, speak }: LineProps) {
  const me = useMe();
  const row = useRef<HTMLLIElement>(null);
  const [spoken, setSpoken] = useState<Spoken | null>(null);
  const parcel = slip.kind === "parcel";
  const name = addresseeName(line, people);
  const acts = offered(slip, line, me.person.id);
  const press = (what: Act) => {
    if (SPEAKING.includes(what)) return (speak ?? setSpoken)({ slip, line, name, what: what as Speaking });
    // The button goes with the state that it is of: the keyboard goes on from its line.
    row.current?.focus();
    void act(slip, line.number, what);
  };
  const close = () => {
    setSpoken(null);
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) row.current?.focus();
    });
  };
  const label = (what: Act) => actText(slip.kind, what, line.answer !== "");
  const check = checkAt(slip, line);
  return (
    <li ref={row} tabIndex={-1} className="slip-line" data-state={line.state}>
      <p className="slip-head">
        <span className="tag" data-state={line.state}>
          {t[line.state]}
        </span>
        {slip.kind === "request" && <b>{name}</b>}
        <span className="hint">{line.acts.length === 0 ? (parcel ? t.since(soonText(slip.created_at)) : "") : lastText(slip.kind, line, people)}</span>
      </p>
      {check && <p>{t.checkingAt(check.label, checkerName(check, people))}</p>}
      {slip.checks.length > 1 && (
        <ol className="slip-checks" aria-label={t.checks}>
          {slip.checks.map((one, place) => (
            <li key={`${place} ${one.label}`} data-passed={place < line.passed ? true : undefined}>
              {place < line.passed && <Icon name="check" size={16} />}
              {one.label}
              {place < line.passed && <span className="visually-hidden">{t.checkPassed}</span>}
            </li>
          ))}
        </ol>
      )}
      {line.state === "returned" && line.reason !== "" && <p className="slip-words">{t.reason(line.reason)}</p>}
      {line.answer !== "" && <p className="slip-words slip-answer">{line.answer}</p>}
      {line.answer_id && (
        <p>
          <Link href={`/rooms/${slip.room_id}/threads/${slip.message_id}`} tabIndex={tab}>
            {t.toAnswer}
          </Link>
        </p>
      )}
      {acts.length > 0 && (
        <p className="slip-buttons">
          {acts.map((what, place) => (
            <button key={what} type="button" className={place === 0 && !QUIET.includes(what) ? "button small" : "link-button"} tabIndex={tab} aria-label={slip.kind !== "request" ? undefined : `${label(what)}: ${name}`} onKeyDown={onHeld} onClick={({ detail }) => detail < 2 && press(what)}>
              {(what === "receive" || what === "confirm" || what === "approve") && <Icon name="check" size={18} />}
              {label(what)}
            </button>
          ))}
        </p>
      )}
      {line.acts.length > 1 && (
        <details>
          <summary tabIndex={tab}>{t.history(line.acts.length)}</summary>
          <ol className="slip-history">
            {line.acts.map((done) => (
              <li key={`${done.at} ${done.act}`}>
                {momentText(done.at)} {historyOf(slip.kind, done.act)} {doerName(done, people)}
              </li>
            ))}
          </ol>
        </details>
      )}
      {/* Outside of the row, whose keys and fingers mean the message. */}
      {spoken && createPortal(<WordsDialog {...spoken} onClose={close} />, document.body)}
    </li>
  );
}
