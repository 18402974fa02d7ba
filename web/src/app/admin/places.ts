import { may, type AdminFunction, type Verb } from "../../platform/powers.ts";
import type { Me } from "../../platform/session.ts";

/** Where requests of administrators wait for another one's decision. */
export const INSPECTIONS = "/admin/inspections";
/** Where offers of other organisations to share a room wait for an answer. */
export const SHARES = "/admin/shares";
/** Organisations are founded at home alone. */
const FOUNDING = "/admin/organisations";

export type Group = "people" | "access" | "talk" | "system";
type Place = [href: string, needed: AdminFunction | readonly AdminFunction[] | null, verb?: Verb];

/** What each place of the administration needs, and how far one has to go in it; null for those who administer all of it. In the order a new town needs them. */
const PLACES: readonly (readonly [Group, readonly Place[]])[] = [
  [
    "people",
    [
      ["/admin/titles", "settings"],
      ["/admin/units", "units"],
      ["/admin/people", "people"],
      ["/admin/participation", null],
      ["/admin/transfers", "transfers"],
      // Who looks after transfers or after people sees who has handed over.
      ["/admin/handovers", ["transfers", "people"]],
      ["/admin/leaves", "people", "change"],
      ["/admin/rotas", "people", "change"],
      ["/admin/terms", "people"],
      // Who decides what is asked for, and who looks after those who are asked.
      ["/admin/whereabouts", ["settings", "people"]],
      ["/admin/floors", "settings", "change"],
      ["/admin/guests", "people"],
      ["/admin/guest-conditions", "settings"],
      ["/admin/bots", null],
    ],
  ],
  [
    "access",
    [
      ["/admin/accounts", "people"],
      ["/admin/shared-accounts", null],
      ["/admin/sign-in-rules", "sign_in"],
      ["/admin/single-sign-on", null],
      ["/admin/grants", null],
      ["/admin/barriers", "barriers"],
    ],
  ],
  [
    "talk",
    [
      ["/admin/rooms", "rooms"],
      ["/admin/room-orders", null],
      ["/admin/room-templates", null],
      ["/admin/sending", "rooms"],
      ["/admin/files", "settings"],
      [SHARES, "rooms"],
      ["/admin/phone-memos", null],
      // Who looks after people sees how much is sent out of hours where they work.
      ["/admin/off-hours", "people"],
      [INSPECTIONS, "audit"],
      ["/admin/audit", "audit"],
    ],
  ],
  [
    "system",
    [
      ["/admin/condition", null],
      ["/admin/links", "systems"],
      ["/admin/name-and-colour", null],
      [FOUNDING, null],
    ],
  ],
];

/** The places of the administration that somebody may use, by what they are about. */
export function adminPlaces(me: Me): [Group, string[]][] {
  if (me.leave) return [];
  const isOpen = ([href, needed, verb]: Place) => (needed ? [needed].flat().some((one) => may(me, one, verb)) : me.rights === "administrator" && (href !== FOUNDING || me.organisation.code === null));
  const open = PLACES.map(([group, places]): [Group, string[]] => [group, places.filter(isOpen).map(([href]) => href)]);
  return open.filter(([, hrefs]) => hrefs.length > 0);
}

/** Whether somebody may open a place of the administration: its front page is for whoever may open any. */
export const mayVisit = (me: Me, path: string) => adminPlaces(me).some(([, hrefs]) => hrefs.some((href) => path === "/admin" || path === href || path.startsWith(`${href}/`)));
