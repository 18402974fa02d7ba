import { useEffect, useState } from "react";
import { Failed } from "../../../design/ListState.tsx";
import type { CardProps } from "../../../platform/cards.ts";
import { useStore } from "../../../platform/store.ts";
import { load, watch } from "../actions.ts";
import { isOver } from "../model.ts";
import { heldSlip, slipStore } from "../store.ts";
import { t } from "../text.ts";
import { SlipBody } from "./SlipBody.tsx";
import { titleOf } from "./words.ts";
import "./slips.css";

/** A slip in the talk: gone on with where it stands. */
export default function SlipCard({ id, tab }: CardProps) {
  const slip = useStore(slipStore, () => heldSlip(id));
  const gone = useStore(slipStore, (held) => held.gone.has(id));
  const [error, setError] = useState<unknown>(null);
  useEffect(() => watch(id, setError), [id]);
  if (gone) return <p className="slip-gone">{t.gone}</p>;
  if (!slip) {
    const again = () => {
      setError(null);
      load(id).catch(setError);
    };
    return error ? <Failed error={error} retry={again} /> : <div className="slip-card" aria-busy />;
  }
  return (
    <section className="slip-card" data-over={isOver(slip) ? true : undefined} aria-label={`${t[slip.kind]}: ${titleOf(slip)}`}>
      <SlipBody slip={slip} tab={tab} />
    </section>
  );
}
