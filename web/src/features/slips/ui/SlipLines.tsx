import { useStore } from "../../../platform/store.ts";
import { bySection, isOver, type Slip } from "../model.ts";
import { asHeld, slipStore } from "../store.ts";
import { t } from "../text.ts";
import { SlipBody } from "./SlipBody.tsx";

interface Props {
  slips: readonly Slip[];
  /** Parted by the sections that they are for. */
  parted?: boolean;
}

/** Slips in a list, each as it is held, which may be newer than the list. */
export function SlipLines({ slips, parted = false }: Props) {
  const held = useStore(slipStore, (all) => all);
  const now = slips.filter(({ id }) => !held.gone.has(id)).map(asHeld);
  const list = (part: readonly Slip[], label: string) => (
    <ul className="slip-list" aria-label={label}>
      {part.map((slip) => (
        <li key={slip.id} className="slip-card" data-over={isOver(slip) ? true : undefined}>
          <SlipBody slip={slip} listed />
        </li>
      ))}
    </ul>
  );
  if (!parted) return list(now, t.slips);
  return (
    <>
      {bySection(now).map(([name, part]) => (
        <section key={`${name} ${part[0]?.id}`} className="slip-part">
          <h3>{name}</h3>
          {list(part, name)}
        </section>
      ))}
    </>
  );
}
