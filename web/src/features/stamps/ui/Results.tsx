import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { ExportButton, type Column } from "../../../design/export/ExportButton.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { useLoad } from "../../../platform/load.ts";
import { meet, type PersonBrief } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { slotText, type Answers, type Order, type PersonAnswer, type Stamp } from "../model.ts";
import { t } from "../text.ts";
import { AnswerFor } from "./AnswerFor.tsx";
import { ByOption, ByPerson, Names } from "./ResultLists.tsx";
import { ResultsPrint } from "./ResultsPrint.tsx";
import { answerText } from "./words.ts";
import "./stamps.css";

type View = "options" | "people" | "waiting";

const NOBODY: Answers = { answers: [], texts: [], next: null, voters: [], waiting: [], off_duty: [] };

/** Who only looks into an open room is not told who of its members has answered. */
async function answersOf(id: string, order: Order): Promise<Answers> {
  try {
    const found = await api.answers(id, order);
    meet([...found.answers.map((one) => one.person), ...found.voters, ...found.waiting, ...found.off_duty]);
    return found;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return NOBODY;
    throw error;
  }
}

export function columnsOf(stamp: Stamp): Column<PersonAnswer>[] {
  const about: Column<PersonAnswer>[] = [
    [t.person, (one) => one.person.name],
    [t.reading, (one) => one.person.reading],
    [t.unit, (one) => one.person.unit ?? ""],
    [t.title, (one) => one.person.title ?? ""],
  ];
  const given: Column<PersonAnswer>[] =
    stamp.kind === "schedule"
      ? stamp.slots.map((slot, place): Column<PersonAnswer> => [slotText(slot), (one) => answerText({ ...stamp, slots: [slot] }, { ...one.answer, marks: one.answer.marks.slice(place, place + 1) })])
      : [[t.answerColumn, (one) => answerText(stamp, one.answer)]];
  const proxy: Column<PersonAnswer>[] = stamp.kind === "attendance" ? [[t.proxyColumn, (one) => one.answer.proxy]] : [];
  const note: Column<PersonAnswer>[] = stamp.kind === "attendance" || stamp.kind === "schedule" ? [[t.noteColumn, (one) => one.answer.note]] : [];
  return [...about, ...given, ...proxy, ...note, [t.enteredColumn, (one) => one.entered_by ?? ""], [t.at, (one) => momentText(one.at)]];
}

/** All that is told of a stamp's answers: by option, by person, and who has not answered. */
export default function Results({ stamp, onClose }: { stamp: Stamp; onClose: () => void }) {
  const [order, setOrder] = useState<Order>("reading");
  const [view, setView] = useState<View>("options");
  const [printing, setPrinting] = useState(false);
  const [entering, setEntering] = useState<PersonBrief | null>(null);
  const [entries, setEntries] = useState(0);
  // Asked for anew as the counts move on the card below; what is entered otherwise may leave them as they are.
  const loaded = useLoad(`${stamp.id} ${order} ${stamp.answered} ${stamp.closed_at} ${entries}`, () => answersOf(stamp.id, order));
  const answers = loaded.value ?? NOBODY;
  const named = stamp.may_see;
  const me = useMe();
  const enters = stamp.may_manage && !stamp.anonymous && !stamp.closed_at && !me.leave;
  const tool = enters
    ? (person: PersonBrief) => (
        <button type="button" className="button small" aria-label={t.enterFor(person.name)} onClick={() => setEntering(person)}>
          {t.enterShort}
        </button>
      )
    : undefined;
  const entered = () => {
    setEntering(null);
    setEntries((count) => count + 1);
  };
  async function* pages() {
    yield answers.answers;
  }
  const tabs: { value: View; label: string }[] = [
    { value: "options", label: t.byOption },
    { value: "people", label: named ? t.byPerson : t.voters(answers.voters.length) },
    { value: "waiting", label: t.notAnswered(answers.waiting.length) },
  ];
  const body = {
    options: <ByOption stamp={stamp} answers={answers.answers} texts={answers.texts} />,
    people: named ? <ByPerson stamp={stamp} answers={answers.answers} tool={tool} /> : <Names people={answers.voters} empty={t.nobodyAnswered} />,
    waiting: (
      <>
        <p className="hint">{t.waitingHint}</p>
        <Names people={answers.waiting} empty={t.nobodyWaits} tool={tool} />
        {answers.off_duty.length > 0 && (
          <>
            <h3>{t.offDuty}</h3>
            <Names people={answers.off_duty} empty="" tool={tool} />
          </>
        )}
      </>
    ),
  };
  return (
    <Dialog title={t.resultsOf(stamp.question)} width="wide" onClose={onClose}>
      <div className="stamp-tools">
        <div className="sort-bar" role="group" aria-label={t.results}>
          {tabs.map(({ value, label }) => (
            <button key={value} type="button" className="chip-button" aria-pressed={value === view} onClick={() => setView(value)}>
              {label}
            </button>
          ))}
        </div>
        <SortBar
          value={order}
          options={[
            { value: "reading", label: t.reading },
            { value: "official", label: t.official },
            ...(named ? [{ value: "answer" as const, label: t.byAnswer }, { value: "time" as const, label: t.time }] : []),
          ]}
          onChange={setOrder}
        />
        {named && <ExportButton name={stamp.question.slice(0, 40)} columns={columnsOf(stamp)} pages={pages} />}
        <button type="button" className="button" disabled={!loaded.value} onClick={() => setPrinting(true)}>
          <Icon name="print" size={18} />
          {t.print}
        </button>
      </div>
      {Boolean(loaded.error) && <Failed error={loaded.error} retry={loaded.reload} />}
      {!loaded.value && !loaded.error && <Loading />}
      {loaded.value && body[view]}
      {entering && <AnswerFor stamp={stamp} person={entering} onClose={entered} />}
      {printing && <ResultsPrint stamp={stamp} answers={answers} onDone={() => setPrinting(false)} />}
    </Dialog>
  );
}
