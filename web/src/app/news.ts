import { plainText } from "../features/chat/ui/markup/blocks.ts";
import { roomTitle, type Message } from "../features/chat/model.ts";
import { calledText, signed } from "../features/chat/ui/names.ts";
import { chatStore } from "../features/chat/store.ts";
import { saidIn, type ChatEvent } from "../features/chat/sync.ts";
import { t as chat } from "../features/chat/text.ts";
import { announce } from "../platform/announce.ts";
import { notifyOutside } from "../platform/notifications.ts";
import { offDutyUntil, peopleStore } from "../platform/people.ts";
import { placePath } from "../platform/place.ts";
import { withWords } from "../platform/texts.ts";
import { sessionStore } from "../platform/session.ts";

const nameOf = (message: Message) => message.via ?? signed(peopleStore.get()[message.author_id]?.name ?? "", message);

function textOf(message: Message): string {
  const words = saidIn(message);
  return words === "" && message.forwarded ? chat.forwardedMark : plainText(words, calledText);
}

/** Hands on what a message says, and before it that its author wants no reply. */
function inWords(message: Message, tell: (text: string) => void): void {
  if (!message.no_reply) return tell(textOf(message));
  void withWords(import("../features/chat/text.noreply.ts")).then(({ t }) => tell(`${t.mark} ${textOf(message)}`));
}

const FRESH_MS = 120_000;

/** Tells the person of new messages: aloud for the room on screen, by the operating system for what is meant for them. */
export function tellNews(events: readonly ChatEvent[]): void {
  const me = sessionStore.get();
  if (!me) return;
  const mentioned = new Set(events.flatMap((event) => (event.kind === "chat.mentioned" ? [event.p.message_id] : [])));
  for (const event of events) {
    if (event.kind === "chat.reminded" && Date.now() - Date.parse(event.p.remind_at) <= FRESH_MS) void withWords(import("../features/chat/ui/later/ring.ts")).then((part) => part.ring(event.p));
    if (event.kind !== "chat.message_posted") continue;
    const { message } = event.p;
    // Catching up after a night must not ring for every message of it.
    if (message.author_id === me.person.id || message.kind === "notice" || Date.now() - Date.parse(message.sent_at) > FRESH_MS) continue;
    const room = chatStore.get().rooms[message.room_id];
    // Where I only read on to hand over, nothing is meant for me any more.
    if (!room || room.mine?.role === "reader") continue;
    if (placePath().startsWith(`/rooms/${room.id}`) && document.hasFocus()) inWords(message, (text) => announce(chat.messageAloud(nameOf(message), text)));
    const forMe = mentioned.has(message.id) || message.everyone || message.body.includes(`<@${me.person.id}>`);
    // Whoever is on leave is left in peace, whatever they chose for their working days, unless they chose otherwise for these.
    if (me.leave && !me.settings.ring_on_leave) continue;
    // So is whoever is off duty, until their duty begins.
    if (offDutyUntil(me.person) && !me.settings.ring_off_duty) continue;
    const wanted = me.settings.notify === "all" || (me.settings.notify === "mentions" && (forMe || room.kind === "direct"));
    if (!wanted || (room.mine?.muted && !forMe)) continue;
    const path = message.thread_id ? `/rooms/${room.id}/threads/${message.thread_id}` : `/rooms/${room.id}`;
    const title = chat.newMessageFrom(nameOf(message), roomTitle(room, peopleStore.get(), me.person.id, ""));
    inWords(message, (text) => void notifyOutside(title, text.slice(0, 200), path, room.id));
  }
}
