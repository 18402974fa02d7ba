import { postText } from "../../../../design/people/PersonRow.tsx";
import { dayText } from "../../../../platform/dates.ts";
import { useMe } from "../../../../platform/session.ts";
import { t } from "../../text.guests.ts";
import "./guests.css";

/** Tells a guest whose guest they are, whom to ask, and until when they may come. */
export default function GuestBand() {
  const { organisation, person, sponsor } = useMe();
  const parts = [t.bandGuest(organisation.name)];
  if (sponsor) parts.push(sponsor.active ? t.bandSponsor([postText(sponsor), sponsor.name].filter(Boolean).join(" ")) : t.noSponsor);
  if (person.left_on) parts.push(t.bandUntil(dayText(person.left_on, false)));
  return (
    <p className="guest-band">
      {parts.map((part, at) => (
        <span key={part}>{at < parts.length - 1 ? `${part} ・` : part}</span>
      ))}
    </p>
  );
}
