import { useVirtualizer, defaultRangeExtractor, type Range } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { anchorOf, type Anchor } from "../../../design/Popover.tsx";
import { dayHeading } from "../../../platform/dates.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { navigate } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import { cameBack, hasOlder, loadAround, loadNewer, loadNewest, loadOlder, openStream, sawUpTo, type StreamKey } from "../actions.ts";
import type { Message } from "../model.ts";
import { chatStore } from "../store.ts";
import { newestSeq, reachesEnd } from "../sync.ts";
import { t } from "../text.ts";
import { MessageMenu, type MenuState } from "./MessageMenu.tsx";
import { keyAction } from "./messageKeys.ts";
import { MessageRow, type RowActions } from "./MessageRow.tsx";
import { PendingRow } from "./PendingRow.tsx";
import { useRows } from "./rows.ts";
import { openingOffset, openingRect, PADDING_PX, rememberSizes, sizeOf } from "./sizes.ts";

interface Props {
  stream: StreamKey;
  /** A message to go to, by its number. */
  at: number | null;
  canPost: boolean;
  onReply: (message: Message) => void;
  onEdit: (message: Message) => void;
  onLeave: () => void;
}

const NEAR_PX = 600;
const AT_END_PX = 80;
const LIT_MS = 2500;
// The virtualizer corrects its aim for two frames after rows were measured.
const STILL_FRAMES = 4;

