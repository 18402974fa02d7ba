import { Icon } from "../../../../design/Icon.tsx";
import { useLoad } from "../../../../platform/load.ts";
import { Link, usePath } from "../../../../platform/router.ts";
import * as api from "../../api.ts";
import { t } from "../../text.guests.ts";

const LIST = "/settings/guests";

/** The way to the guests for whom somebody answers; nothing where there are none. */
export default function OwnGuestsLink() {
  const path = usePath();
  const found = useLoad("own guests", async () => (await api.guests({ q: "", past: true }, null, 1)).items.length);
  if (!found.value) return null;
  return (
    <li>
      <Link className="room-link" href={LIST} aria-current={path.startsWith(LIST) ? "page" : undefined}>
        <Icon name="guest" size={18} />
        <span className="room-name">{t.ownGuests}</span>
      </Link>
    </li>
  );
}
