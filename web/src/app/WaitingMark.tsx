import { lazy, Suspense } from "react";
import { useMe } from "../platform/session.ts";
import { withWords } from "../platform/texts.ts";
import { INSPECTIONS, SHARES } from "./admin/places.ts";

const Offers = lazy(() => withWords(import("../features/chat/ui/shares/Offers.tsx")));
const Waiting = lazy(() => withWords(import("../features/chat/ui/inspections/Waiting.tsx")));

/** The mark of what waits for somebody's decision, at the place that leads there: requests to read a room, and offers to share one. */
export function WaitingMark({ at }: { at: string }) {
  const me = useMe();
  const administers = !me.leave && me.rights === "administrator";
  return (
    <Suspense>
      {administers && at === INSPECTIONS && <Waiting />}
      {administers && at === SHARES && <Offers />}
    </Suspense>
  );
}
