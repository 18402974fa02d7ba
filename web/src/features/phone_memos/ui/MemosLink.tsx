import { Icon } from "../../../design/Icon.tsx";
import { Link, usePath } from "../../../platform/router.ts";
import { useCounts } from "../store.counts.ts";
import { t } from "../text.ts";

/** The way to one's phone memos, with how many for oneself are open, and how many in the section. */
export default function MemosLink() {
  const path = usePath();
  const { mine, section } = useCounts();
  return (
    <Link className="room-link" href="/phone-memos" aria-current={path === "/phone-memos" ? "page" : undefined}>
      <Icon name="phone" size={18} />
      <span className="room-name">{t.memos}</span>
      {section > 0 && (
        <small className="hint">
          {t.ofSection(section)}
          <span className="visually-hidden">{t.waiting}</span>
        </small>
      )}
      {mine > 0 && (
        <b className="badge">
          {mine}
          <span className="visually-hidden">{t.waiting}</span>
        </b>
      )}
    </Link>
  );
}
