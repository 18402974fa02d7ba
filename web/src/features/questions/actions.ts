import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { navigate } from "../../platform/router.ts";
import { operatorId } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { news } from "./store.ts";
import { t } from "./text.ts";
import { problem } from "./ui/words.ts";

/** What takes back what was done, and what is said then. */
interface Undo {
  run: () => Promise<unknown>;
  done: string;
}

/** Does something, says that it was done, or why not; whoever shows a list asks anew either way. */
export async function attempt(work: () => Promise<unknown>, done: string, undo: Undo | null = null): Promise<boolean> {
  try {
    await work();
    toast(done, "done", undo ? { label: t.undo, run: () => void attempt(undo.run, undo.done) } : null);
    return true;
  } catch (error) {
    toast(problem(error), "error");
    return false;
  } finally {
    news();
  }
}

/** Marks a message as a question; undone, it is none. */
export const mark = (message: Id) => attempt(() => api.mark(message), t.marked, { run: () => api.unmark(message), done: t.unmarked });

/** Lets a message be no question. A claim and an answer do not come back with the mark. */
export const unmark = (message: Id) => attempt(() => api.unmark(message), t.unmarked, { run: () => api.mark(message), done: t.marked });

/** Names a reply as the answer to the question that it quotes. */
export async function nameAnswer(question: Id, message: Id): Promise<void> {
  try {
    const { step } = await api.question(question);
    await attempt(() => api.answer(question, { answer_id: message, step, operator_id: operatorId() }), t.did_answer, { run: () => api.reopen(question), done: t.did_reopen });
  } catch (error) {
    toast(error instanceof Problem && error.status === 404 ? t.noQuestion : problem(error), "error");
  }
}

/** Goes to where a message stands in the talk. */
export async function show(id: Id): Promise<void> {
  try {
    const { room_id: room, thread_id: thread, seq } = await api.message(id);
    navigate(thread ? `/rooms/${room}/threads/${thread}?at=${seq}` : `/rooms/${room}?at=${seq}`);
  } catch (error) {
    toast(problem(error), "error");
  }
}
