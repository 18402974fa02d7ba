import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { Mark } from "../../../../design/Mark.tsx";
import { useLoad } from "../../../../platform/load.ts";
import { code, placeTarget, prefixOf } from "../../../../platform/place.ts";
import { askListed } from "../../../../platform/listed.ts";
import { isAt, lastPlace, placesStore, type Place } from "../../../../platform/places.ts";
import { useStore } from "../../../../platform/store.ts";
import { t } from "../../text.organisations.ts";
import { choicesOf } from "./choices.ts";
import "./organisations.css";

const MANY = 8;

/** Where else one may sign in, and where one is. */
export default function Chooser({ onClose }: { onClose: () => void }) {
  const places = useStore(placesStore, (all) => all);
  const list = useLoad("listed organisations", askListed);
  const [text, setText] = useState("");
  const all = choicesOf(list.value ?? [], places, "");
  const choices = choicesOf(list.value ?? [], places, text);
  const last = lastPlace();
  const stateOf = (place: Place) => {
    if (isAt(place, code)) return t.here;
    if (places.some((other) => isAt(other, place.code))) return t.signedIn;
    return isAt(last, place.code) ? t.lastUsed : null;
  };
  return (
    <Dialog title={t.elsewhere} onClose={onClose}>
      <p className="hint">{t.chooserHint}</p>
      {all.length > MANY && <input className="input choice-search" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />}
      <ListState loading={list.loading} error={list.error} empty={choices.length === 0} retry={list.reload}>
        <p role="status">{text === "" ? t.noOthers : t.noneFound}</p>
      </ListState>
      <ul className="choices" aria-label={t.elsewhere}>
        {choices.map((place) => (
          <li key={place.code ?? ""}>
            <a className="choice-link" href={`${prefixOf(place.code ?? null)}/`} target={placeTarget} aria-current={isAt(place, code) ? "true" : undefined}>
              <Mark organisation={place} among={all} />
              <b>{place.name}</b>
              {stateOf(place) && <span className="tag">{stateOf(place)}</span>}
            </a>
          </li>
        ))}
      </ul>
      <p className="hint">{t.unlistedHint}</p>
    </Dialog>
  );
}
