import { useEffect } from "react";
import { CountMark } from "../../../../design/CountMark.tsx";
import { useStore } from "../../../../platform/store.ts";
import { shareNewsStore } from "../../store.ts";
import { t } from "../../text.shares.ts";
import { askOffers, offersStore } from "./waiting.ts";

/** How many offers of other organisations wait for our answer, as a mark in the menu. */
export default function Offers() {
  const news = useStore(shareNewsStore, (count) => count);
  const waiting = useStore(offersStore, (count) => count);
  useEffect(() => void askOffers(), [news]);
  if (!waiting) return null;
  return <CountMark count={waiting} words={t.waiting(waiting)} />;
}
