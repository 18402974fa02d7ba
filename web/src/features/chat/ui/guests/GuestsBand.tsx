import { Icon } from "../../../../design/Icon.tsx";
import { usePerson } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { partnerOf, type Room } from "../../model.ts";
import { t } from "../../text.guests.ts";
import "./guests.css";

/** Says below the header that people from outside read here, and leads to who they are. */
export default function GuestsBand({ room }: { room: Room }) {
  const me = useMe();
  const partner = usePerson(partnerOf(room, me.person.id));
  return (
    <p className="guests-band">
      <span>{partner ? t.directBand(partner.unit ?? "") : t.band(room.guest_count)}</span>
      <Link href={partner ? `/rooms/${room.id}/people/${partner.id}` : `/rooms/${room.id}/members`}>
        <Icon name="people" size={16} />
        {partner ? t.openPerson : t.open}
      </Link>
    </p>
  );
}
