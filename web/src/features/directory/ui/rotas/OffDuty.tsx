import { Icon } from "../../../../design/Icon.tsx";
import { soonText } from "../../../../platform/dates.ts";
import { offDutyUntil } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { t } from "../../text.rotas.ts";
import "../leaves/leaves.css";

/** Tells whoever is off duty by a rota that it is known, until when, and whether anything rings. */
export default function OffDuty() {
  const { person, settings } = useMe();
  const until = offDutyUntil(person);
  if (!until) return null;
  return (
    <p className="on-leave">
      <Icon name="clock" size={16} />
      <span>
        {t.offDutyNow(soonText(until))}
        {settings.ring_off_duty ? t.rings : t.quiet}
      </span>
      <Link className="button small" href="/rotas">
        {t.rotas}
      </Link>
    </p>
  );
}
