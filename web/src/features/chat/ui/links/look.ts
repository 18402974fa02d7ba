import type { Id } from "../../../../platform/ids.ts";
import { Problem } from "../../../../platform/http.ts";
import { meet } from "../../../../platform/people.ts";
import * as api from "../../api.links.ts";
import { room as getRoom } from "../../api.ts";
import type { Message, Room } from "../../model.ts";
import { chatStore } from "../../store.ts";
import type { Target } from "./links.ts";

/** What the reader may see of what is linked, as it is now. */
export type Found = { kind: "message"; message: Message } | { kind: "room"; room: Room } | { kind: "note" | "ideas"; title: string } | { kind: "meeting"; title: string; startsAt: string; place: string } | { kind: "none" } | { kind: "failed" };

async function ask(target: Target): Promise<Found> {
  if (target.kind === "message") {
    const page = await (target.root ? api.repliesAt(target.root, target.seq) : api.messagesAt(target.room, target.seq));
    meet(page.people);
    const message = page.messages.find(({ seq }) => seq === target.seq);
    return message && message.room_id === target.room && message.kind === "text" ? { kind: "message", message } : { kind: "none" };
  }
  if (target.kind === "room") return { kind: "room", room: await getRoom(target.id) };
  if (target.kind === "meeting") {
    const { meeting } = await api.meeting(target.id);
    return meeting.withdrawn_at ? { kind: "none" } : { kind: "meeting", title: meeting.title, startsAt: meeting.starts_at, place: meeting.place };
  }
  if (target.kind === "ideas") return { kind: "ideas", title: (await api.ideas(target.id)).theme };
  const note = await api.note(target.id);
  return note.withdrawn_at ? { kind: "none" } : { kind: "note", title: note.title };
}

/** Only while it is on its way: what was taken back, or is not theirs to see any more, is gone when it is looked at again. */
const asking = new Map<string, Promise<Found>>();

/** Asks at the door that shows it; several cards of one thing ask once. */
export function look(target: Target): Promise<Found> {
  const me: Id = chatStore.get().me;
  const key = `${me} ${target.path}`;
  const known = asking.get(key);
  if (known) return known;
  const asked = ask(target)
    .catch((error: unknown): Found => ({ kind: error instanceof Problem && !error.passing ? "none" : "failed" }))
    .finally(() => asking.delete(key));
  asking.set(key, asked);
  return asked;
}
