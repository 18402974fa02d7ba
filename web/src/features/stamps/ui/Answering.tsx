import { useId, useState, type FormEvent } from "react";
import { TextArea, TextField } from "../../../design/Field.tsx";
import { lineStore } from "../../../platform/live.ts";
import { useStore } from "../../../platform/store.ts";
import { answer, takeBack } from "../actions.ts";
import { BY_PROXY, mean, NOTHING, type GivenAnswer, type Stamp } from "../model.ts";
import { t } from "../text.ts";
import { Marks } from "./Marks.tsx";
import { optionsOf } from "./words.ts";

interface Props {
  stamp: Stamp;
  tab: -1 | undefined;
}

/** What one answers with: one press where that is enough, else a small form. */
export function Answering({ stamp, tab }: Props) {
  const one = stamp.kind === "yes_no" || stamp.kind === "score" || (stamp.kind === "choice" && !stamp.several);
  return one ? <OnePress stamp={stamp} tab={tab} /> : <AnswerForm stamp={stamp} tab={tab} />;
}

/** A bar behind a number, which stands beside it in figures. */
export function Bar({ count, all }: { count: number; all: number }) {
  return <span className="stamp-bar" style={{ inlineSize: `${all > 0 ? (100 * count) / all : 0}%` }} aria-hidden="true" />;
}

function OnePress({ stamp, tab }: Props) {
  const live = useStore(lineStore, (line) => line === "live");
  const options = optionsOf(stamp);
  const { counts } = stamp;
  const chosen = stamp.mine?.answer?.choices ?? [];
  const score = stamp.kind === "score";
  return (
    <div className={score ? "stamp-options stamp-scores" : "stamp-options"} role="group" aria-label={stamp.question}>
      {options.map((option, place) => (
        <button
          key={option}
          type="button"
          className="stamp-option"
          tabIndex={tab}
          aria-pressed={chosen.includes(place)}
          disabled={!stamp.may_answer || !live}
          onClick={() => !chosen.includes(place) && void answer(stamp, { ...NOTHING, choices: [place] })}
        >
          {counts && <Bar count={counts[place] ?? 0} all={stamp.answered} />}
          <span className="stamp-words">{option}</span>
          {counts && <b>{t.count(counts[place] ?? 0)}</b>}
        </button>
      ))}
      {score && counts && mean(counts) !== null && <span className="stamp-mean">{t.average(mean(counts) ?? "")}</span>}
      <Back stamp={stamp} tab={tab} />
    </div>
  );
}

/** Takes one's answer back, where that may be done. */
function Back({ stamp, tab }: Props) {
  if (!stamp.mine?.answer || !stamp.changeable || !stamp.may_answer) return null;
  return (
    <button type="button" className="link-button stamp-back" tabIndex={tab} onClick={() => void takeBack(stamp)}>
      {t.takeBackAnswer}
    </button>
  );
}

/** Whether all is said that an answer has to say. */
export function isWhole(stamp: Stamp, draft: GivenAnswer): boolean {
  if (stamp.kind === "text") return draft.text.trim() !== "";
  if (stamp.kind === "schedule") return stamp.slots.every((_, slot) => draft.marks[slot] !== undefined);
  return draft.choices.length > 0 && (!byProxy(stamp, draft) || draft.proxy.trim() !== "");
}

const byProxy = (stamp: Stamp, draft: GivenAnswer) => stamp.kind === "attendance" && draft.choices[0] === BY_PROXY;

/** The answer as it is given: who comes instead is said where somebody does. */
export const asGiven = (stamp: Stamp, draft: GivenAnswer): GivenAnswer => (byProxy(stamp, draft) ? draft : { ...draft, proxy: "" });

