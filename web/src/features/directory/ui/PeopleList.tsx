import { lazy, Suspense, useState } from "react";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import { useDebounced, usePages } from "../../../platform/load.ts";
import { meet, useFindable } from "../../../platform/people.ts";
import { Link, usePath } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { withWords } from "../../../platform/texts.ts";
import { useUnits } from "../../../platform/units.ts";
import * as api from "../api.ts";
import { KANA_ROWS } from "../model.ts";
import { UnitPosts } from "./UnitPosts.tsx";
import { t } from "../text.ts";
import "./directory.css";

const RotaLinks = lazy(() => withWords(import("./rotas/RotaLinks.tsx")));

/** Everybody, or a unit with all below it: found by any part of what people remember. */
export default function PeopleList({ unit }: { unit: string | null }) {
  const { leave } = useMe();
  const [text, setText] = useState("");
  const [sort, setSort] = useState<api.PeopleSort | null>(null);
  const [row, setRow] = useState("");
  const search = useDebounced(text.trim());
  const units = useUnits();
  const path = usePath();
  const current = /\/people\/([^/]+)$/.exec(path)?.[1] ?? null;
  const name = units.find((candidate) => candidate.id === unit)?.name;
  // Within a unit people look for the head first; among everybody for a name.
  const order = sort ?? (unit ? "rank" : "reading");
  const findable = useFindable();
  const list = usePages(`${unit} ${search} ${order} ${row} ${findable}`, async (cursor) => {
    const page = await api.people({ q: search, unit: unit ?? undefined, sort: order, row, active: true, outside: true }, cursor);
    meet(page.items);
    return page;
  });
  return (
    <section className="page" aria-labelledby="people-title">
      <header className="room-header">
        <div className="room-heading">
          <h1 id="people-title">{name ?? t.people}</h1>
        </div>
        <Link className="button small" href={unit ? `/units/${unit}/board` : "/board"}>
          <Icon name="list" size={16} />
          {t.board}
        </Link>
        <Link className="button small phone-only" href="/units">
          <Icon name="unit" size={16} />
          {t.byUnit}
        </Link>
      </header>
      <div className="people-tools">
        <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
        <SortBar
          value={order}
          onChange={setSort}
          options={[
            { value: "reading", label: t.sortReading },
            { value: "rank", label: t.sortRank },
            { value: "unit", label: t.sortUnit },
          ]}
        />
        <div className="kana-rows" role="group" aria-label={t.kanaIndex}>
          <button type="button" className="chip-button" aria-pressed={row === ""} onClick={() => setRow("")}>
            {t.allRows}
          </button>
          {KANA_ROWS.map((kana) => (
            <button key={kana} type="button" className="chip-button" aria-pressed={row === kana} onClick={() => setRow(row === kana ? "" : kana)}>
              {kana}
            </button>
          ))}
        </div>
      </div>
      <div className="page-body">
        {unit && (
          <Suspense>
            <RotaLinks key={unit} unit={unit} />
          </Suspense>
        )}
        {unit && !leave && <UnitPosts key={unit} unit={unit} />}
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="people" title={t.noPeople}>
            <p>{t.noPeopleHint}</p>
          </Empty>
        </ListState>
        <ul className="people-list">
          {list.items.map((person) => (
            <li key={person.id}>
              <Link className="person-link" href={unit ? `/units/${unit}/people/${person.id}` : `/people/${person.id}`} aria-current={person.id === current ? "page" : undefined}>
                <PersonRow person={person}>{person.extension && <small className="person-extension">{`${t.extension} ${person.extension}`}</small>}</PersonRow>
              </Link>
            </li>
          ))}
        </ul>
        <MoreButton more={list.more} />
      </div>
    </section>
  );
}
