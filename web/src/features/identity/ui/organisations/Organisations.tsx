import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { Mark } from "../../../../design/Mark.tsx";
import { SortableHead, useSorted } from "../../../../design/Sortable.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf, dayText } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import { placeTarget, prefixOf } from "../../../../platform/place.ts";
import { finds } from "../../../../platform/reading.ts";
import { Link } from "../../../../platform/router.ts";
import * as api from "../../api.organisations.ts";
import { t } from "../../text.organisations.ts";
import { ChangeDialog } from "./ChangeDialog.tsx";
import "./organisations.css";

/** The organisations of this deployment, for those who found them. */
export default function Organisations() {
  const list = useLoad("organisations", api.organisations);
  const [text, setText] = useState("");
  const [changing, setChanging] = useState<api.Organisation | null>(null);
  const title = useArrival();
  const all = list.value ?? [];
  const found = all.filter(({ name, reading, code }) => finds(text, [name, reading, code]));
  const { sorted, order, sortBy } = useSorted(
    found,
    { name: ({ name, reading, code }) => (code ? reading || name : ""), code: ({ code }) => code ?? "", listed: ({ listed }) => Number(!listed), founded: ({ founded_at }) => founded_at },
    "name",
  );
  const add = (
    <Link className="button primary" href="/admin/organisations/new">
      <Icon name="plus" size={18} />
      {t.found}
    </Link>
  );
  const alone = all.every(({ code }) => !code);
  return (
    <section className="admin-page" aria-labelledby="organisations-title">
      <header className="admin-head">
        <h1 id="organisations-title" ref={title} tabIndex={-1}>
          {t.organisations}
        </h1>
        {!alone && add}
      </header>
      <p className="hint organisations-hint">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={alone} retry={list.reload}>
        <Empty icon="columns" title={t.none}>
          <p>{t.noneHint}</p>
          {add}
        </Empty>
      </ListState>
      {!alone && (
        <>
          <div className="pane-tools">
            <input className="input" type="search" aria-label={t.searchOwn} placeholder={t.searchOwn} value={text} onChange={(event) => setText(event.target.value)} />
          </div>
          {sorted.length === 0 && <p role="status">{t.nothingFound}</p>}
        </>
      )}
      {!alone && sorted.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <SortableHead
              order={order}
              sortBy={sortBy}
              columns={[
                ["name", t.name],
                ["code", t.address],
                ["listed", t.listedColumn],
                ["founded", t.founded],
              ]}
            />
            <tbody>
              {sorted.map((one) => (
                <tr key={one.id}>
                  <td>
                    <span className="organisation-name">
                      <Mark organisation={one} among={all} />
                      <span>
                        <b>{one.name}</b>
                        <small>{t[one.colour]}</small>
                      </span>
                    </span>
                  </td>
                  <td>{one.code ? <a href={`${prefixOf(one.code)}/`} target={placeTarget}>{`${prefixOf(one.code)}/`}</a> : t.homeCode}</td>
                  <td className="number">{one.listed ? t.listedYes : t.listedNo}</td>
                  <td className="number">{dayText(dayOf(one.founded_at))}</td>
                  <td>
                    <button type="button" className="button small" aria-label={t.changeOf(one.name)} onClick={() => setChanging(one)}>
                      {t.change}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {changing && <ChangeDialog organisation={changing} all={all} onClose={() => setChanging(null)} onDone={list.reload} />}
    </section>
  );
}
