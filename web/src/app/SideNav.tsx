import { lazy, Suspense } from "react";
import { t as directoryTexts } from "../features/directory/text.ts";
import { HandoversLink } from "../features/handovers/routes.tsx";
import { t as identityTexts } from "../features/identity/text.places.ts";
import { t as chat } from "../features/chat/text.ts";
import { Icon, type IconName } from "../design/Icon.tsx";
import { may } from "../platform/powers.ts";
import { Link, usePath } from "../platform/router.ts";
import { useMe, type Me } from "../platform/session.ts";
import { withWords } from "../platform/texts.ts";
import { adminPlaces, type Group } from "./admin/places.ts";
import { t as words } from "./text.ts";
import { t } from "./text.nav.ts";
import { WaitingMark } from "./WaitingMark.tsx";

const OwnGuestsLink = lazy(() => withWords(import("../features/directory/ui/guests/OwnGuestsLink.tsx")));

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

const groupNames = (): Record<Group, string> => ({ people: t.groupPeople, access: t.groupAccess, talk: t.groupTalk, system: t.groupSystem });

/** How each place of the administration is shown. */
const shown = (): Record<string, [IconName, string]> => ({
  "/admin/titles": ["rule", directoryTexts.titles],
  "/admin/units": ["unit", directoryTexts.units],
  "/admin/people": ["people", directoryTexts.people],
  "/admin/participation": ["place", t.participation],
  "/admin/transfers": ["move", t.transfers],
  "/admin/handovers": ["print", t.handovers],
  "/admin/leaves": ["leave", t.leaves],
  "/admin/rotas": ["columns", t.rotas],
  "/admin/terms": ["clock", t.terms],
  "/admin/whereabouts": ["place", t.whereabouts],
  "/admin/floors": ["columns", t.floors],
  "/admin/guests": ["guest", t.guests],
  "/admin/guest-conditions": ["check", t.guestConditions],
  "/admin/bots": ["bot", t.bots],
  "/admin/accounts": ["lock", identityTexts.accounts],
  "/admin/shared-accounts": ["shared", directoryTexts.sharedAccounts],
  "/admin/sign-in-rules": ["shield", identityTexts.rules],
  "/admin/single-sign-on": ["check", t.singleSignOn],
  "/admin/grants": ["desk", t.grants],
  "/admin/barriers": ["barrier", directoryTexts.barriers],
  "/admin/rooms": ["chat", chat.rooms],
  "/admin/room-orders": ["columns", t.roomOrders],
  "/admin/room-templates": ["list", t.roomTemplates],
  "/admin/sending": ["send", t.sending],
  "/admin/files": ["file", t.files],
  "/admin/phone-memos": ["phone", t.phoneMemos],
  "/admin/off-hours": ["clock", t.offHours],
  "/admin/shares": ["share", t.shares],
  "/admin/inspections": ["eye", t.inspections],
  "/admin/audit": ["list", identityTexts.audit],
  "/admin/condition": ["gauge", t.condition],
  "/admin/links": ["link", t.links],
  "/admin/name-and-colour": ["edit", t.nameAndColour],
  "/admin/organisations": ["columns", t.foundOrganisations],
});

/** The places of the administration that somebody may use, with their names. */
export function adminGroups(me: Me): [title: string, items: Item[]][] {
  const [names, looks] = [groupNames(), shown()];
  return adminPlaces(me).map(([group, hrefs]) => [names[group], hrefs.flatMap((href): Item[] => (looks[href] ? [[href, ...looks[href]]] : []))]);
}

/** The list column of the settings and of the administration. */
export default function SideNav({ kind }: { kind: "settings" | "admin" }) {
  const path = usePath();
  const me = useMe();
  const title = kind === "settings" ? words.settings : t.administration;
  return (
    <nav className="side-nav" aria-label={title}>
      <h2>{title}</h2>
      {kind === "settings" ? (
        <ul>
          {settings().map((item) => (
            <SideLink key={item[0]} item={item} path={path} />
          ))}
          {!me.person.guest && (
            <Suspense>
              <HandoversLink />
              {!may(me, "people") && <OwnGuestsLink />}
            </Suspense>
          )}
        </ul>
      ) : (
        adminGroups(me).map(([group, items]) => (
          <div key={group} className="side-group">
            <h3>{group}</h3>
            <ul aria-label={group}>
              {items.map((item) => (
                <SideLink key={item[0]} item={item} path={path} />
              ))}
            </ul>
          </div>
        ))
      )}
    </nav>
  );
}

function SideLink({ item: [href, icon, label], path }: { item: Item; path: string }) {
  return (
    <li>
      <Link className="room-link" href={href} aria-current={path === href || path.startsWith(`${href}/`) ? "page" : undefined}>
        <Icon name={icon} size={18} />
        <span className="room-name">{label}</span>
        <WaitingMark at={href} />
      </Link>
    </li>
  );
}
