import { Icon } from "../../../design/Icon.tsx";
import { Link, usePath } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useWaiting } from "../store.counts.ts";
import { t } from "../text.ts";

/** As many are counted; how many more there are, the list says. */
const COUNTED = 200;

/** The way to what waits for me and my section, with how much it is. */
export default function SlipsLink() {
  const path = usePath();
  const waiting = useWaiting(useMe().person.id);
  return (
    <Link className="room-link" href="/slips" aria-current={path === "/slips" ? "page" : undefined}>
      <Icon name="list" size={18} />
      <span className="room-name">{t.mySlips}</span>
      {waiting > 0 && (
        <b className="badge">
          {waiting < COUNTED ? waiting : `${COUNTED}+`}
          <span className="visually-hidden">{t.waitingForMe}</span>
        </b>
      )}
    </Link>
  );
}
