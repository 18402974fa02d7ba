import { useLayoutEffect, useMemo, useRef, useState, type FocusEvent, type RefObject } from "react";
import { DayInput } from "../../../design/days/DayInput.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { dayOf } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { writeMemo } from "../../../platform/phoneMemo.ts";
import { Link, navigate, useQuery } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { rest } from "../actions.ts";
import * as api from "../api.ts";
import { BOXES, type Box } from "../model.ts";
import { useCounts } from "../store.counts.ts";
import { doneNewsStore, heldMemo, heldStore, openNewsStore, put } from "../store.ts";
import { t } from "../text.ts";
import { MemoFace } from "./MemoCard.tsx";
import "./memos.css";

const boxOf = (word: string | null): Box => BOXES.find((box) => box === word) ?? "mine";

/** My phone memos: those for me, those of my section, those that I wrote; what is open comes first. */
export function Memos() {
  const me = useMe();
  const title = useArrival();
  const box = boxOf(useQuery("box"));
  const [day, setDay] = useState(() => dayOf(Date.now()));
  const open: Record<Box, number> = { ...useCounts(0), written: 0 };
  const label = (value: Box) => (open[value] > 0 ? t.counted(t[`box_${value}`], open[value]) : t[`box_${value}`]);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className="page memos" aria-labelledby="memos-title">
      <header className="room-header">
        <div className="room-heading">
          <h1 id="memos-title" ref={title} tabIndex={-1}>
            {t.memos}
          </h1>
        </div>
        {!me.leave && (
          <button type="button" className="button small primary" title="Ctrl + M" onClick={() => writeMemo()}>
            <Icon name="plus" size={16} />
            {t.write}
          </button>
        )}
      </header>
      <div className="page-body">
        <div className="memos-tools">
          <SortBar value={box} onChange={(next) => navigate(`/phone-memos?box=${next}`, { replace: true })} options={BOXES.map((value) => ({ value, label: label(value) }))} />
          <span className="memos-print">
            <span aria-hidden="true">{t.day}</span>
            <DayInput label={t.day} required value={day} past onChange={(next) => setDay(next)} />
            {day && (
              <Link className="button small" href={`/print/phone-memos/${box}/${day}`}>
                <Icon name="print" size={16} />
                {t.print}
              </Link>
            )}
          </span>
        </div>
        <h2 ref={heading} tabIndex={-1}>
          {t.openOnes}
        </h2>
        <List key={`${box} open`} box={box} done={false} end={heading} />
        <h2>{t.doneOnes}</h2>
        <List key={`${box} done`} box={box} done end={heading} />
      </div>
    </section>
  );
}

/** Whoever acts on one of some rows by key goes on with the next when it goes, or, at the end of them, at `end`. */
function useNextRow(ids: readonly Id[], end: RefObject<HTMLElement | null>) {
  const list = useRef<HTMLUListElement>(null);
  const held = useRef<{ id: Id; place: number } | null>(null);
  useLayoutEffect(() => {
    const left = held.current;
    if (!left || ids.includes(left.id)) return;
    held.current = null;
    if (document.activeElement && document.activeElement !== document.body) return;
    // The card, and not its button: the press after the one that took the row away finishes nothing.
    const row = list.current?.children[Math.min(left.place, ids.length - 1)];
    ((row as HTMLElement | undefined) ?? end.current)?.focus();
  }, [ids, end]);
  const onFocus = (event: FocusEvent<HTMLUListElement>) => {
    const place = [...event.currentTarget.children].findIndex((row) => row.contains(event.target));
    const id = ids[place];
    held.current = id === undefined ? null : { id, place };
  };
  const onBlur = (event: FocusEvent<HTMLUListElement>) => {
    // Somewhere else, and not because the row is gone.
    if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget as Node)) held.current = null;
  };
  return { ref: list, onFocus, onBlur };
}

function List({ box, done, end }: { box: Box; done: boolean; end: RefObject<HTMLElement | null> }) {
  const news = useStore(done ? doneNewsStore : openNewsStore, (count) => count);
  const list = usePages(
    `memos ${box} ${done}`,
    async (cursor) => {
      const page = await api.memos(box, { done }, cursor);
      put(page.items);
      return page;
    },
    news,
  );
  const held = useStore(heldStore, (held) => held);
  // What was done a moment ago goes at once: until both lists have come anew it would stand in the two of them.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const items = useMemo(() => list.items.filter((item) => Boolean((heldMemo(item.id) ?? item).done) === done), [list.items, held, done]);
  const ids = useMemo(() => items.map((item) => item.id), [items]);
  const rows = useNextRow(ids, end);
  const order = ids.join(" ");
  const shown = useRef(order);
  // Another row may have come under the pointer.
  useLayoutEffect(() => {
    if (shown.current && shown.current !== order) rest();
    shown.current = order;
  }, [order]);
  return (
    <>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        {done ? (
          <p className="hint">{t.noneDone}</p>
        ) : (
          <Empty icon="phone" title={t.none}>
            <p>{t.noneHint}</p>
          </Empty>
        )}
      </ListState>
      <ul className="memos-list" {...rows}>
        {items.map((item) => (
          <li key={item.id} tabIndex={-1}>
            <MemoFace memo={heldMemo(item.id) ?? item} />
            {box !== "section" && (
              <Link className="link-button" href={`/rooms/${item.room_id}`}>
                {t.inTalk}
              </Link>
            )}
            {box === "section" && item.section_room_id && (
              <Link className="link-button" href={`/rooms/${item.section_room_id}`}>
                {t.inTalk}
              </Link>
            )}
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </>
  );
}
