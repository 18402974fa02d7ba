import type { ReactNode } from "react";
import { soonText } from "../../platform/dates.ts";
import { offDutyUntil, type PersonBrief } from "../../platform/people.ts";
import { usePresence } from "../../platform/presence.ts";
import { Avatar, presenceText } from "../Avatar.tsx";
import { Icon } from "../Icon.tsx";
import { t } from "../text.ts";
import { WhereaboutsTag } from "./WhereaboutsTag.tsx";

/** 総務課 課長, as people say where somebody works; a partner's organisation stands in their tag. */
export function postText(person: Pick<PersonBrief, "unit" | "title" | "partner"> | null): string {
  return person?.partner ? "" : [person?.unit, person?.title].filter(Boolean).join(" ");
}

/** Says that something is nobody, but an account that several people use. */
export function SharedTag() {
  return (
    <span className="tag">
      <Icon name="shared" size={14} />
      {t.shared}
    </span>
  );
}

type Outsider = Pick<PersonBrief, "guest" | "bot" | "partner" | "unit">;

/** Says that somebody is not of the staff: a guest, a program, or, by the name and the colour of their organisation, a partner. */
export function OutsiderTag({ person, colour }: { person: Outsider | null | undefined; colour?: string }) {
  if (person?.partner) {
    return (
      <span className="tag outsider">
        {colour && <PlaceDot colour={colour} />}
        {person.unit}
      </span>
    );
  }
  const word = person?.guest ? t.guest : person?.bot ? t.bot : null;
  return word && <span className="tag outsider">{word}</span>;
}

/** An organisation's colour, before its name. */
export const PlaceDot = ({ colour }: { colour?: string }) => <span className="place-dot" data-place={colour} aria-hidden="true" />;

/** What is said of somebody who is here no longer, or does not take part yet. */
const goneText = (person: PersonBrief) => (person.partner ? t.partnerOver : person.guest ? t.guestOver : person.bot ? t.botStopped : person.outside ? t.outside : t.inactive);

/** Says that somebody is on leave, or off duty and until when: nobody waits for them. */
export function AwayTag({ person, whole = false }: { person: Pick<PersonBrief, "on_leave" | "off_duty_until"> | null | undefined; whole?: boolean }) {
  if (person?.on_leave) return <span className="tag">{t.onLeave}</span>;
  const until = offDutyUntil(person);
  if (!until) return null;
  const text = t.offDutyUntil(soonText(until));
  return (
    <span className="tag" title={text}>
      {whole ? text : t.offDuty}
    </span>
  );
}

/** A person in a list: photo, name, reading, post; whatever the list adds stands at the end. */
export function PersonRow({ person, children, watch = true, post = true, colour }: { person: PersonBrief; children?: ReactNode; watch?: boolean; post?: boolean; colour?: string }) {
  const presence = usePresence(watch && !person.partner ? person.id : null);
  return (
    <span className="person-row">
      <Avatar person={person} presence={presence} />
      <span className="person-words">
        <span className="person-name">
          <b>{person.name}</b> <small>{person.reading}</small>
          {presence && presence !== "offline" && <span className="visually-hidden">({presenceText(presence)})</span>}
          {person.shared && <SharedTag />}
          <OutsiderTag person={person} colour={colour} />
          <AwayTag person={person} />
          {!person.active && <span className="tag">{goneText(person)}</span>}
        </span>
        {post && (
          <small className="person-post">
            {postText(person)}
            <WhereaboutsTag said={person.whereabouts} />
          </small>
        )}
      </span>
      {children}
    </span>
  );
}