/** Runs something once a box has stopped moving and growing. */
function whenStill(box: HTMLElement | null, then: () => void): void {
  let before = "";
  let frames = 0;
  const look = () => {
    if (!box?.isConnected) return;
    const now = `${box.scrollTop} ${box.scrollHeight}`;
    frames = now === before ? frames + 1 : 0;
    before = now;
    if (frames >= STILL_FRAMES) then();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** The messages of a room or a thread: endless both ways, only what is on screen in the page. */
export function Timeline({ stream, at, canPost, onReply, onEdit, onLeave }: Props) {
  const key = stream.thread ?? stream.room;
  const readSeq = useCallback(() => {
    const state = chatStore.get();
    return (stream.thread ? state.threads[key]?.mine?.read_seq : state.rooms[key]?.mine?.read_seq) ?? null;
  }, [key, stream.thread]);
  // The line before the first unread message stays where it was when the room was opened, while reading moves on.
  const [divider, setDivider] = useState(readSeq);
  const rows = useRows(stream, divider);
  const [error, setError] = useState<unknown>(null);
  const [menu, setMenu] = useState<MenuState | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const [away, setAway] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const ended = useStore(chatStore, (state) => reachesEnd(state, key));
  const older = useStore(chatStore, (state) => hasOlder(state, key));
  const newest = useStore(chatStore, (state) => newestSeq(state, key));

  const load = useCallback(() => {
    setError(null);
    openStream(stream).catch(setError);
  }, [stream]);
  useEffect(() => cameBack(stream), [stream]);
  const missing = rows === null;
  useEffect(() => {
    // A jump loads its own page; `missing` brings the room back after the state was dropped.
    if (at === null) load();
  }, [load, at, missing]);

  const activeIndex = rows?.findIndex((row) => row.key === active) ?? -1;
  const virtual = useVirtualizer({
    count: rows?.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizeOf(rows?.[index]),
    // A second pass would draw what is below the first few rows.
    initialRect: openingRect(),
    initialOffset: () => (at === null ? openingOffset(rows) : 0),
    getItemKey: (index) => rows?.[index]?.key ?? index,
    overscan: 6,
    paddingStart: PADDING_PX,
    paddingEnd: PADDING_PX,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      // The focused row stays in the page, or the keyboard would lose its place.
      return activeIndex >= 0 && !indexes.includes(activeIndex) ? [...indexes, activeIndex].sort((a, b) => a - b) : indexes;
    },
  });

  useLayoutEffect(() => {
    const box = scroller.current;
    return () => rememberSizes(virtual.takeSnapshot(), box?.clientHeight ?? 0);
  }, [virtual]);

  const placed = useRef(false);
  const settled = useRef(false);
  const rowsRef = useRef(rows);
  rowsRef.current = rows;
  const count = rows?.length ?? 0;

  const observe = useCallback(() => {
    const list = rowsRef.current;
    if (!list || !placed.current) return;
    // The virtualizer's numbers, not the box's: asking that while rows come and go would lay the page out once more a frame.
    const height = virtual.scrollRect?.height ?? 0;
    const top = virtual.scrollOffset ?? 0;
    const bottom = top + height;
    const fromEnd = virtual.getTotalSize() - bottom;
    setAway(fromEnd > height * 0.8);
    // Older rows that arrive while the list still goes to its place would push that place away.
    if (settled.current && top < NEAR_PX) void loadOlder(stream).catch(() => undefined);
    if (fromEnd < NEAR_PX && !reachesEnd(chatStore.get(), key)) void loadNewer(stream).catch(() => undefined);
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    let seen = 0;
    for (const item of virtual.getVirtualItems()) {
      const row = list[item.index];
      // A message taller than the window counts once its foot comes near.
      if (row?.kind === "message" && item.end <= bottom + 24) seen = Math.max(seen, row.message.seq);
    }
    if (seen > 0) sawUpTo(stream, seen);
  }, [stream, key, virtual]);

  useEffect(observe);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const atEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX;
    let wasAtEnd = atEnd();
    let height = box.clientHeight;
    // Before the virtualizer draws other rows, while the box can be measured without laying anything out.
    const onScroll = () => {
      // A box that shrank scrolls a little by itself before its new size is told: that is nobody going back.
      if (box.clientHeight === height) wasAtEnd = atEnd();
    };
    // The composer grows, a keyboard opens: whoever read the newest message still wants to see it.
    const size = new ResizeObserver(() => {
      height = box.clientHeight;
      if (wasAtEnd && placed.current) virtual.scrollToEnd();
    });
    size.observe(box);
    box.addEventListener("scroll", onScroll, { passive: true, capture: true });
    box.addEventListener("scroll", observe, { passive: true });
    const gone = () => setDivider(readSeq());
    const returned = () => {
      cameBack(stream);
      observe();
    };
    window.addEventListener("focus", returned);
    window.addEventListener("blur", gone);
    return () => {
      size.disconnect();
      box.removeEventListener("scroll", onScroll, { capture: true });
      box.removeEventListener("scroll", observe);
      window.removeEventListener("focus", returned);
      window.removeEventListener("blur", gone);
    };
  }, [observe, readSeq, stream, virtual]);

  const land = useCallback(
    (scroll: () => void) => {
      placed.current = true;
      settled.current = false;
      scroll();
      whenStill(scroller.current, () => {
        settled.current = true;
        observe();
      });
    },
    [observe],
  );
  useLayoutEffect(() => {
    // After the state was dropped and fetched anew, the list starts at its end again.
    if (count === 0) placed.current = false;
    if (placed.current || count === 0 || at !== null) return;
    const line = rows?.findIndex((row) => row.kind === "unread") ?? -1;
    land(() => (line > 0 ? virtual.scrollToIndex(line, { align: "start" }) : virtual.scrollToEnd()));
  }, [count, at, rows, virtual, land]);

  const goTo = useCallback(
    (seq: number) => {
      const find = () => rowsRef.current?.findIndex((row) => row.kind === "message" && row.message.seq === seq) ?? -1;
      const show = (index: number) => {
        land(() => virtual.scrollToIndex(index, { align: "center" }));
        const id = rowsRef.current?.[index]?.key ?? null;
        setLit(id);
        setTimeout(() => setLit((now) => (now === id ? null : now)), LIT_MS);
      };
      if (find() >= 0) show(find());
      else
        loadAround(stream, seq).then(
          // The rows of the new page are drawn first.
          () => requestAnimationFrame(() => requestAnimationFrame(() => find() >= 0 && show(find()))),
          setError,
        );
    },
    [stream, virtual, land],
  );
  useEffect(() => {
    if (at !== null) goTo(at);
  }, [at, goTo, missing]);

  const toNewest = useCallback(() => {
    const go = () => requestAnimationFrame(() => virtual.scrollToEnd());
    if (reachesEnd(chatStore.get(), key)) go();
    else loadNewest(stream).then(go, setError);
  }, [key, stream, virtual]);
  const last = rows?.at(-1);
  const sending = last?.kind === "pending" ? last.key : null;
  const sent = useRef(sending);
  useEffect(() => {
    // Whoever writes wants to see it, also after reading far back.
    if (sending !== null && sending !== sent.current) toNewest();
    sent.current = sending;
  }, [sending, toNewest]);

  const actions: RowActions = useMemo(
    () => ({
      menu: (message: Message, anchor: Anchor) => setMenu({ message, anchor, view: "menu" }),
      quick: (message: Message, anchor: Anchor) => setMenu({ message, anchor, view: "quick" }),
      receipts: (message: Message) => setMenu({ message, anchor: null, view: "receipts" }),
      reactions: (message: Message) => setMenu({ message, anchor: null, view: "reactions" }),
      forward: (message: Message) => setMenu({ message, anchor: null, view: "forward" }),
      history: (message: Message) => setMenu({ message, anchor: null, view: "history" }),
      reply: onReply,
      thread: (message: Message) => navigate(`/rooms/${message.room_id}/threads/${message.id}`),
      jump: (message: Message) => {
        if (!message.quote) return;
        if ((message.quote.thread_id ?? null) === stream.thread) goTo(message.quote.seq);
        else navigate(message.quote.thread_id ? `/rooms/${message.room_id}/threads/${message.quote.thread_id}?at=${message.quote.seq}` : `/rooms/${message.room_id}?at=${message.quote.seq}`);
      },
      person: (id: string) => navigate(`/rooms/${stream.room}/people/${id}`),
    }),
    [goTo, onReply, stream],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (belongsToInputMethod(event) || !rows || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    const row = rows.find((candidate) => candidate.key === active);
    if (event.key === "Escape") {
      event.preventDefault();
      setActive(null);
      onLeave();
      return;
    }
    if (target !== event.currentTarget && target.dataset.row === undefined) return;
    const messages = rows.flatMap((candidate, index) => (candidate.kind === "message" || candidate.kind === "root" ? [index] : []));
    const now = messages.indexOf(activeIndex);
    const step = { ArrowUp: now < 0 ? messages.length - 1 : now - 1, ArrowDown: now < 0 ? messages.length - 1 : now + 1, Home: 0, End: messages.length - 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const goal = messages[Math.max(0, Math.min(messages.length - 1, step))];
      if (goal === undefined) return;
      virtual.scrollToIndex(goal, { align: "auto" });
      setActive(rows[goal]?.key ?? null);
      return;
    }
    if (row?.kind !== "message" && row?.kind !== "root") return;
    const handled = keyAction(event.key, row.message, { actions, onEdit, canPost, inThread: stream.thread !== null, anchor: () => anchorOf(target) });
    if (handled) event.preventDefault();
  };
  useEffect(() => {
    if (active) scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
  }, [active]);

  const firstMessage = rows?.find((row) => row.kind === "message");
  const firstSeq = firstMessage?.kind === "message" ? firstMessage.message.seq : 0;
  const unreadAbove = divider !== null && firstSeq > divider + 1 ? newest - divider : 0;

  return (
    <div className="timeline">
      {unreadAbove > 0 && divider !== null && (
        <button type="button" className="timeline-pill top" onClick={() => goTo(divider + 1)}>
          <Icon name="up" size={16} />
          {t.toFirstUnread(unreadAbove)}
        </button>
      )}
      {/* Arrows move between messages; Tab reaches the buttons of the one they stand on. */}
      <div ref={scroller} className="timeline-scroll" role="list" aria-label={t.messages} tabIndex={0} onKeyDown={onKeyDown}>
        {Boolean(error) && <Failed error={error} retry={load} />}
        {rows === null && !error && <Loading />}
        {rows?.length === 0 && <p className="hint timeline-empty">{stream.thread ? t.noReplies : t.noMessages}</p>}
        {!older && count > 0 && !stream.thread && <p className="visually-hidden">{t.beginning}</p>}
        <div className="timeline-rows" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows?.[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                data-row={row.kind === "message" || row.kind === "root" ? row.key : undefined}
                role="listitem"
                tabIndex={row.kind === "message" || row.kind === "root" ? -1 : undefined}
                className="timeline-row"
                data-lit={row.key === lit || undefined}
                data-active={row.key === active || undefined}
                style={{ transform: `translateY(${item.start}px)` }}
                onFocus={(event) => event.target === event.currentTarget && setActive(row.key)}
              >
                {row.kind === "day" && (
                  <h2 className="day">
                    <span>{dayHeading(row.day)}</span>
                  </h2>
                )}
                {row.kind === "unread" && (
                  <p className="unread-line">
                    <span>{t.unreadFromHere}</span>
                  </p>
                )}
                {(row.kind === "message" || row.kind === "root") && (
                  <MessageRow message={row.message} grouped={row.kind === "message" && row.grouped} actions={actions} inThread={stream.thread !== null} canPost={canPost} active={row.key === active} />
                )}
                {row.kind === "pending" && <PendingRow entry={row.entry} />}
              </div>
            );
          })}
        </div>
        {rows?.length === 1 && rows[0]?.kind === "root" && <p className="hint timeline-empty">{t.noReplies}</p>}
      </div>
      {(away || !ended) && count > 0 && (
        <button type="button" className="timeline-pill bottom" onClick={toNewest}>
          <Icon name="down" size={16} />
          {t.toNewest}
        </button>
      )}
      {menu && <MessageMenu state={menu} setState={setMenu} actions={actions} canPost={canPost} inThread={stream.thread !== null} onEdit={onEdit} />}
    </div>
  );
}
