import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { PlannedRoom, RoomOrder } from "../../api.orders.ts";
import { t } from "../../text.many.ts";

const REFUSALS: Record<string, () => string> = {
  "chat.personal_number": () => t.personal_number,
  "chat.personal_number_refused": () => t.personal_number,
};

/** What to tell of a refusal. */
export const problem = (error: unknown): string => (error instanceof Problem && REFUSALS[error.code]?.()) || problemText(error);

export const stateText = (state: PlannedRoom["state"]): string => ({ new: t.stateNew, there: t.stateThere, other: t.stateOther, renamed: t.stateRenamed, closed: t.stateClosed, empty: t.stateEmpty })[state];

/** Whether carrying the order out changes something of it. */
export const isOpen = (room: PlannedRoom) => room.state === "new" || room.state === "renamed";

/** How it stands with an order, in a sentence. */
export function standing({ state, trouble, done, total, made }: RoomOrder): string {
  if (state === "making") return t.making(done, total);
  if (state === "undoing") return t.undoing(done, total);
  if (trouble === "not_allowed") return t.notAllowed;
  if (state === "stopped") return t.stopped(made);
  return state === "undone" ? t.undone(made) : t.made(made);
}
