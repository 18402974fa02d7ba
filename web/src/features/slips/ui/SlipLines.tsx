import { useLayoutEffect, useRef, useState, type FocusEvent } from "react";
import { createPortal } from "react-dom";
import { useStore } from "../../../platform/store.ts";
import { bySection, isOver, type Slip } from "../model.ts";
import { asHeld, slipStore } from "../store.ts";
import { t } from "../text.ts";
import { SlipBody } from "./SlipBody.tsx";
import { WordsDialog, type Spoken } from "./WordsDialog.tsx";

interface Props {
  slips: readonly Slip[];
  /** Parted by the sections that they are for. */
  parted?: boolean;
}

/** Whoever went on with one of some rows by key goes on in `place` when it goes. */
function useKeptPlace(keys: string) {
  const place = useRef<HTMLDivElement>(null);
  const within = useRef(false);
  const keep = () => {
    if (within.current && document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  };
  useLayoutEffect(keep, [keys]);
  const onFocus = () => {
    within.current = true;
  };
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    // Somewhere else, and not because the row is gone.
    if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget as Node)) within.current = false;
  };
  return { ref: place, onFocus, onBlur };
}

/** Slips in a list, each as it is held, which may be newer than the list. What is being written about one stays when that leaves the list. */
export function SlipLines({ slips, parted = false }: Props) {
  const held = useStore(slipStore, (all) => all);
  const now = slips.filter(({ id }) => !held.gone.has(id)).map(asHeld);
  const [spoken, setSpoken] = useState<Spoken | null>(null);
  const place = useKeptPlace(now.map(({ id }) => id).join());
  const close = () => {
    setSpoken(null);
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) place.ref.current?.focus();
    });
  };
  const list = (part: readonly Slip[], label: string) => (
    <ul className="slip-list" aria-label={label}>
      {part.map((slip) => (
        <li key={slip.id} className="slip-card" data-over={isOver(slip) ? true : undefined}>
          <SlipBody slip={slip} speak={setSpoken} />
        </li>
      ))}
    </ul>
  );
  const sections = () =>
    bySection(now).map(([name, part]) => (
      <section key={`${name} ${part[0]?.id}`} className="slip-part">
        <h3>{name}</h3>
        {list(part, name)}
      </section>
    ));
  return (
    <>
      <div {...place} tabIndex={-1} role="group" aria-label={t.rows}>
        {parted ? sections() : now.length > 0 && list(now, t.slips)}
      </div>
      {spoken && createPortal(<WordsDialog {...spoken} onClose={close} />, document.body)}
    </>
  );
}
