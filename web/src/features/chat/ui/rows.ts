import { useMemo } from "react";
import { dayOf } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import type { Entry } from "../../../platform/outbox.ts";
import { useStore } from "../../../platform/store.ts";
import type { StreamKey } from "../actions.ts";
import { rowsOf, type Message, type Row } from "../model.ts";
import { chatStore, outbox, type Outgoing } from "../store.ts";

export type TimelineRow = Row | { kind: "pending"; key: Id; entry: Entry<Outgoing> } | { kind: "root"; key: string; message: Message };

const NONE: readonly Id[] = [];

/** The rows of a stream: the thread's first message, the messages, and what waits to be sent. Null until the first page is here. */
export function useRows(stream: StreamKey, dividerSeq: number | null): TimelineRow[] | null {
  const key = stream.thread ?? stream.room;
  const me = useStore(chatStore, (state) => state.me);
  const loaded = useStore(chatStore, (state) => state.streams[key] !== undefined);
  const ids = useStore(chatStore, (state) => state.streams[key]?.ids ?? NONE);
  const messages = useStore(chatStore, (state) => state.messages);
  const waiting = useStore(outbox.entries, (entries) => entries);
  const list = useMemo(() => ids.flatMap((id) => messages[id] ?? []), [ids, messages]);
  const root = stream.thread ? messages[stream.thread] : undefined;
  return useMemo(() => {
    const pending = waiting.filter((entry) => entry.stream === key && !messages[entry.id]);
    if (!loaded && pending.length === 0) return null;
    const rows: TimelineRow[] = rowsOf(list, dividerSeq, me, dayOf);
    if (root) rows.unshift({ kind: "root", key: "root", message: root });
    for (const entry of pending) rows.push({ kind: "pending", key: entry.id, entry });
    return rows;
    // `messages` only decides whether a pending entry has arrived, which changes `list` too.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [list, waiting, dividerSeq, me, key, root, loaded]);
}
