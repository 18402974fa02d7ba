import { useState } from "react";
import { MoreButton, ListState } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import { usePages } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { faultText, fieldText, SORTS, sortText, valueText } from "../model.ts";
import { t } from "../text.ts";

interface Props {
  run: api.Run;
  /** Whether its lines are still kept. */
  isRecent: boolean;
}

/** What a run found to differ. */
export function Lines({ run, isRecent }: Props) {
  const [sort, setSort] = useState<api.Sort | null>(null);
  const list = usePages(`ldap-lines ${run.id} ${sort}`, (cursor) => api.lines(run.id, sort, cursor));
  const total = SORTS.reduce((sum, one) => sum + run.counts[one], 0);
  const chips = [null, ...SORTS.filter((one) => run.counts[one] > 0)];
  return (
    <section className="ldap-lines" aria-labelledby="ldap-lines">
      <h2 id="ldap-lines">{t.differencesOf(momentText(run.begun_at))}</h2>
      {total === 0 && <p>{t.noDifferences}</p>}
      {total > 0 && !isRecent && <p>{t.linesGone}</p>}
      {total > 0 && isRecent && (
        <>
          <div className="sort-bar" role="group" aria-label={t.sortLabel}>
            {chips.map((one) => (
              <button key={one ?? "all"} type="button" className="chip-button" aria-pressed={sort === one} onClick={() => setSort(one)}>
                {one ? sortText(one) : t.all} {(one ? run.counts[one] : total).toLocaleString()}
              </button>
            ))}
          </div>
          <ListState loading={list.loading} error={list.error} empty={false} retry={list.reload}>
            {null}
          </ListState>
          <div className="table-scroll" role="region" aria-labelledby="ldap-lines" tabIndex={0}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.sortLabel}</th>
                  <th scope="col">{t.person}</th>
                  <th scope="col">{t.what}</th>
                </tr>
              </thead>
              <tbody>
                {list.items.map((line) => (
                  <tr key={line.number}>
                    <td className="number">{line.sort === "conflict" ? <b className="field-error">{sortText(line.sort)}</b> : line.sort !== "quiet" && sortText(line.sort)}</td>
                    <td className="ldap-person">
                      {line.name}
                      {line.login && <small className="block">{line.login}</small>}
                    </td>
                    <td>
                      <What line={line} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <MoreButton more={list.more} />
        </>
      )}
    </section>
  );
}

function What({ line }: { line: api.Line }) {
  if (line.sort === "gone" && !line.fault) return <>{t.goneText}</>;
  return (
    <>
      {line.fault && <p>{faultText(line.fault)}</p>}
      {line.changes.length > 0 && <Changes line={line} />}
    </>
  );
}

function Changes({ line }: { line: api.Line }) {
  return (
    <ul className="ldap-changes">
      {line.changes.map(({ field, old, new: next }) => (
        <li key={field}>{field === "link" ? fieldText(field) : line.sort === "added" ? t.given(fieldText(field), valueText(field, next)) : t.change(fieldText(field), valueText(field, old), valueText(field, next))}</li>
      ))}
    </ul>
  );
}
