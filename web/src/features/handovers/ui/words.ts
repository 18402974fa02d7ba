import { dayOf, dayText, shortText } from "../../../platform/dates.ts";
import type { Item } from "../model.ts";
import { t } from "../text.ts";

/** What a line is called. */
export const titleOf = (item: Pick<Item, "source" | "title" | "codes">) => (item.source === "share" ? t.share(item.codes) : item.title || t.noSubject);

/** What is known of a line; paper says the whole day. */
export function factsOf(item: Item, onPaper = false): string {
  const at = item.at ? (onPaper ? dayText(dayOf(item.at), false) : shortText(item.at)) : "";
  return t.facts(item, at, item.until ? dayText(item.until, false) : "");
}

/** The place in the talk that a line is about. */
export function placeOf({ room_id: room, message_id: message }: Pick<Item, "room_id" | "message_id">): string | null {
  if (!room) return null;
  return message ? `/rooms/${room}/threads/${message}` : `/rooms/${room}`;
}
