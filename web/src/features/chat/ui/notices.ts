import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { wantPeople, type PersonBrief } from "../../../platform/people.ts";
import { isToPost, type Message } from "../model.ts";
import { chatStore } from "../store.ts";
import { t as forwards } from "../text.forwards.ts";
import { t as later } from "../text.later.ts";
import { t } from "../text.ts";
import { usedBy } from "./names.ts";

/** A line that the system wrote into a room: who did what. */
export function noticeText(message: Message, people: Readonly<Record<Id, PersonBrief>>): string {
  const { code = "", text = "", people: listed = [] } = message.notice ?? {};
  const by = message.author_id;
  wantPeople([by, ...listed]);
  const room = chatStore.get().rooms[message.room_id];
  const asked = room?.kind === "request";
  const toPost = room !== undefined && isToPost(room);
  const name = (id: Id) => usedBy(people[id]?.name ?? "…", id === by ? message.operator : null);
  const names = listed.slice(0, 5).map(name).join(t.comma) + (listed.length > 5 ? t.andOthers(listed.length - 5) : "");
  switch (code) {
    case "created":
      return t.noticeCreated(name(by));
    case "renamed":
      return t.noticeRenamed(name(by), text ?? "");
    case "purpose_changed":
      return t.noticePurpose(name(by));
    case "archived":
      return toPost ? t.noticeDone(name(by)) : asked ? t.noticeClosed(name(by)) : t.noticeArchived(name(by));
    case "reopened":
      return t.noticeReopened(name(by));
    case "claimed":
      return (toPost ? t.noticeTaken : t.noticeClaimed)(names || name(by));
    case "unclaimed":
      return (toPost ? t.noticeGivenUp : t.noticeUnclaimed)(names || name(by));
    case "added":
      return t.noticeAdded(name(by), names);
    case "removed":
      return t.noticeRemoved(name(by), names);
    case "joined":
      return t.noticeJoined(names || name(by));
    case "left":
      return t.noticeLeft(names || name(by));
    case "shared":
      return t.noticeShared(text ?? "");
    case "unshared":
      return t.noticeUnshared(text ?? "");
    case "forwarding_ended":
      return forwards.noticeEnded(name(by));
    case "forwarding_allowed":
      return forwards.noticeAllowed(name(by));
    case "saving_allowed":
    case "saving_for_staff":
    case "saving_ended":
      return forwards.noticeSaving(name(by), code);
    case "inspected":
      return t.noticeInspected(name(listed[0] ?? by), name(listed[1] ?? by), text ?? "", momentText(message.notice?.until ?? message.sent_at));
    case "will_remind":
      return later.savedRemind(momentText(message.notice?.until ?? message.sent_at));
    default:
      return t.noticeOther;
  }
}
