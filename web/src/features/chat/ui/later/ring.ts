import { notifyOutside } from "../../../../platform/notifications.ts";
import { navigate } from "../../../../platform/router.ts";
import { sessionStore } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import type { Wire } from "../../../../platform/api/wire.ts";
import { t } from "../../text.later.ts";

/** Reminds of a message: on screen, and outside where the person wants to be told of anything there. */
export function ring(told: Wire["MessageReminded"]): void {
  const path = `/rooms/${told.room_id}${told.thread_id ? `/threads/${told.thread_id}` : ""}`;
  toast(t.reminded(told.excerpt), "done", { label: t.open, run: () => navigate(`${path}?at=${told.seq}`) });
  if (sessionStore.get()?.settings.notify !== "none") void notifyOutside(t.remind, told.excerpt, path, told.message_id);
}
