import { useId } from "react";
import { bestSlots, MARKS, SIGNS, slotText, type Mark, type Stamp } from "../model.ts";
import { t } from "../text.ts";

interface Props {
  stamp: Stamp;
  /** What one is about to answer; nothing while one only looks. */
  draft: Mark[] | null;
  tab: -1 | undefined;
  onMarks: (marks: Mark[]) => void;
}

const words = (mark: Mark) => ({ yes: t.mark_yes, maybe: t.mark_maybe, no: t.mark_no })[mark];

/** The dates with ○, △ and ×: one's own to choose, everybody's in figures. */
export function Marks({ stamp, draft, tab, onMarks }: Props) {
  const name = useId();
  const own = draft ?? stamp.mine?.answer?.marks ?? [];
  const best = bestSlots(stamp);
  const set = (slot: number, mark: Mark) => {
    const next = [...own];
    next[slot] = mark;
    onMarks(next);
  };
  return (
    <div className="stamp-scroll">
      <table className="stamp-marks">
        <thead>
          <tr>
            <th scope="col">{t.slots}</th>
            {MARKS.map((mark) => (
              <th key={mark} scope="col" aria-label={words(mark)}>
                {SIGNS[mark]}
                {draft && (
                  <button type="button" className="link-button" tabIndex={tab} onClick={() => onMarks(stamp.slots.map(() => mark))}>
                    {t.all(SIGNS[mark])}
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stamp.slots.map((slot, place) => (
            <tr key={slotText(slot)} data-decided={stamp.decided === place || undefined}>
              <th scope="row">
                {slotText(slot)}
                {stamp.decided === place && <span className="tag">{t.decided}</span>}
                {stamp.decided === null && best.includes(place) && <span className="tag">{t.best}</span>}
              </th>
              {MARKS.map((mark, column) => (
                <td key={mark}>
                  <label className="stamp-mark" data-chosen={own[place] === mark || undefined}>
                    {draft ? (
                      <input type="radio" name={`${name}-${place}`} tabIndex={tab} aria-label={`${slotText(slot)} ${words(mark)}`} checked={own[place] === mark} onChange={() => set(place, mark)} />
                    ) : (
                      <span className="visually-hidden">{own[place] === mark ? t.yourAnswer(words(mark)) : words(mark)}</span>
                    )}
                    {stamp.counts && <b>{stamp.counts[3 * place + column] ?? 0}</b>}
                    {!draft && own[place] === mark && <span aria-hidden="true">{SIGNS[mark]}</span>}
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
