import type { Wire } from "../../platform/api/wire.ts";
import { navigate } from "../../platform/router.ts";
import { toast } from "../../platform/toast.ts";
import { hear, pageOf } from "./store.ts";
import { t } from "./text.ts";

const words = (act: NonNullable<Wire["HandoverChanged"]["act"]>) => ({ begun: t.waits, handed_in: t.arrived, taken_over: t.wasTakenOver, taken_back: null, confirmed: null })[act];

/** A handover that concerns me is new or changed; what somebody else did with it is said. */
export function heard({ handover_id: id, act }: Wire["HandoverChanged"]): void {
  hear(id);
  const text = act ? words(act) : null;
  if (text) toast(text, "done", { label: t.show, run: () => navigate(pageOf(id)) });
}
