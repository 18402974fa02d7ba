import { useEffect } from "react";
import { CountMark } from "../../../../design/CountMark.tsx";
import { useStore } from "../../../../platform/store.ts";
import { inspectionNewsStore } from "../../store.ts";
import { t } from "../../text.inspections.ts";
import { askWaiting, waitingStore } from "./waiting.ts";

/** How many requests to read a room wait for me, as a mark in the menu. */
export default function Waiting() {
  const news = useStore(inspectionNewsStore, (count) => count);
  const waiting = useStore(waitingStore, (count) => count);
  useEffect(() => void askWaiting(), [news]);
  if (!waiting) return null;
  return <CountMark count={waiting} words={t.waiting(waiting)} />;
}
