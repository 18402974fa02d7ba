import { useEffect } from "react";
import { peopleStore } from "../../../../platform/people.ts";
import { watchPeople } from "../../../../platform/presence.ts";
import { useStore } from "../../../../platform/store.ts";
import type { RotaMonth } from "../../model.ts";

/** The server turns duties by its own clock: asked a moment later, it has done so. */
const MOMENT_MS = 2_000;
/** How long is waited for a turn that by this computer's clock is over. */
const LATE_MS = 60_000;

/** Asks for a month anew when somebody in it turns, at midnight, when a turn is told that it does not show, and when somebody comes back to it. */
export function useFreshness(month: RotaMonth | null, reload: () => void): void {
  const turns = month?.turns_at;
  useEffect(() => {
    if (!turns) return;
    const wait = Date.parse(turns) - Date.now();
    const timer = setTimeout(reload, wait > 0 ? wait + MOMENT_MS : LATE_MS);
    return () => clearTimeout(timer);
  }, [month, turns, reload]);
  useEffect(() => {
    const back = () => document.visibilityState === "visible" && reload();
    document.addEventListener("visibilitychange", back);
    window.addEventListener("focus", back);
    return () => {
      document.removeEventListener("visibilitychange", back);
      window.removeEventListener("focus", back);
    };
  }, [reload]);
  const shown = month?.rows.map((row) => row.person.id).join(" ") ?? "";
  useEffect(() => watchPeople(shown ? shown.split(" ") : []), [shown]);
  const news = useStore(peopleStore, (known) => {
    const turned = month?.rows.filter(({ person }) => known[person.id] && (known[person.id]?.off_duty_until ?? null) !== (person.off_duty_until ?? null)) ?? [];
    return turned.map(({ person }) => `${person.id} ${known[person.id]?.off_duty_until ?? ""}`).join(",");
  });
  useEffect(() => {
    if (news) reload();
  }, [news, reload]);
}
