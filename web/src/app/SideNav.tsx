import { lazy, Suspense } from "react";
import { t as directoryTexts } from "../features/directory/text.ts";
import { t as identityTexts } from "../features/identity/text.places.ts";
import { t as chat } from "../features/chat/text.ts";
import { Icon, type IconName } from "../design/Icon.tsx";
import { may, type AdminFunction, type Verb } from "../platform/powers.ts";
import { Link, usePath } from "../platform/router.ts";
import { useMe, type Me } from "../platform/session.ts";
import { withWords } from "../platform/texts.ts";
import { t } from "./text.ts";

const INSPECTIONS = "/admin/inspections";
const SHARES = "/admin/shares";
const OwnGuestsLink = lazy(() => withWords(import("../features/directory/ui/guests/OwnGuestsLink.tsx")));
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

type Item = [href: string, icon: IconName, label: string];

const settings = (): Item[] => [
  ["/settings/profile", "people", identityTexts.sectionProfile],
  ["/settings/look", "settings", identityTexts.sectionLook],
  ["/settings/typing", "edit", identityTexts.sectionTyping],
  ["/settings/notifications", "bell", identityTexts.sectionNotify],
  ["/settings/devices", "phone", identityTexts.sectionDevices],
  ["/settings/password", "lock", identityTexts.sectionPassword],
  ["/settings/sign-in", "shield", identityTexts.sectionSignIn],
];

/** What each place of the administration needs, and how far one has to go in it; null for those who administer all of it. */
const adminPlaces = (): [...Item, AdminFunction | null, Verb?][] => [
  ["/admin/units", "unit", directoryTexts.units, "units"],
  ["/admin/titles", "rule", directoryTexts.titles, "settings"],
  ["/admin/people", "people", directoryTexts.people, "people"],
  ["/admin/leaves", "leave", t.leaves, "people", "change"],
  ["/admin/terms", "clock", t.terms, "people"],
  ["/admin/guests", "guest", t.guests, "people"],
  ["/admin/bots", "bot", t.bots, null],
  ["/admin/barriers", "barrier", directoryTexts.barriers, "barriers"],
  ["/admin/transfers", "move", t.transfers, "transfers"],
  ["/admin/accounts", "lock", identityTexts.accounts, "people"],
  ["/admin/shared-accounts", "shared", directoryTexts.sharedAccounts, null],
  ["/admin/grants", "desk", t.grants, null],
  ["/admin/sign-in-rules", "shield", identityTexts.rules, "sign_in"],
  ["/admin/single-sign-on", "check", t.singleSignOn, null],
  ["/admin/rooms", "chat", chat.rooms, "rooms"],
  [SHARES, "share", t.shares, "rooms"],
  [INSPECTIONS, "eye", t.inspections, "audit"],
  ["/admin/links", "link", t.links, "systems"],
  ["/admin/audit", "clock", identityTexts.audit, "audit"],
  ["/admin/name-and-colour", "edit", t.nameAndColour, null],
];

/** Organisations are founded at home alone. */
const founding = (me: Me): Item[] => (me.rights === "administrator" && me.organisation.code === null ? [["/admin/organisations", "columns", t.foundOrganisations]] : []);

/** The places of the administration that somebody may use, in the order a new town needs them. */
export const adminItems = (me: Me): Item[] =>
  me.leave
    ? []
    : [
        ...adminPlaces().flatMap(([href, icon, label, needed, verb]): Item[] => ((needed ? may(me, needed, verb) : me.rights === "administrator") ? [[href, icon, label]] : [])),
        ...founding(me),
      ];

/** Whether somebody may open a place of the administration: its front page is for whoever may open any. */
export const mayVisit = (me: Me, path: string) => adminItems(me).some(([href]) => path === "/admin" || path === href || path.startsWith(`${href}/`));

/** The list column of the settings and of the administration. */
export function SideNav({ kind }: { kind: "settings" | "admin" }) {
  const path = usePath();
  const me = useMe();
  const title = kind === "settings" ? t.settings : t.administration;
  return (
    <nav className="side-nav" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {(kind === "settings" ? settings() : adminItems(me)).map(([href, icon, label]) => (
          <li key={href}>
            <Link className="room-link" href={href} aria-current={path.startsWith(href) ? "page" : undefined}>
              <Icon name={icon} size={18} />
              <span className="room-name">{label}</span>
              <WaitingMark at={href} />
            </Link>
          </li>
        ))}
        {kind === "settings" && !me.person.guest && !may(me, "people") && (
          <Suspense>
            <OwnGuestsLink />
          </Suspense>
        )}
      </ul>
    </nav>
  );
}
