import { useEffect, useState } from "react";
import type { Answer } from "../../platform/api/wire.ts";
import { call, endsSession, Problem } from "../../platform/http.ts";
import { code, prefixOf } from "../../platform/place.ts";
import { isAt, leavePlace, type Place } from "../../platform/places.ts";

type Badge = Answer<"get_badge">;
export type Badges = Readonly<Record<string, Badge>>;

const EVERY_MS = 60_000;
// A window with a page beside it is looked at again whenever somebody changes sides.
const AGAIN_AFTER_MS = 5000;

/** The key of an organisation's badge. */
export const badgeKey = (at: string | null | undefined) => at ?? "";

/** What waits in the other organisations in which this browser is signed in. Where it no longer is, it is shown no more. */
export function useBadges(places: readonly Place[]): Badges {
  const [badges, setBadges] = useState<Badges>({});
  const others = places.filter((place) => !isAt(place, code)).map((place) => place.code ?? null);
  const key = others.map(badgeKey).join();
  useEffect(() => {
    let asked = 0;
    let wanted = true;
    const askOne = async (at: string | null) => {
      try {
        const badge = await call<Badge>("GET", "/me/badge", { at: prefixOf(at) });
        if (wanted) setBadges((known) => ({ ...known, [badgeKey(at)]: badge }));
      } catch (error) {
        // Out of reach, or something to be done first there: the session is still one.
        if (endsSession(error) || (error instanceof Problem && error.status === 404)) leavePlace(at);
      }
    };
    const ask = () => {
      if (document.visibilityState === "hidden" || Date.now() - asked < AGAIN_AFTER_MS) return;
      asked = Date.now();
      for (const at of others) void askOne(at);
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    window.addEventListener("focus", ask);
    return () => {
      wanted = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
      window.removeEventListener("focus", ask);
    };
    // The key names them all.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return badges;
}
