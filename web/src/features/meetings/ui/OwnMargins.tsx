import { ListState, MoreButton } from "../../../design/ListState.tsx";
import { shortText } from "../../../platform/dates.ts";
import { useLoad, usePages } from "../../../platform/load.ts";
import { back } from "../../../platform/router.ts";
import { marginsHere } from "../actions.ts";
import * as api from "../api.ts";
import { dropMargin } from "../store.ts";
import { t } from "../text.ts";
import "./meetings.css";

/** What one wrote in the margins of all meetings, whether one may still read these or not. */
export default function OwnMargins() {
  const list = usePages("own margins", (cursor) => api.ownMargins(cursor));
  const here = useLoad("margins here", marginsHere);
  const meetings = [...new Set(list.items.map(({ meeting_id }) => meeting_id))];
  return (
    <main className="print-view meeting-print">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back("/")}>
          {t.close}
        </button>
        <button type="button" className="button primary" disabled={list.items.length === 0} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <header className="print-head">
        <h1>{t.ownMargins}</h1>
        <p>{t.ownHint}</p>
      </header>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <p>{t.noOwnMargins}</p>
      </ListState>
      {here.value && here.value.length > 0 && (
        <section>
          <h2>{t.marginsHere}</h2>
          <p>{t.marginsHereHint}</p>
          <ul className="meeting-printed-materials">
            {here.value.map((waiting) => (
              <li key={waiting.margin.id}>
                <small>
                  {waiting.margin.meeting_title} ・ {waiting.margin.material_title} ・ {shortText(waiting.margin.at)}
                </small>
                <p className="meeting-printed-margin">{waiting.margin.words || t.marginEmptied}</p>
                <button type="button" className="button small print-tools" onClick={() => void dropMargin(waiting).then(here.reload)}>
                  {t.marginDiscard}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {meetings.map((meeting) => {
        const margins = list.items.filter(({ meeting_id }) => meeting_id === meeting);
        return (
          <section key={meeting}>
            <h2>{margins[0]?.meeting_title}</h2>
            <ul className="meeting-printed-materials">
              {margins.map((margin) => (
                <li key={margin.id}>
                  <small>
                    {margin.material_title} ・ {margin.beside ? t.marginBeside(margin.beside) : t.marginHere(margin.page)} ・ {shortText(margin.at)}
                  </small>
                  <p className="meeting-printed-margin">{margin.words}</p>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      <MoreButton more={list.more} />
    </main>
  );
}
