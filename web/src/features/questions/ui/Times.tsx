import { ListState } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { useNews } from "./useNews.ts";
import { monthText, spanText } from "./words.ts";

/** How fast questions were answered, month by month, for who owns the room. */
export function Times({ room }: { room: Id }) {
  const loaded = useLoad(`question times ${room} ${useNews()}`, () => api.times(room).then(({ months }) => months));
  const months = loaded.value ?? [];
  return (
    <section className="question-times" aria-labelledby="question-times">
      <h3 id="question-times">{t.times}</h3>
      <p className="hint">{t.timesHint}</p>
      <ListState loading={loaded.loading} error={loaded.error} empty={months.length === 0} retry={loaded.reload}>
        <p>{t.noTimes}</p>
      </ListState>
      {months.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t.month}</th>
              <th scope="col">{t.count}</th>
              <th scope="col">{t.median}</th>
            </tr>
          </thead>
          <tbody>
            {[...months].reverse().map(({ month, answered, median_minutes: median }) => (
              <tr key={month}>
                <th scope="row">{monthText(month)}</th>
                <td>{answered}</td>
                <td>{spanText(median)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
