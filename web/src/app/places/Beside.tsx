import { Icon } from "../../design/Icon.tsx";
import { showBeside, type Place } from "../../platform/places.ts";
import { t } from "./text.ts";
import { homeOf, leaveFor, onPlaceKey } from "./visit.ts";

/** Another organisation's client, in the right half of the window. */
export function Beside({ place }: { place: Place }) {
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
      <iframe className="beside-page" key={place.code} src={homeOf(place)} title={place.name} onLoad={(event) => event.currentTarget.contentWindow?.addEventListener("keydown", onPlaceKey)} />
    </section>
  );
}
