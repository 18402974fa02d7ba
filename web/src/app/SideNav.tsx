import { t as directoryTexts } from "../features/directory/text.ts";
import { t as identityTexts } from "../features/identity/text.ts";
import { t as chat } from "../features/chat/text.ts";
import { Icon, type IconName } from "../design/Icon.tsx";
import { Link, usePath } from "../platform/router.ts";
import { t } from "./text.ts";

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

/** The places of the administration, in the order a new town needs them. */
export const adminItems = (): Item[] => [
  ["/admin/units", "unit", directoryTexts.units],
  ["/admin/titles", "rule", directoryTexts.titles],
  ["/admin/people", "people", directoryTexts.people],
  ["/admin/barriers", "barrier", directoryTexts.barriers],
  ["/admin/transfers", "move", t.transfers],
  ["/admin/accounts", "lock", identityTexts.accounts],
  ["/admin/sign-in-rules", "shield", identityTexts.rules],
  ["/admin/rooms", "chat", chat.rooms],
  ["/admin/links", "link", t.links],
  ["/admin/audit", "clock", identityTexts.audit],
];

/** The list column of the settings and of the administration. */
export function SideNav({ kind }: { kind: "settings" | "admin" }) {
  const path = usePath();
  const title = kind === "settings" ? t.settings : t.administration;
  return (
    <nav className="side-nav" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {(kind === "settings" ? settings() : adminItems()).map(([href, icon, label]) => (
          <li key={href}>
            <Link className="room-link" href={href} aria-current={path.startsWith(href) ? "page" : undefined}>
              <Icon name={icon} size={18} />
              <span className="room-name">{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
