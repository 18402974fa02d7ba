import { dayText } from "../../../../platform/dates.ts";
import type { Leave, NewLeave } from "../../model.ts";
import { t } from "../../text.leaves.ts";

export const KINDS: readonly Leave["kind"][] = ["maternity", "childcare", "sick", "other"];
export const ACCESSES: readonly Leave["access"][] = ["none", "read", "direct"];

type Days = Pick<Leave, "valid_from" | "valid_to">;

/** Whether a leave holds, is to come or is over. */
export function stateOf({ valid_from, valid_to }: Days, today: string): "now" | "toCome" | "over" {
  if (valid_from > today) return "toCome";
  return valid_to && valid_to < today ? "over" : "now";
}

/** From when until when, in words. */
export const termText = ({ valid_from, valid_to }: Days) => t.term(dayText(valid_from), valid_to ? dayText(valid_to) : t.open);

/** What the server is told of a leave. */
export const draftOf = ({ kind, valid_from, valid_to, access }: Leave): NewLeave => ({ kind, valid_from, valid_to: valid_to ?? null, access });
