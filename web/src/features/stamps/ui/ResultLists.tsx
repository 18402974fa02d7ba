import type { ReactNode } from "react";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { MARKS, mean, SIGNS, type Mark, type PersonAnswer, type Stamp } from "../model.ts";
import { t } from "../text.ts";
import { answerText, optionsOf } from "./words.ts";

/** People by name; with something to be done about each, where it is given. */
export function Names({ people, empty, tool }: { people: readonly PersonBrief[]; empty: string; tool?: ((person: PersonBrief) => ReactNode) | undefined }) {
  if (people.length === 0) return <p className="hint">{empty}</p>;
  return (
    <ul className="stamp-people">
      {people.map((person) => (
        <li key={person.id}>
          <PersonRow person={person} watch={false}>{tool?.(person)}</PersonRow>
        </li>
      ))}
    </ul>
  );
}

/** What a person answered, with remarks and by whose hand. */
export function Given({ stamp, one }: { stamp: Stamp; one: PersonAnswer }) {
  const { answer, operator } = one;
  return (
    <span className="stamp-given">
      <b>{answerText(stamp, answer)}</b>
      {answer.proxy && ` ${answer.proxy}`}
      {answer.note && <small> {answer.note}</small>}
      {operator && <small> {t.usedBy(operator)}</small>}
      {one.entered_by && <small> {t.enteredBy(one.entered_by)}</small>}
    </span>
  );
}

/** Answers by person; with something to be done about each that somebody else wrote down, where it is given. */
export function ByPerson({ stamp, answers, tool }: { stamp: Stamp; answers: readonly PersonAnswer[]; tool?: ((person: PersonBrief) => ReactNode) | undefined }) {
  if (answers.length === 0) return <p className="hint">{t.nobodyAnswered}</p>;
  return (
    <ul className="stamp-people">
      {answers.map((one) => (
        <li key={one.person.id}>
          <PersonRow person={one.person} watch={false}>
            <Given stamp={stamp} one={one} />
            <time className="stamp-at" dateTime={one.at}>
              {momentText(one.at)}
            </time>
            {one.entered_by && tool?.(one.person)}
          </PersonRow>
        </li>
      ))}
    </ul>
  );
}

const names = (answers: readonly PersonAnswer[]) => answers.map((one) => one.person.name).join("、");

/** How often what was answered, and by whom where that is told. */
export function ByOption({ stamp, answers, texts }: { stamp: Stamp; answers: readonly PersonAnswer[]; texts: readonly string[] }) {
  if (stamp.kind === "text" && texts.length > 0) return <Texts texts={texts} />;
  if (stamp.kind === "text" && !stamp.anonymous) return <ByPerson stamp={stamp} answers={answers} />;
  if (!stamp.counts) return <p className="hint">{stamp.withheld ? t.withheld : { always: "", answered: t.untold_answered, closed: t.untold_closed, asker: t.untold_asker }[stamp.shows]}</p>;
  const counts = stamp.counts;
  const options = optionsOf(stamp);
  const average = stamp.kind === "score" ? mean(counts) : null;
  if (stamp.kind === "schedule") return <ByDate stamp={stamp} counts={counts} answers={answers} />;
  return (
    <>
      {average && <p>{t.average(average)}</p>}
      <dl className="stamp-results">
        {options.map((option, place) => (
          <div key={option}>
            <dt>
              {option} <b>{t.count(counts[place] ?? 0)}</b>
            </dt>
            {stamp.may_see && <dd>{names(answers.filter((one) => one.answer.choices.includes(place))) || t.nobodyChose}</dd>}
          </div>
        ))}
      </dl>
    </>
  );
}

function Texts({ texts }: { texts: readonly string[] }) {
  return (
    <ul className="stamp-texts">
      {texts.map((words, place) => (
        // Two may be alike, and none has a name.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={place}>{words}</li>
      ))}
    </ul>
  );
}

function ByDate({ stamp, counts, answers }: { stamp: Stamp; counts: readonly number[]; answers: readonly PersonAnswer[] }) {
  const who = (place: number, mark: Mark) => names(answers.filter((one) => one.answer.marks[place] === mark));
  return (
    <dl className="stamp-results">
      {optionsOf(stamp).map((date, place) => (
        <div key={date}>
          <dt>
            {date} {stamp.decided === place && <span className="tag">{t.decided}</span>}
          </dt>
          {MARKS.map((mark, column) => (
            <dd key={mark}>
              {SIGNS[mark]} <b>{t.count(counts[3 * place + column] ?? 0)}</b> {who(place, mark)}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
