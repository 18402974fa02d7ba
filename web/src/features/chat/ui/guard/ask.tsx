import { createRoot } from "react-dom/client";
import { leavesStore } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.guard.ts";
import { t } from "../../text.guard.ts";
import { GuardDialog } from "./GuardDialog.tsx";
import { holdsPersonalNumber } from "./number.ts";

/** What goes along with words about which their author was asked; null when they had better not be sent. */
export type Cleared = { personal_number?: api.Answered } | null;

/** Asks about a personal number in some words as the organisation wants it. The server decides anew; this spares somebody a refusal. */
export async function clear(words: readonly string[]): Promise<Cleared> {
  if (!words.some(holdsPersonalNumber)) return {};
  const leaves = leavesStore.get();
  let policy: api.NumberPolicy;
  try {
    ({ policy } = await api.numberGuard());
  } catch {
    // Without the line it is asked about all the same; where a reason is needed, the server will say so.
    policy = "warn";
  }
  if (policy === "off") return {};
  if (policy === "refuse") {
    toast(t.refused, "error");
    return null;
  }
  if (leavesStore.get() !== leaves) return null;
  const box = document.body.appendChild(document.createElement("div"));
  const root = createRoot(box);
  return new Promise((resolve) => {
    const done = (answered: api.Answered | null) => {
      stop();
      root.unmount();
      box.remove();
      resolve(answered && { personal_number: answered });
    };
    const stop = leavesStore.subscribe(() => done(null));
    root.render(<GuardDialog withReason={policy === "reason"} onAnswer={done} />);
  });
}
