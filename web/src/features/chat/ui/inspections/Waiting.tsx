import { useEffect } from "react";
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
  return (
    <b className="badge mention">
      <span aria-hidden="true">{waiting > 99 ? "99+" : waiting}</span>
      <span className="visually-hidden">{t.waiting(waiting)}</span>
    </b>
  );
}
