import type { PersonBrief } from "../../../../platform/people.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.guests.ts";
import "./guests.css";

const namesOf = (people: readonly PersonBrief[]) => people.map((person) => person.name).join(chat.comma);

/** Says before outsiders come into a room what they will read there. */
export default function OutsidersNote({ people }: { people: readonly PersonBrief[] }) {
  const [guests, bots] = [people.filter((person) => person.guest), people.filter((person) => person.bot)];
  return (
    <div role="status" className={guests.length + bots.length > 0 ? "guests-note" : undefined}>
      {guests.length > 0 && <p>{t.readsAll(namesOf(guests))}</p>}
      {bots.length > 0 && <p>{t.botReads(namesOf(bots))}</p>}
    </div>
  );
}