/** What an answer of any kind is put together with. */
export function AnswerFields({ stamp, draft, open, tab, onDraft }: Props & { draft: GivenAnswer; open: boolean; onDraft: (draft: GivenAnswer) => void }) {
  return (
    <>
      {stamp.kind === "schedule" && <Marks stamp={stamp} draft={open ? draft.marks : null} tab={tab} onMarks={(marks) => onDraft({ ...draft, marks })} />}
      {stamp.kind !== "schedule" && stamp.kind !== "text" && <Options stamp={stamp} draft={draft} open={open} tab={tab} onChoices={(choices) => onDraft({ ...draft, choices })} />}
      {open && byProxy(stamp, draft) && <TextField label={t.proxyName} required maxLength={60} tabIndex={tab} value={draft.proxy} onChange={(event) => onDraft({ ...draft, proxy: event.currentTarget.value })} />}
      {open && stamp.kind === "text" && <TextArea label={t.yourText} rows={3} maxLength={4000} tabIndex={tab} value={draft.text} onChange={(event) => onDraft({ ...draft, text: event.currentTarget.value })} />}
      {open && (stamp.kind === "attendance" || stamp.kind === "schedule") && <TextField label={t.note} maxLength={200} tabIndex={tab} value={draft.note} onChange={(event) => onDraft({ ...draft, note: event.currentTarget.value })} />}
    </>
  );
}

/** Answers that are put together before they are given. */
function AnswerForm({ stamp, tab }: Props) {
  const live = useStore(lineStore, (line) => line === "live");
  const own = stamp.mine?.answer ?? null;
  const [draft, setDraft] = useState<GivenAnswer>(own ?? NOTHING);
  const [changing, setChanging] = useState(false);
  const open = stamp.may_answer && (!stamp.mine || changing);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = asGiven(stamp, draft);
    if (isWhole(stamp, given) && (await answer(stamp, given))) setChanging(false);
  };
  return (
    <form className="stamp-answering" onSubmit={(event) => void submit(event)}>
      <AnswerFields stamp={stamp} draft={draft} open={open} tab={tab} onDraft={setDraft} />
      {open && (
        <div className="stamp-buttons">
          <button type="submit" className="button small primary" tabIndex={tab} disabled={!live || !isWhole(stamp, draft)}>
            {t.answer}
          </button>
          {changing && (
            <button
              type="button"
              className="button small"
              tabIndex={tab}
              onClick={() => {
                setDraft(own ?? NOTHING);
                setChanging(false);
              }}
            >
              {t.keepAnswer}
            </button>
          )}
        </div>
      )}
      {!open && stamp.mine && stamp.may_answer && (
        <div className="stamp-buttons">
          <Own stamp={stamp} />
          <button type="button" className="link-button" tabIndex={tab} onClick={() => setChanging(true)}>
            {t.change}
          </button>
          <Back stamp={stamp} tab={tab} />
        </div>
      )}
    </form>
  );
}

function Own({ stamp }: { stamp: Stamp }) {
  const own = stamp.mine?.answer;
  if (!own) return null;
  const words = [stamp.kind === "text" ? own.text : "", own.proxy, own.note].filter(Boolean).join("、");
  return words ? <span className="stamp-mine">{t.yourAnswer(words)}</span> : null;
}

function Options({ stamp, draft, open, tab, onChoices }: Props & { draft: GivenAnswer; open: boolean; onChoices: (choices: number[]) => void }) {
  const name = useId();
  const { counts } = stamp;
  const chosen = open ? draft.choices : (stamp.mine?.answer?.choices ?? []);
  const pick = (place: number) => {
    if (!stamp.several) onChoices([place]);
    else onChoices(chosen.includes(place) ? chosen.filter((one) => one !== place) : [...chosen, place]);
  };
  return (
    <fieldset className="stamp-options">
      <legend className="visually-hidden">{stamp.several ? `${stamp.question} ${t.chooseSeveral}` : stamp.question}</legend>
      {stamp.several && open && <p className="hint">{t.chooseSeveral}</p>}
      {optionsOf(stamp).map((option, place) => (
        <label key={option} className="stamp-option" data-chosen={chosen.includes(place) || undefined}>
          {counts && <Bar count={counts[place] ?? 0} all={stamp.answered} />}
          <input type={stamp.several ? "checkbox" : "radio"} name={name} tabIndex={tab} checked={chosen.includes(place)} disabled={!open} onChange={() => pick(place)} />
          <span className="stamp-words">{option}</span>
          {counts && <b>{t.count(counts[place] ?? 0)}</b>}
        </label>
      ))}
    </fieldset>
  );
}
