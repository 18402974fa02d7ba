import { lazy, Suspense } from "react";
import { useMe } from "../platform/session.ts";
import { withWords } from "../platform/texts.ts";
import { INSPECTIONS } from "./admin/places.ts";

const Waiting = lazy(() => withWords(import("../features/chat/ui/inspections/Waiting.tsx")));

/** The mark of requests that wait for an administrator's decision, at the place that leads there. */
export function WaitingMark({ at }: { at: string }) {
  const me = useMe();
  const administers = !me.leave && me.rights === "administrator";
  return <Suspense>{administers && at === INSPECTIONS && <Waiting />}</Suspense>;
}
