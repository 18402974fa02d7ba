import { announce } from "../../../../platform/announce.ts";
import type { Id } from "../../../../platform/ids.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import type { ContactRequest } from "../../model.ts";
import { t } from "../../text.requests.ts";

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
