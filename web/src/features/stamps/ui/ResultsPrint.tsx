import { useState } from "react";
import { createPortal } from "react-dom";
import { postText } from "../../../design/people/PersonRow.tsx";
import { usePrinting } from "../../../design/usePrinting.ts";
import { momentText } from "../../../platform/dates.ts";
import { useMe } from "../../../platform/session.ts";
import type { Answers, Stamp } from "../model.ts";
import { t } from "../text.ts";
import { columnsOf } from "./Results.tsx";
import { optionsOf } from "./words.ts";

/** The answers on A4: numbers, a line a person, who has not answered, who printed it and when. */
export function ResultsPrint({ stamp, answers, onDone }: { stamp: Stamp; answers: Answers; onDone: () => void }) {
  const me = useMe();
  const [printedAt] = useState(() => Date.now());
  usePrinting(onDone);
  const columns = columnsOf(stamp);
  const { counts } = stamp;
  return createPortal(
    <div className="stamp-print">
      <h1>{stamp.question}</h1>
      <p>
        {t[stamp.kind]} ・ {stamp.closed_at ? t.closedAt(momentText(stamp.closed_at)) : stamp.deadline ? t.closesAt(momentText(stamp.deadline)) : t.noDeadline} ・ {t.answeredCount(stamp.answered)}
      </p>
      <p>
        {me.organisation.name} ・ {t.printedBy(`${me.person.name} ${postText(me.person)}`, momentText(printedAt))}
      </p>
      {counts && counts.length > 0 && (
        <table>
          <tbody>
            {optionsOf(stamp).map((option, place) => (
              <tr key={option}>
                <th scope="row">
                  {option}
                  {stamp.decided === place && ` (${t.decided})`}
                </th>
                <td>{stamp.kind === "schedule" ? `○${counts[3 * place] ?? 0} △${counts[3 * place + 1] ?? 0} ×${counts[3 * place + 2] ?? 0}` : t.count(counts[place] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {stamp.texts.length > 0 && (
        <ul>
          {stamp.texts.map((words, place) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={place}>{words}</li>
          ))}
        </ul>
      )}
      {answers.answers.length > 0 && (
        <table>
          <thead>
            <tr>
              {columns.map(([head]) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answers.answers.map((one) => (
              <tr key={one.person.id}>
                {columns.map(([head, cell]) => (
                  <td key={head}>{cell(one)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        {t.notAnswered(answers.waiting.length)} {answers.waiting.map((person) => person.name).join("、")}
      </p>
    </div>,
    document.body,
  );
}
