import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import { ears, LEFT_HERE, type LiveEvent } from "../../platform/live.ts";
import { notifyOutside } from "../../platform/notifications.ts";
import { offDutyUntil } from "../../platform/people.ts";
import { navigate } from "../../platform/router.ts";
import { sessionStore } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { placeOf, privatePlace } from "./model.ts";
import { hearers } from "./store.ts";
import { t } from "./text.ts";

export type Call = Wire["PrivateQuestionCall"];

/** To what that was asked privately one is called, the newest first. */
export const callsStore = createStore<readonly Call[]>([]);

// Who was away for a night is not called once for each: it stands among the mentions, or in the list of rooms.
const FRESH_MS = 120_000;
// What is heard in one moment is asked about once.
const SOON_MS = 400;

let round = 0;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Asks to what one is called. */
export function askCalls(): void {
  const now = ++round;
  api.calls().then(
    ({ calls }) => now === round && callsStore.set(calls),
    () => undefined,
  );
}

const soon = () => {
  timer ??= setTimeout(() => {
    timer = null;
    askCalls();
  }, SOON_MS);
};

/** Somebody has looked at what was asked privately in a room. */
export function look(questions: readonly Id[]): void {
  const calls = callsStore.get().filter((call) => questions.includes(call.question_id));
  for (const { question_id: id } of calls) void api.hear(id).catch(() => undefined);
  if (calls.length > 0) callsStore.update((all) => all.filter((call) => !calls.includes(call)));
}

const words = ({ why, private_question_id: id }: Wire["QuestionCalls"]): string => (why === "waits" ? t.called_waits : why === "answered" ? t.called_answered : why === "proposed" ? t.called_proposed : id ? t.called_asked_privately : t.called_asked);

function ring(calls: Wire["QuestionCalls"], now: number = Date.now()): void {
  const me = sessionStore.get();
  // Whoever is on leave or off duty is left in peace, unless they chose otherwise.
  if (!me || (me.leave && !me.settings.ring_on_leave) || (offDutyUntil(me.person) && !me.settings.ring_off_duty)) return;
  if (now - Date.parse(calls.called_at) > FRESH_MS) return;
  const goal = calls.question_id ? placeOf(calls.room_id, calls.question_id) : privatePlace(calls.room_id);
  const said = words(calls);
  toast(said, "done", { label: t.see, run: () => navigate(goal) });
  if (me.settings.notify !== "none") void notifyOutside(said, "", goal, calls.room_id);
}

/** What the line tells of calls. */
export function heard({ kind, p }: LiveEvent): void {
  if (kind === "questions.called") {
    const calls = p as Wire["QuestionCalls"];
    ring(calls);
    if (calls.private_question_id) soon();
  } else if (kind === "questions.call_heard") {
    const { private_question_id: id } = p as Wire["QuestionCallHeard"];
    callsStore.update((all) => all.filter((call) => call.question_id !== id));
  } else if (kind === "questions.private_changed" || kind === "questions.private_gone") {
    // What was claimed, decided or taken back calls nobody any more.
    if (callsStore.get().length > 0) soon();
  }
}

hearers.add(heard);
ears.set(`${LEFT_HERE}/question-calls`, () => {
  round += 1;
  callsStore.set([]);
});
