import type { PersonBrief } from "../../../../platform/people.ts";
import type { Room } from "../../model.ts";

/** The colour of the organisation of a partner in a shared room, as long as it is one. */
export function colourOf(room: Room | null | undefined, person: PersonBrief | null): string | undefined {
  return person?.partner ? room?.shared_with.find(({ name }) => name === person.unit)?.colour : undefined;
}

/** Those of a room who are of one organisation; null is one's own. */
export interface Side<Of> {
  organisation: string | null;
  colour?: string;
  members: Of[];
}

/** The members of a room by organisation, one's own first; the order inside of each stays. */
export function bySide<Of extends { person: PersonBrief }>(members: readonly Of[], room: Room | null): Side<Of>[] {
  const sides = new Map<string | null, Side<Of>>();
  for (const member of members) {
    const organisation = member.person.partner ? (member.person.unit ?? "") : null;
    const side = sides.get(organisation) ?? { organisation, colour: colourOf(room, member.person), members: [] };
    side.members.push(member);
    sides.set(organisation, side);
  }
  return [...sides.values()].sort((a, b) => Number(a.organisation !== null) - Number(b.organisation !== null));
}

/** Who said something, with the organisation of a partner, for those who hear it read. */
export function affiliated(name: string, person: PersonBrief | null): string {
  return person?.partner && person.unit ? `${name}(${person.unit})` : name;
}
