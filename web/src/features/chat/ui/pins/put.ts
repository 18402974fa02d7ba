import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.pins.ts";
import type { Message } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { putMessage } from "../../sync.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.pins.ts";

/** Why a message could not be pinned. */
export const pinProblem = (error: unknown) => (error instanceof Problem && error.code === "chat.too_many_pins" ? t.tooMany : problemText(error));

/** Pins a message in its room, or takes it off, with a press to undo that; whether that was done. */
export async function setPin(message: Message, on: boolean): Promise<boolean> {
  try {
    const now = await api.setPin(message.id, on);
    // A message that is not held here is in no list here either.
    chatStore.update((state) => (state.messages[now.id] ? putMessage(state, now) : state));
    toast(on ? t.pinDone : t.unpinDone, "done", { label: chat.undo, run: () => void setPin(now, !on) });
    return true;
  } catch (error) {
    toast(pinProblem(error), "error");
    return false;
  }
}
