import { useEffect, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { code, placeTarget, prefixOf } from "../../../../platform/place.ts";
import { askListed, listedStore } from "../../../../platform/listed.ts";
import { isAt, lastPlace, placesStore } from "../../../../platform/places.ts";
import { useStore } from "../../../../platform/store.ts";
import { t } from "../../text.organisations.ts";
import Chooser from "./Chooser.tsx";
import { choicesOf } from "./choices.ts";
import "./organisations.css";

/** The way from the sign-in to other organisations, where there are some. */
export function Elsewhere() {
  const places = useStore(placesStore, (all) => all);
  const listed = useStore(listedStore, (all) => all);
  const [choosing, setChoosing] = useState(false);
  useEffect(() => {
    // Nothing is missing at the sign-in when this is not known.
    if (!listed) void askListed().catch(() => undefined);
  }, [listed]);
  const others = choicesOf(listed ?? [], places, "").filter((place) => !isAt(place, code));
  if (others.length === 0) return null;
  // It may have another name since.
  const last = others.find((place) => isAt(lastPlace(), place.code));
  return (
    <div className="elsewhere">
      {last && (
        <p>
          {t.lastWas(last.name)} 
          <a href={`${prefixOf(last.code ?? null)}/`} target={placeTarget}>
            {t.openLast(last.name)}
          </a>
        </p>
      )}
      <button type="button" className="button" onClick={() => setChoosing(true)}>
        <Icon name="columns" size={18} />
        {t.elsewhere}
      </button>
      {choosing && <Chooser onClose={() => setChoosing(false)} />}
    </div>
  );
}
