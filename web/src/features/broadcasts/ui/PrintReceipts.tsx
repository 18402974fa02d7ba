import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { postText } from "../../../design/people/PersonRow.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { allPages, useLoad } from "../../../platform/load.ts";
import { back } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import type { Recipient } from "../model.ts";
import { receiptsOf } from "../store.ts";
import { t } from "../text.ts";
import type { Draw } from "./BroadcastPage.tsx";
import { CountsBar } from "./CountsBar.tsx";
import { FileNames } from "./FileList.tsx";
import { SectionTable } from "./Receipts.tsx";
import { senderText } from "./words.ts";
import "./broadcasts.css";

const PAGE = 200;

/** All that stands on the paper; of the people those for whom somebody waits. */
async function collect(id: Id) {
  const waiting: Recipient[] = [];
  const { managed } = await api.broadcast(id);
  for await (const page of allPages((cursor) => api.recipients(id, { stage: "waiting", section: null, order: "unit" }, cursor, PAGE))) waiting.push(...page);
  return { shown: managed ?? null, counts: await api.counts(id), sections: (await api.sections(id)).items, waiting };
}

/** A broadcast on A4 with who has read it: its words, the sections, and who has not. */
export function PrintReceipts({ id, draw }: { id: Id; draw: Draw }) {
  const me = useMe();
  const [printedAt] = useState(() => new Date());
  const loaded = useLoad(`print broadcast ${id}`, () => collect(id));
  const { value } = loaded;
  const shown = value?.shown;
  return (
    <main className="print-view broadcast-print">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(receiptsOf(id))}>
          {t.back}
        </button>
        <button type="button" className="button primary" disabled={loaded.loading} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loaded.loading} error={loaded.error} empty={!value} retry={loaded.reload}>
        {null}
      </ListState>
      {value && shown && (
        <>
          <header className="print-head">
            <h1>{shown.title}</h1>
            <p>
              {senderText(shown.sender)} {shown.sent_at && momentText(shown.sent_at)}
            </p>
            {shown.confirm_by && <p>{t.confirmBy(momentText(shown.confirm_by))}</p>}
          </header>
          <div className="broadcast-body">{draw(shown.body)}</div>
          <FileNames files={shown.files} />
          <CountsBar counts={value.counts} mustRead={shown.must_read} />
          <h2>{t.bySection}</h2>
          <SectionTable sections={value.sections} mustRead={shown.must_read} />
          {value.waiting.length > 0 && (
            <>
              <h2>{t.waiting(shown.must_read)}</h2>
              <ul className="broadcast-paper-names">
                {value.waiting.map(({ person, extension }) => (
                  <li key={person.id}>
                    {postText(person)} {person.name} {extension && `(${t.extension} ${extension})`}
                  </li>
                ))}
              </ul>
            </>
          )}
          <p className="broadcast-printed">
            {me.organisation.name} ・ {t.printedBy(`${me.person.name} ${postText(me.person)}`, momentText(printedAt))}
          </p>
        </>
      )}
    </main>
  );
}
