import { announce } from "../../../../platform/announce.ts";
import type { Id } from "../../../../platform/ids.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { isToPost, type ContactRequest } from "../../model.ts";
import { t } from "../../text.requests.ts";

/** Whether several could see to a request, so that one of them says that they do: all at a desk, those who hold a post together. */
export function isShared({ room, claimed_by }: ContactRequest): boolean {
  if (!isToPost(room)) return true;
  // One of those who belong to the room is who asked.
  return room.member_count > 2 || Boolean(claimed_by);
}

/** Who sees to a request, in words. */
export function claimText({ claimed_by }: ContactRequest, me: Id): string {
  if (!claimed_by) return t.nobodyYet;
  return claimed_by.id === me ? t.seenToByMe : t.seenToBy(claimed_by.name);
}

/** What the button does: take it, take it over from somebody, or leave it to the others again. */
export function claimAct({ claimed_by }: ContactRequest, me: Id): { label: string; on: boolean } {
  if (!claimed_by) return { label: t.claim, on: true };
  return claimed_by.id === me ? { label: t.unclaim, on: false } : { label: t.takeOver, on: true };
}

/** Takes a request or leaves it, and says so; nothing when the server refuses. */
export async function changeClaim(request: ContactRequest, me: Id): Promise<ContactRequest | null> {
  try {
    const changed = await api.claimRequest(request.room.id, claimAct(request, me).on);
    announce(claimText(changed, me));
    return changed;
  } catch (error) {
    toast(problemText(error), "error");
    return null;
  }
}
