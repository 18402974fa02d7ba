import { Icon } from "../../design/Icon.tsx";
import { codeOf } from "../../platform/place.ts";
import { isAt, placesStore, type Place } from "../../platform/places.ts";
import { useStore } from "../../platform/store.ts";
import { besideStore, showBeside } from "./beside.ts";
import { t } from "./text.ts";
import { homeOf, leaveFor, onPlaceKey } from "./visit.ts";

/** The path of a page beside; null for the browser's own, which says that there is no network. */
function pathOf(page: Window): string | null {
  try {
    return page.location.pathname;
  } catch {
    return null;
  }
}

/** Another organisation's client, in the right half of the window; nothing when none is wanted there. */
export function Beside() {
  const place = useStore(besideStore, (beside) => beside);
  return place && <Half place={place} />;
}

function Half({ place: kept }: { place: Place }) {
  // It may have another name or colour since.
  const place = useStore(placesStore, (places) => places.find((other) => isAt(other, kept.code)) ?? kept);
  const arrived = ({ currentTarget: { contentWindow: page } }: { currentTarget: HTMLIFrameElement }) => {
    const path = page && pathOf(page);
    if (!path) return;
    // Nothing else may ever be shown under this name.
    if (isAt(place, codeOf(path))) page.addEventListener("keydown", onPlaceKey);
    else showBeside(null);
  };
  return (
    <section className="beside" data-place={place.colour} aria-label={t.beside(place.name)}>
      <header className="place-band">
        <b title={place.name}>{place.name}</b>
        <a className="band-button" href={homeOf(place)} aria-label={t.exchange} title={t.exchange} onClick={() => leaveFor(place)}>
          <Icon name="move" />
        </a>
        <button type="button" className="band-button" aria-label={t.besideEnd} title={t.besideEnd} onClick={() => showBeside(null)}>
          <Icon name="close" />
        </button>
      </header>
      <iframe className="beside-page" key={place.code ?? ""} src={homeOf(place)} title={place.name} onLoad={arrived} />
    </section>
  );
}
