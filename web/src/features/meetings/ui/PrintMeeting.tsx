import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { back } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { marginsOf } from "../model.ts";
import { t } from "../text.ts";
import { Outcomes } from "./Outcomes.tsx";
import "./meetings.css";

/** A meeting on A4: agenda, what was decided, and one's own margin notes, if one wants them there. */
export default function PrintMeeting({ id }: { id: Id }) {
  const [printedAt] = useState(() => new Date());
  const [withMargins, setWithMargins] = useState(false);
  const { value, loading, error, reload } = useLoad(`print ${id}`, async () => {
    const [opened, margins] = await Promise.all([api.meeting(id), api.margins(id)]);
    return { opened, margins };
  });
  const meeting = value?.opened.meeting ?? null;
  return (
    <main className="print-view meeting-print">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(meeting ? `/rooms/${meeting.room_id}/meetings/${id}` : "/")}>
          {t.backToMeeting}
        </button>
        <label className="check">
          <input type="checkbox" checked={withMargins} onChange={(event) => setWithMargins(event.currentTarget.checked)} />
          {t.margins}
        </label>
        <button type="button" className="button primary" disabled={loading} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loading} error={error} empty={!value} retry={reload}>
        {null}
      </ListState>
      {value && meeting && (
        <>
          <header className="print-head">
            <h1>{meeting.title}</h1>
            <p>
              {momentText(meeting.starts_at)}
              {meeting.place && ` ・ ${meeting.place}`} ・ {t.chair} {meeting.chair.name} ・ {t.printed(momentText(printedAt))}
            </p>
          </header>
          <Outcomes items={value.opened.items} />
          <ol className="meeting-printed-materials">
            {value.opened.materials.map((material) => (
              <li key={material.id}>
                {material.title}
                {withMargins &&
                  marginsOf(value.margins, material.id, []).map(({ margin }) => (
                    <p key={margin.id} className="meeting-printed-margin">
                      <small>{margin.beside ? t.marginBeside(margin.beside) : t.marginHere(margin.page)}</small> {margin.words}
                    </p>
                  ))}
              </li>
            ))}
          </ol>
        </>
      )}
    </main>
  );
}
