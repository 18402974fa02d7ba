import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Draft, MessagePage, Room, Thread } from "./model.ts";
import { applyEvent, emptyState, takePage, type ChatEvent, type ChatState } from "./sync.ts";

interface Snapshot {
  rooms?: Room[];
  threads?: Thread[];
  drafts?: Draft[];
  streams?: Record<string, Partial<MessagePage> & Pick<MessagePage, "messages">>;
}

interface Case {
  name: string;
  me: string;
  before: Snapshot;
  events: ChatEvent[];
  after: Snapshot;
}

function stateOf(me: string, snapshot: Snapshot): ChatState {
  const state: ChatState = {
    ...emptyState,
    me,
    rooms: Object.fromEntries((snapshot.rooms ?? []).map((room) => [room.id, room])),
    threads: Object.fromEntries((snapshot.threads ?? []).map((thread) => [thread.id, thread])),
    drafts: Object.fromEntries((snapshot.drafts ?? []).map((draft) => [draft.stream_id, draft])),
  };
  return Object.entries(snapshot.streams ?? {}).reduce((now, [key, page]) => {
    const last = page.messages.at(-1)?.seq ?? 0;
    return takePage(now, key, { people: [], tick: 0, first_seq: page.messages[0]?.seq ?? 1, last_seq: last, ...page }, "replace");
  }, state);
}

const folder = join(import.meta.dirname, "contract");

describe("stale state plus events equals a refetch", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

  test("there are cases to check", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  for (const file of files) {
    const { name, me, before, events, after } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Case;
    test(`${file}: ${name}`, () => {
      const state = events.reduce<ChatState>(applyEvent, stateOf(me, before));
      // Applied twice, as when a fetch overlaps with events, nothing may change.
      expect(events.reduce<ChatState>(applyEvent, state)).toEqual(state);
      for (const room of after.rooms ?? []) expect(state.rooms[room.id]).toMatchObject(room);
      if (after.rooms) expect(Object.keys(state.rooms).sort()).toEqual(after.rooms.map((room) => room.id).sort());
      for (const thread of after.threads ?? []) expect(state.threads[thread.id]).toMatchObject(thread);
      if (after.drafts) expect(Object.values(state.drafts)).toEqual(after.drafts);
      for (const [key, page] of Object.entries(after.streams ?? {})) {
        expect(state.streams[key]?.ids).toEqual(page.messages.map((message) => message.id));
        for (const message of page.messages) expect(state.messages[message.id]).toMatchObject(message);
      }
    });
  }
});
