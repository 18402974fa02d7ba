import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import { ears, FRESH, LEFT_HERE, type LiveEvent } from "../../platform/live.ts";
import { marksStore as drawnStore, type QuestionMark } from "../../platform/questioning.ts";
import { createStore } from "../../platform/store.ts";
import * as api from "./api.ts";
import { drop, marked, NO_MARKS, put, type Marks } from "./model.marks.ts";
import { hearers } from "./store.ts";

/** What the messages are that were on the screen. */
export const marksStore = createStore<Marks>(NO_MARKS);

/** How often something was heard of the questions of a room. */
export const roomNewsStore = createStore<Readonly<Record<Id, number>>>({});

// Rows come by the screen, and are asked about together.
const TOGETHER_MS = 40;
const AT_ONCE = 100;
/** About how many is asked again when something was missed, those that came last: of the others when they come by. */
const MOST_AGAIN = 300;

/** Those that were asked about, with their rooms, in the order in which they came: what becomes of them later is heard. */
const asked = new Map<Id, Id>();
/** What became no question while lists were on their way, which may hold it still. */
const goneMeanwhile = new Set<Id>();
let underWay = 0;
let waiting: { room: Id; message: Id }[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;
let mark: QuestionMark | null = null;

/** Says how marks are drawn. */
export function drawWith(drawn: QuestionMark): void {
  mark = drawn;
  draw();
}

function draw(): void {
  const drawn = mark;
  if (!drawn) return;
  const ids = marked(marksStore.get());
  const shown = drawnStore.get();
  if (ids.length === Object.keys(shown).length && ids.every((id) => shown[id])) return;
  drawnStore.set(Object.fromEntries(ids.map((id) => [id, drawn])));
}

function change(next: (marks: Marks) => Marks): void {
  marksStore.update(next);
  draw();
}

function ask(): void {
  timer = null;
  const now = waiting;
  waiting = [];
  for (const room of new Set(now.map((one) => one.room))) {
    const messages = now.filter((one) => one.room === room).map((one) => one.message);
    for (let at = 0; at < messages.length; at += AT_ONCE) {
      const some = messages.slice(at, at + AT_ONCE);
      underWay += 1;
      api
        .marks(room, some)
        .then(
          ({ marks }) => change((known) => marks.filter(({ id }) => !goneMeanwhile.has(id)).reduce(put, known)),
          // They are asked about again when they come by the next time.
          () => some.forEach((message) => asked.delete(message)),
        )
        .finally(() => {
          underWay -= 1;
          if (underWay === 0) goneMeanwhile.clear();
        });
    }
  }
}

/** A message stands on the screen. */
export function seen(room: Id, message: Id): void {
  if (asked.has(message)) return;
  asked.set(message, room);
  waiting.push({ room, message });
  timer ??= setTimeout(ask, TOGETHER_MS);
}

/** What the line tells of the questions of a room. */
export function heard({ kind, p }: LiveEvent): void {
  let room: Id;
  if (kind === "questions.changed") {
    const { question } = p as Wire["QuestionChanged"];
    room = question.room_id;
    goneMeanwhile.delete(question.id);
    change((marks) => put(marks, question));
  } else if (kind === "questions.gone") {
    const gone = p as Wire["QuestionGone"];
    room = gone.room_id;
    if (underWay > 0) goneMeanwhile.add(gone.question_id);
    change((marks) => drop(marks, gone.question_id));
  } else if (kind === "questions.private_changed") room = (p as Wire["PrivateQuestionChanged"]).question.room_id;
  else if (kind === "questions.private_gone") room = (p as Wire["PrivateQuestionGone"]).room_id;
  else return;
  roomNewsStore.update((all) => ({ ...all, [room]: (all[room] ?? 0) + 1 }));
}

hearers.add(heard);
// What was missed is asked for anew, and what is no question any more goes.
ears.set(`${FRESH}/question-marks`, () => {
  const again = [...asked].slice(-MOST_AGAIN).map(([message, room]) => ({ room, message }));
  const rooms = new Set([...asked.values(), ...Object.keys(roomNewsStore.get())]);
  asked.clear();
  for (const { room, message } of again) asked.set(message, room);
  waiting = again;
  change(() => NO_MARKS);
  if (again.length > 0) timer ??= setTimeout(ask, TOGETHER_MS);
  roomNewsStore.update((all) => Object.fromEntries([...rooms].map((room) => [room, (all[room] ?? 0) + 1])));
});
// Whoever comes next sees nothing of what was here.
ears.set(`${LEFT_HERE}/question-marks`, () => {
  asked.clear();
  waiting = [];
  change(() => NO_MARKS);
});
