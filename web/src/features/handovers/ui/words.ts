import { dayOf, dayText, shortText } from "../../../platform/dates.ts";
import type { Item } from "../model.ts";
import { t } from "../text.ts";

/** What a line is called. */
export function titleOf(item: Pick<Item, "source" | "title" | "codes" | "count">): string {
  if (item.source === "share") return t.share(item.codes);
  return isOfResidents(item) ? t.residents(item.count ?? 0) : item.title || t.noSubject;
}

/** Residents are counted and not named. */
const isOfResidents = ({ source, codes, count }: Pick<Item, "source" | "codes" | "count">) => source === "outsider" && codes[0] === "resident" && typeof count === "number";

/** What is known of a line; paper says the whole day. */
export function factsOf(item: Item, onPaper = false): string {
  if (isOfResidents(item)) return "";
  const at = item.at ? (onPaper ? dayText(dayOf(item.at), false) : shortText(item.at)) : "";
  return t.facts(item, at, item.until ? dayText(item.until, false) : "");
}

/** The place that a line is about: in the talk, or the list of one's own guests. */
export function placeOf(item: Pick<Item, "source" | "codes" | "count" | "room_id" | "message_id">): string | null {
  const { room_id: room, message_id: message } = item;
  if (isOfResidents(item)) return "/settings/guests";
  if (!room) return null;
  return message ? `/rooms/${room}/threads/${message}` : `/rooms/${room}`;
}
