import { useState } from "react";
import { ExportButton, type Column } from "../../../design/export/ExportButton.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import { SortableHead, useSorted } from "../../../design/Sortable.tsx";
import { dayOf } from "../../../platform/dates.ts";
import { allPages, useDebounced, usePages } from "../../../platform/load.ts";
import type { Person } from "../../../platform/people.ts";
import { may } from "../../../platform/powers.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { employmentText, postKindText, recordOf } from "../model.ts";
import { t } from "../text.ts";

/** A post in a line: where, as what, and how held. */
const postLine = (post: Person["posts"][number]) => `${post.unit_name} ${post.title_name ?? ""}(${postKindText(post.kind)})`;

const columns = (): Column<Person>[] => [
  [t.staffNumber, (person) => person.staff_number],
  [t.fullName, (person) => person.name],
  [t.readingShort, (person) => person.reading],
  [t.unit, (person) => person.unit ?? ""],
  [t.title, (person) => person.title ?? ""],
  [t.employment, (person) => employmentText(person.employment)],
  [t.allPosts, (person) => person.posts.map(postLine).join(" / ")],
  [t.extension, (person) => person.extension ?? ""],
  [t.mobile, (person) => person.mobile ?? ""],
  [t.email, (person) => person.email ?? ""],
  [t.leftOn, (person) => person.left_on ?? ""],
];

export default function AdminPeople() {
  const me = useMe();
  const everybody = may(me, "people", "see", null);
  const today = dayOf(Date.now());
  const [text, setText] = useState("");
  const [left, setLeft] = useState(false);
  const search = useDebounced(text.trim());
  const page = (cursor: string | null, limit?: number) => api.people({ q: search, sort: "reading", active: left ? false : true, administered: true }, cursor, limit);
  const list = usePages(`admin people ${search} ${left}`, (cursor) => page(cursor));
  const { sorted, order, sortBy } = useSorted(
    list.items,
    { reading: (person) => person.reading, number: (person) => person.staff_number, unit: (person) => person.unit ?? "", rank: (person) => Math.min(9999, ...person.posts.map((post) => post.title_rank ?? 9999)), employment: (person) => person.employment },
    "reading",
  );
  return (
    <section className="admin-page" aria-labelledby="admin-people-title">
      <header className="admin-head">
        <h1 id="admin-people-title">{t.people}</h1>
        {may(me, "people", "change") && (
          <Link className="button primary" href="/admin/people/new">
            <Icon name="plus" size={18} />
            {t.addPerson}
          </Link>
        )}
      </header>
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
        {everybody && (
          <label className="check">
            <input type="checkbox" checked={left} onChange={(event) => setLeft(event.target.checked)} />
            {t.showLeft}
          </label>
        )}
        <ExportButton name={t.people} columns={columns()} pages={() => allPages((cursor) => page(cursor, 200))} />
      </div>
      <ListState loading={list.loading} error={list.error} empty={sorted.length === 0} retry={list.reload}>
        <Empty icon="people" title={t.noPeople}>
          <p>{t.noPeopleHint}</p>
        </Empty>
      </ListState>
      {sorted.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <SortableHead
              order={order}
              sortBy={sortBy}
              columns={[
                ["reading", t.people],
                ["number", t.staffNumber],
                ["unit", t.unit],
                ["rank", t.title],
                ["employment", t.employment],
              ]}
            />
            <tbody>
              {sorted.map((person) => {
                const record = recordOf(me, person, today);
                return (
                  <tr key={person.id}>
                    <td>
                      <PersonRow person={person} watch={false} post={false} />
                    </td>
                    <td className="number">{person.staff_number}</td>
                    <td>{person.unit}</td>
                    <td>{person.title}</td>
                    <td className="number">{employmentText(person.employment)}</td>
                    <td>
                      {record && (
                        <Link className="button small" href={record} aria-label={`${t.edit} ${person.name}`}>
                          {t.edit}
                        </Link>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={list.more} />
    </section>
  );
}
