import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { dayOf, dayText, momentText, timeText } from "../../../platform/dates.ts";
import { allPages, useLoad } from "../../../platform/load.ts";
import { usePerson } from "../../../platform/people.ts";
import { back } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { BOXES, callerOf, spanOf, stateOf, type Box, type Memo } from "../model.ts";
import { t } from "../text.ts";
import "./memos.css";

const AT_ONCE = 200;

async function ofDay(box: Box, day: string): Promise<Memo[]> {
  const all: Memo[] = [];
  for await (const page of allPages((cursor) => api.memos(box, { ...spanOf(day), limit: AT_ONCE }, cursor))) all.push(...page);
  return all.sort((one, other) => one.called_at.localeCompare(other.called_at));
}

/** The phone memos of a day on A4. */
export function PrintMemos({ box: word, day: given }: { box: string; day: string }) {
  const me = useMe();
  const [printedAt] = useState(() => new Date());
  const box = BOXES.find((one) => one === word) ?? "mine";
  const day = /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : dayOf(printedAt);
  const loaded = useLoad(`print memos ${box} ${day}`, () => ofDay(box, day));
  const memos = loaded.value;
  return (
    <main className="print-view memos-sheet">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(`/phone-memos?box=${box}`)}>
          {t.back}
        </button>
        <button type="button" className="button primary" disabled={loaded.loading} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loaded.loading} error={loaded.error} empty={!memos} retry={loaded.reload}>
        {null}
      </ListState>
      {memos && (
        <>
          <header className="print-head">
            <h1>{t.sheet(t[`box_${box}`], dayText(day))}</h1>
          </header>
          {memos.length === 0 && <p>{t.nothingThatDay}</p>}
          {memos.length > 0 && (
            <table className="memos-table">
              <thead>
                <tr>
                  {[t.time, t.to, t.from, t.matter, t.taker, t.state].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {memos.map((memo) => (
                  <Line key={memo.id} memo={memo} />
                ))}
              </tbody>
            </table>
          )}
          <p className="memos-printed">
            {me.organisation.name} ・ {t.printed(momentText(printedAt), me.person.name)}
            <span className="block">{t.paper}</span>
          </p>
        </>
      )}
    </main>
  );
}

function Line({ memo }: { memo: Memo }) {
  const to = usePerson(memo.addressee_id)?.name ?? "";
  const writer = usePerson(memo.operator_id ?? memo.writer_id)?.name ?? "";
  const doer = usePerson(memo.done?.by ?? null)?.name ?? "";
  const taker = usePerson(memo.taken?.by ?? null)?.name ?? "";
  return (
    <tr>
      <td>{timeText(memo.called_at)}</td>
      <td>{to}</td>
      <td>
        {memo.cleared_at ? t.cleared : [callerOf(memo) || t.nameless, memo.number].filter(Boolean).join(" ")}
      </td>
      <td>
        <b>{t[memo.matter]}</b>
        {memo.call_back_by && ` ${t.by(momentText(memo.call_back_by))}`}
        {memo.words && <span className="memo-words block">{memo.words}</span>}
      </td>
      <td>{writer}</td>
      <td>
        {t[stateOf(memo)]}
        {memo.taken && <span className="block">{t.takenAt(taker, timeText(memo.taken.at))}</span>}
        {memo.done && <span className="block">{`${timeText(memo.done.at)} ${doer}`}</span>}
      </td>
    </tr>
  );
}
