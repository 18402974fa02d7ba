import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { dayText } from "../../../../platform/dates.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe, type Me } from "../../../../platform/session.ts";
import { t } from "../../text.leaves.ts";
import "./leaves.css";

const CLOSED = "welcome-back closed";

/** Tells whoever is on leave that it is known, until when, and that nothing rings; and whoever came back where to catch up. */
export default function OnLeave() {
  const { leave, returned, settings } = useMe();
  if (leave) {
    return (
      <p className="on-leave">
        <Icon name="clock" size={16} />
        <span>
          {leave.valid_to ? t.onLeaveUntil(dayText(leave.valid_to)) : t.onLeaveOpen}
          {!settings.ring_on_leave && t.quiet}
        </span>
      </p>
    );
  }
  return returned ? <Back key={returned.until} returned={returned} /> : null;
}

/** Stands until it is closed on this device, and for two weeks at most. */
function Back({ returned }: { returned: NonNullable<Me["returned"]> }) {
  const [closed, setClosed] = useState(() => localStorage.getItem(CLOSED) === returned.until);
  if (closed) return null;
  const close = () => {
    localStorage.setItem(CLOSED, returned.until);
    setClosed(true);
  };
  return (
    <p className="on-leave">
      <span>{t.welcomeBack}</span>
      <Link className="button small" href="/welcome-back">
        {t.backTo}
      </Link>
      <button type="button" className="icon-button" aria-label={t.closeNote} onClick={close}>
        <Icon name="close" size={16} />
      </button>
    </p>
  );
}
