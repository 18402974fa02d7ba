import type { MenuItem } from "../../../../design/Menu.tsx";
import { navigate } from "../../../../platform/router.ts";
import type { Me } from "../../../../platform/session.ts";
import { holding } from "../../../../platform/whereabouts.ts";
import { say } from "../../actions.whereabouts.ts";
import { atMinute, endOfDay, LUNCH_ENDS, type NewWhereabouts } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";

/** What people say most, with the words for it, as far as it makes sense at this hour. */
export function presets(now: number): [label: string, said: NewWhereabouts][] {
  const lunch = atMinute(now, LUNCH_ENDS);
  return [
    [t.atDesk, { kind: "at_desk", until: endOfDay(now) }],
    ...(Date.parse(lunch) > now ? [[t.lunch, { kind: "away", until: lunch }] satisfies [string, NewWhereabouts]] : []),
    [t.homeToday, { kind: "home", until: endOfDay(now) }],
    [t.offToday, { kind: "day_off", until: endOfDay(now) }],
  ];
}

/** Whether somebody has whereabouts at all. */
export const isSomewhere = ({ person }: Me) => !(person.shared || person.guest || person.bot);

/** The same in the menu of the own picture, with the way to say more and to the board. */
export function quickItems(me: Me, more: () => void): MenuItem[] {
  const now = Date.now();
  const own = isSomewhere(me)
    ? [
        ...presets(now).map(([label, said]): MenuItem => ({ label, icon: "place", run: () => void say(me.person, said) })),
        { label: t.more, icon: "clock" as const, run: more },
        ...(holding(me.person.whereabouts, now) ? [{ label: t.clear, icon: "close" as const, run: () => void say(me.person, {}) }] : []),
      ]
    : [];
  return me.person.guest ? [] : [...own, { label: t.board, icon: "list", run: () => navigate("/board") }];
}
