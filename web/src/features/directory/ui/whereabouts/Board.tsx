import { useEffect, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { SelectField, SortBar } from "../../../../design/Field.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { layoutStore } from "../../../../platform/layout.ts";
import { usePages } from "../../../../platform/load.ts";
import { meet, peopleStore, useFindable, type Person } from "../../../../platform/people.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { useUnits } from "../../../../platform/units.ts";
import { holding } from "../../../../platform/whereabouts.ts";
import { say } from "../../actions.whereabouts.ts";
import * as api from "../../api.ts";
import { endOfDay, isAbsent, KINDS, ownSection, subtree } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";
import { BoardRow } from "./BoardRow.tsx";
import { isSomewhere } from "./quick.ts";
import WhereaboutsDialog from "./WhereaboutsDialog.tsx";
import "./whereabouts.css";

type Order = "unit" | "reading";
const AT_ONCE = 200;
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

/** 行先表: where everybody of a section is, live. */
export default function Board({ unit }: { unit: Id | null }) {
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
  const list = usePages(`board ${shown} ${order} ${findable}`, async (cursor) => {
    if (!shown) return { items: [], next: null };
    const page = await api.people({ unit: shown, sort: order, active: true }, cursor, AT_ONCE);
    meet(page.items);
    return { ...page, items: page.items.filter((person) => !(person.shared || person.guest || person.bot)) };
  });
  // What changed between the first answer and the first word of the line is asked for once more.
  const { reload } = list;
  useEffect(() => {
    const timer = setTimeout(reload, WATCHED_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [shown, order, reload]);
  const known = useStore(peopleStore, (people) => people);
  const people = list.items.map((person): Person => ({ ...person, ...known[person.id] }));
  const near = subtree(units, own);
  const mayChange = (person: Person) => !me.leave && (person.id === me.person.id || person.posts.some((post) => near.has(post.unit_id)));
  const absent = people.filter((person) => isAbsent(person, now));
  const present = people.filter((person) => !isAbsent(person, now) && holding(person.whereabouts, now));
  const rows = absentOnly ? absent : people;
  const name = units.find((one) => one.id === shown)?.name ?? "";

  const somewhere = isSomewhere(me) && !me.leave;
  useEffect(() => {
    if (!somewhere) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (belongsToInputMethod(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], [popover]:popover-open")) return;
      if (event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]")) return;
      const kind = KINDS[Number(event.key) - 1];
      if (!kind) return;
      event.preventDefault();
      void say(me.person, { kind, until: endOfDay(Date.now()) });
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [somewhere, me.person]);

  const row = (person: Person) => <BoardRow key={person.id} person={person} phone={phone} own={person.id === me.person.id && somewhere} change={mayChange(person) ? () => setChanging(person) : null} />;
  return (
    <section className="page board" aria-labelledby="board-title">
      <header className="room-header">
        <div className="room-heading">
          <h1 id="board-title" ref={title} tabIndex={-1}>
            {name ? t.boardOf(name) : t.board}
          </h1>
          <p role="status">{people.length > 0 && t.summary(present.length, absent.length, people.length - present.length - absent.length)}</p>
        </div>
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
        <MoreButton more={list.more} />
      </div>
      {changing && <WhereaboutsDialog person={changing} onClose={() => setChanging(null)} />}
    </section>
  );
}
