import { lazy, Suspense, useEffect, useState } from "react";
import { Icon } from "../../design/Icon.tsx";
import { Menu, type MenuItem } from "../../design/Menu.tsx";
import { anchorOf, type Anchor } from "../../design/Popover.tsx";
import { layoutStore } from "../../platform/layout.ts";
import { code } from "../../platform/place.ts";
import { shortName } from "../../platform/marks.ts";
import { elsewhere, isAt, placesStore, type Place } from "../../platform/places.ts";
import { navigate, usePath } from "../../platform/router.ts";
import { useStore } from "../../platform/store.ts";
import { withWords } from "../../platform/texts.ts";
import { besideStore, showBeside } from "./beside.ts";
import { badgeKey, useBadges, type Badges } from "./badges.ts";
import { t } from "./text.ts";
import { homeOf, leaveFor, onPlaceKey, visit } from "./visit.ts";
import "./places.css";

const Chooser = lazy(() => withWords(import("../../features/identity/ui/organisations/Chooser.tsx")));

// As in places.css.
const TWO_FIT = "(min-width: 1100px)";

function useTwoFit(): boolean {
  const [fit, setFit] = useState(() => matchMedia(TWO_FIT).matches);
  useEffect(() => {
    const query = matchMedia(TWO_FIT);
    const look = () => setFit(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return fit;
}

/** The organisations in which this browser is signed in, and the way from one to another. */
export function Switcher() {
  const places = useStore(placesStore, (all) => all);
  const badges = useBadges(places);
  const twoFit = useTwoFit();
  const path = usePath();
  const onPhone = useStore(layoutStore, (layout) => layout === "phone");
  const [choosing, setChoosing] = useState(false);
  useEffect(() => {
    document.addEventListener("keydown", onPlaceKey);
    return () => document.removeEventListener("keydown", onPlaceKey);
  }, []);
  const withBeside = useStore(besideStore, (beside) => beside !== null);
  if (!withBeside && !elsewhere(places)) return null;
  const names = places.map((place) => place.name);
  return (
    <nav className="places" aria-label={t.places} data-inside={onPhone && path.startsWith("/rooms/") ? true : undefined}>
      <ul>
        {places.map((place, index) => (
          <Tile key={badgeKey(place.code)} place={place} short={shortName(place.name, names)} keys={index < 9 ? `Alt+${index + 1}` : null} badges={badges} twoFit={twoFit} />
        ))}
        <li>
          <button type="button" className="place-add" aria-label={t.add} title={t.add} onClick={() => setChoosing(true)}>
            <Icon name="plus" size={22} />
          </button>
        </li>
      </ul>
      <Suspense>{choosing && <Chooser onClose={() => setChoosing(false)} />}</Suspense>
    </nav>
  );
}

interface TileProps {
  place: Place;
  short: string;
  keys: string | null;
  badges: Badges;
  twoFit: boolean;
}

function Tile({ place, short, keys, badges, twoFit }: TileProps) {
  const current = isAt(place, code);
  const isBeside = useStore(besideStore, (beside) => isAt(beside, place.code));
  const [menu, setMenu] = useState<Anchor | null>(null);
  const { unread = 0, mentions = 0 } = (current || isBeside ? undefined : badges[badgeKey(place.code)]) ?? {};
  const toggle = () => showBeside(isBeside ? null : place);
  const items: MenuItem[] = [
    { label: t.open, icon: "right", shortcut: keys ?? undefined, run: () => visit(place) },
    { label: t.openTab, icon: "plus", run: () => void window.open(homeOf(place), "_blank", "noopener") },
  ];
  if (twoFit) items.push({ label: isBeside ? t.besideEnd : t.showBeside, icon: "columns", run: toggle });
  return (
    <li>
      <a
        className="place-tile"
        data-place={place.colour}
        href={homeOf(place)}
        aria-current={current ? "true" : undefined}
        aria-keyshortcuts={keys ?? undefined}
        title={keys ? t.shortcut(place.name, keys) : place.name}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          if (!current) return leaveFor(place);
          event.preventDefault();
          navigate("/");
        }}
        onContextMenu={(event) => {
          if (current) return;
          event.preventDefault();
          setMenu(anchorOf(event.currentTarget));
        }}
      >
        <span aria-hidden="true">{short}</span>
        <span className="visually-hidden">{place.name}</span>
        {unread > 0 && (
          <b className={mentions > 0 ? "badge mention" : "badge"}>
            <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
            <span className="visually-hidden">
              {t.unread(unread)} {mentions > 0 && t.mentions(mentions)}
            </span>
          </b>
        )}
      </a>
      {!current && twoFit && (
        <button type="button" className="place-beside" aria-pressed={isBeside} aria-label={t.besideOf(place.name)} title={isBeside ? t.besideEnd : t.showBeside} onClick={toggle}>
          <Icon name="columns" size={18} />
        </button>
      )}
      {menu && <Menu anchor={menu} label={t.menuOf(place.name)} items={items} onClose={() => setMenu(null)} />}
    </li>
  );
}
