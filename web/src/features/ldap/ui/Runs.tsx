import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import type { Run } from "../api.ts";
import { isOn, outcomeText } from "../model.ts";
import { t } from "../text.ts";

/** The runs so far, the newest first. */
export function Runs({ runs, onShow }: { runs: readonly Run[]; onShow: (run: Id) => void }) {
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="ldap-runs">
      <h2 id="ldap-runs">{t.runs}</h2>
      <div className="table-scroll" role="region" aria-labelledby="ldap-runs" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.begunAt}</th>
              <th scope="col">{t.kindLabel}</th>
              <th scope="col">{t.byWhom}</th>
              <th scope="col">{t.result}</th>
              <th scope="col">{t.differences}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run, place) => (
              <tr key={run.id}>
                <td className="number">{momentText(run.begun_at)}</td>
                <td className="number">{t[`kind_${run.kind}` as const]}</td>
                <td className="number">{run.started_by?.name ?? t.automatic}</td>
                <td>
                  <span className="ldap-state" data-state={run.state}>
                    {t[`state_${run.state}` as const]}
                  </span>
                  {run.state === "failed" && <small className="block">{outcomeText(run.outcome)}</small>}
                </td>
                <td>
                  <Counts run={run} />
                  {place < 3 && !isOn(run) && run.state !== "failed" && (
                    <button type="button" className="button small" aria-label={t.showOf(momentText(run.begun_at))} onClick={() => onShow(run.id)}>
                      {t.show}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Counts({ run: { counts } }: { run: Run }) {
  const { added, changed, gone, conflict } = counts;
  return <span>{added + changed + gone + conflict === 0 ? t.nothingDiffers : t.counts(added, changed, gone, conflict)} </span>;
}
