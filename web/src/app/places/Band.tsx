import { useEffect } from "react";
import { drawIcons } from "../../platform/notifications.ts";
import { shortName } from "../../platform/marks.ts";
import { placesStore, type Place } from "../../platform/places.ts";
import { useStore } from "../../platform/store.ts";
import { iconOf } from "./icon.ts";
import { t } from "./text.ts";
import "./places.css";

/** Which organisation this is, in words and in its colour, over everything; the tab's icon says so too. */
export function Band({ organisation: { code, name, colour } }: { organisation: Place }) {
  const places = useStore(placesStore, (all) => all);
  const short = shortName(name, places.map((place) => place.name));
  useEffect(() => {
    const deep = getComputedStyle(document.documentElement).getPropertyValue("--deep");
    drawIcons(iconOf(deep.trim(), short));
  }, [code, colour, short]);
  return (
    <header className="place-band" aria-label={t.places}>
      <b title={name}>{name}</b>
    </header>
  );
}
