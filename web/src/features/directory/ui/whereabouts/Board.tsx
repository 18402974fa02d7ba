import { lazy, Suspense, useEffect, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { SelectField, SortBar } from "../../../../design/Field.tsx";
import { Empty, ListState, Loading } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf, momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { layoutStore } from "../../../../platform/layout.ts";
import { allPages, useLoad } from "../../../../platform/load.ts";
import { meet, peopleStore, useFindable, type Person } from "../../../../platform/people.ts";
import { writeMemo } from "../../../../platform/phoneMemo.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { withWords } from "../../../../platform/texts.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.ts";
import { isHeld } from "../../model.ts";
import { isAbsent, ownSection, subtree, tally } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";
import { BoardRow } from "./BoardRow.tsx";
import { isSomewhere } from "./quick.ts";
import WhereaboutsDialog from "./WhereaboutsDialog.tsx";
import "./whereabouts.css";

// The floor maps are loaded through the board, so that the start knows of one part only.
const FloorPage = lazy(() => withWords(import("../floors/FloorPage.tsx")));

type Order = "unit" | "reading";
const AT_ONCE = 200;
/** Who prints or counts has all of a department before them; of a city nobody reads a board. */
const MOST = 1000;
const REDRAWN_MS = 30_000;
/** Until then the server knows whom this board shows, and tells of them. */
const WATCHED_WITHIN_MS = 1500;

/** Draws anew now and then, as what was said lapses. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REDRAWN_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(now, Date.now());
}

/** Where people are: on the board of a section, or on the map of a floor. */
export default function Board({ unit, floor }: { unit: Id | null; floor?: string }) {
  if (!floor) return <UnitBoard unit={unit} />;
  return (
    <Suspense fallback={<Loading />}>
      <FloorPage key={floor} at={floor} />
    </Suspense>
  );
}

/** 行先表: where everybody of a section is, live. */
function UnitBoard({ unit }: { unit: Id | null }) {
  const me = useMe();
  const units = useUnits();
  const title = useArrival();
  const now = useNow();
  const phone = useStore(layoutStore, (layout) => layout === "phone");
  const own = ownSection(units, me.person, now);
  const shown = unit ?? own;
  const [order, setOrder] = useState<Order>("unit");
  const [absentOnly, setAbsentOnly] = useState(false);
  const [changing, setChanging] = useState<Person | null>(null);
  const findable = useFindable();
  const list = useLoad(`board ${shown} ${order} ${findable}`, async () => {
    const items: Person[] = [];
    if (!shown) return { items, cut: false };
    let cut = false;
    for await (const page of allPages((cursor) => api.people({ unit: shown, sort: order, active: true }, cursor, AT_ONCE))) {
      cut = items.length >= MOST;
      if (cut) break;
      items.push(...page.filter((person) => !(person.shared || person.guest || person.bot)));
    }
    meet(items);
    return { items, cut };
  });
  // What changed between the first answer and the first word of the line is asked for once more.
  const { reload } = list;
  useEffect(() => {
    const timer = setTimeout(reload, WATCHED_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [shown, order, reload]);
  const known = useStore(peopleStore, (people) => people);
  const people = (list.value?.items ?? []).map((person): Person => ({ ...person, ...known[person.id] }));
  const near = subtree(units, own);
  const mayChange = (person: Person) => !me.leave && (person.id === me.person.id || person.posts.some((post) => isHeld(post, dayOf(now)) && near.has(post.unit_id)));
  const absent = people.filter((person) => isAbsent(person, now));
  const rows = absentOnly ? absent : people;
  const name = units.find((one) => one.id === shown)?.name ?? "";

  const somewhere = isSomewhere(me) && !me.leave;
  const row = (person: Person) => <BoardRow key={person.id} person={person} phone={phone} own={person.id === me.person.id && somewhere} change={mayChange(person) ? () => setChanging(person) : null} memo={!me.leave && person.active && person.id !== me.person.id ? () => writeMemo(person.id) : null} />;
  return (
    <section className="page board" aria-labelledby="board-title">
      <header className="room-header">
        <div className="room-heading">
          <h1 id="board-title" ref={title} tabIndex={-1}>
            {name ? t.boardOf(name) : t.board}
          </h1>
          <p role="status">{people.length > 0 && `${list.value?.cut ? t.ofFirst(people.length) : ""}${t.summary(...tally(people, now))}`}</p>
        </div>
        <Link className="button small board-tool" href="/floors/all">
          <Icon name="place" size={16} />
          {t.floors}
        </Link>
        <button type="button" className="button small board-tool" onClick={() => window.print()}>
          <Icon name="print" size={16} />
          {t.print}
        </button>
      </header>
      <p className="board-printed">{t.printed(momentText(now), me.person.name)}</p>
      <div className="people-tools board-tool">
        <SelectField label={t.otherUnit} value={shown ?? ""} onChange={(event) => navigate(`/units/${event.target.value}/board`)}>
          {!shown && <option value="">{t.chooseUnit}</option>}
          {units.map((one) => (
            <option key={one.id} value={one.id}>
              {`${"　".repeat(one.depth)}${one.name}`}
            </option>
          ))}
        </SelectField>
        <SortBar
          value={order}
          onChange={setOrder}
          options={[
            { value: "unit", label: t.orderUnit },
            { value: "reading", label: t.orderReading },
          ]}
        />
        <button type="button" className="chip-button" aria-pressed={absentOnly} onClick={() => setAbsentOnly(!absentOnly)}>
          {t.absentOnly}
        </button>
        {somewhere && !phone && <p className="hint">{t.keys}</p>}
      </div>
      <div className="page-body">
        <ListState loading={list.loading} error={list.error} empty={rows.length === 0} retry={list.reload}>
          <Empty icon="people" title={shown ? (absentOnly && people.length > 0 ? t.nobodyAbsent : t.nobody) : t.noUnit} />
        </ListState>
        {rows.length > 0 &&
          (phone ? (
            <ul className="board-cards">{rows.map(row)}</ul>
          ) : (
            <div className="table-scroll">
              <table className="table board-table">
                <thead>
                  <tr>
                    {[t.name, t.whereabouts, t.place, t.phone, t.until, t.line].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                    <th scope="col" className="board-tool">
                      <span className="visually-hidden">{t.change}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>{rows.map(row)}</tbody>
              </table>
            </div>
          ))}
      </div>
      {changing && <WhereaboutsDialog person={changing} onClose={() => setChanging(null)} />}
    </section>
  );
}
