import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { momentText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { RunState } from "./RunState.tsx";
import "./ldap.css";

/** The directories that people follow. */
export default function DirectoryList() {
  const list = useLoad("ldap-directories", api.directories);
  const title = useArrival();
  const items = list.value?.items ?? [];
  const addLink = (
    <Link className="button primary" href="/admin/links/directories/new">
      <Icon name="plus" size={18} />
      {t.add}
    </Link>
  );
  return (
    <section className="admin-page" aria-labelledby="ldap-title">
      <Link className="ldap-back" href="/admin/links">
        <Icon name="back" size={18} />
        {t.toLinks}
      </Link>
      <header className="admin-head">
        <h1 id="ldap-title" ref={title} tabIndex={-1}>
          {t.directories}
        </h1>
        {items.length > 0 && addLink}
      </header>
      <p className="hint">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="people" title={t.none}>
          <p>{t.noneHint}</p>
          {addLink}
        </Empty>
      </ListState>
      {items.length > 0 && (
        <div className="table-scroll" role="region" aria-labelledby="ldap-title" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.name}</th>
                <th scope="col">{t.people}</th>
                <th scope="col">{t.lastRun}</th>
                <th scope="col">{t.nextAt}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((directory) => (
                <tr key={directory.id}>
                  <td className="ldap-name">
                    <Link href={`/admin/links/directories/${directory.id}`}>{directory.settings.name}</Link>
                    <small className="block">{directory.settings.url}</small>
                  </td>
                  <td className="number">{t.peopleCount(directory.people)}</td>
                  <td className="number">{directory.last_run ? <RunState run={directory.last_run} /> : t.never}</td>
                  <td className="number">{directory.next_at ? momentText(directory.next_at) : t.byHand}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
