import type { Presence } from "../platform/live.ts";
import type { PersonBrief } from "../platform/people.ts";
import { address } from "../platform/place.ts";
import { Icon } from "./Icon.tsx";
import { t } from "./text.ts";

// Calm tones of the design system that carry white text at AA; which one is taken from the id, so it never changes.
const TONES = 8;

function toneOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return sum % TONES;
}

/** A person's photo, or the first character of the family name. */
export function Avatar({ person, size = 36, presence = null }: { person: PersonBrief | null; size?: number; presence?: Presence | null }) {
  const style = { width: `${size / 16}rem`, height: `${size / 16}rem`, fontSize: `${(size * 0.44) / 16}rem` };
  return (
    <span className="avatar" data-tone={person ? toneOf(person.id) : 0} style={style} aria-hidden="true">
      {person?.photo ? (
        <img src={address(`/api/people/${person.id}/photo?v=${encodeURIComponent(person.photo)}`)} alt="" width={size} height={size} loading="lazy" decoding="async" />
      ) : (
        person?.shared || person?.bot ? <Icon name={person.bot ? "bot" : "shared"} size={size * 0.55} /> : (Array.from(person?.name ?? "?")[0] ?? "?")
      )}
      {presence && presence !== "offline" && <span className="presence" data-presence={presence} />}
    </span>
  );
}

/** The words for a presence dot, for those who do not see it. */
export function presenceText(presence: Presence | null): string {
  return presence ? t[presence] : "";
}
