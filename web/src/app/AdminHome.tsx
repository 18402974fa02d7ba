import { Icon } from "../design/Icon.tsx";
import { Link } from "../platform/router.ts";
import { useMe } from "../platform/session.ts";
import { adminItems, WaitingMark } from "./SideNav.tsx";
import { t } from "./text.ts";

/** The administration's front page. */
export default function AdminHome() {
  const me = useMe();
  return (
    <section className="admin-page" aria-labelledby="admin-title">
      <h1 id="admin-title">{t.administration}</h1>
      <ul className="admin-tiles">
        {adminItems(me).map(([href, icon, label]) => (
          <li key={href}>
            <Link className="admin-tile" href={href}>
              <Icon name={icon} size={28} />
              {label}
              <WaitingMark at={href} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
