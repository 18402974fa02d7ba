import { momentText } from "../../../../platform/dates.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.later.ts";
import type { Message } from "../../model.ts";
import { t } from "../../text.later.ts";
import { laterProblem } from "./words.ts";

/** Puts a message by, with a press to take that back. */
export async function putBy(message: Message): Promise<void> {
  try {
    const { fresh } = await api.save(message.id);
    // What was by already stays by, with its reminder.
    toast(t.savedDone, "done", fresh ? { label: t.undo, run: () => void api.unsave(message.id).catch((error: unknown) => toast(laterProblem(error), "error")) } : null);
  } catch (error) {
    toast(laterProblem(error), "error");
  }
}

/** Has oneself reminded of a message. */
export async function remindOf(message: Message, at: string): Promise<void> {
  await api.save(message.id, at);
  toast(t.savedRemind(momentText(at)));
}
