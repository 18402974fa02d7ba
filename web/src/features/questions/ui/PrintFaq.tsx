import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { back } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { pathOf } from "../model.ts";
import { t } from "../text.ts";
import "./questions.css";

/** The FAQ of a room on A4, in its order. */
export default function PrintFaq({ room }: { room: Id }) {
  const me = useMe();
  const [printedAt] = useState(() => new Date());
  const loaded = useLoad(`print faq ${room}`, () => Promise.all([api.faq(room), api.room(room)]).then(([{ entries }, { name }]) => ({ entries, name })));
  const entries = loaded.value?.entries;
  return (
    <main className="print-view faq-sheet">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(pathOf(room, "faq"))}>
          {t.back}
        </button>
        <button type="button" className="button primary" disabled={!entries} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loaded.loading} error={loaded.error} empty={!entries} retry={loaded.reload}>
        {null}
      </ListState>
      {entries && (
        <>
          <header className="print-head">
            <h1>{t.sheetOf(t.faq, loaded.value?.name ?? "")}</h1>
          </header>
          {entries.length === 0 && <p>{t.noneFaq}</p>}
          <ol className="faq-paper">
            {entries.map((entry) => (
              <li key={entry.id}>
                <h2>{entry.question}</h2>
                <p className="question-words">{entry.answer}</p>
              </li>
            ))}
          </ol>
          <p className="faq-printed">
            {me.organisation.name} ・ {t.printed(momentText(printedAt), me.person.name)}
          </p>
        </>
      )}
    </main>
  );
}
