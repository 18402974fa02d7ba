import { useEffect, useRef, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { dayOf } from "../../../platform/dates.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { countStore } from "../store.ts";
import { t } from "../text.band.ts";
import { keep, kept, known } from "./band.ts";
import "./band.css";

// A city that starts in the morning does not ask in the same moment.
const SOONEST_MS = 5000;
const SPREAD_MS = 55_000;

/** Says calmly that something waits to be handed in or taken over. Asked once a day on a device, and when it is heard of one. */
export default function HandoversBand() {
  const me = useMe();
  const person = me.person.id;
  const day = dayOf(Date.now());
  const [now, setNow] = useState(() => kept(person, day));
  const news = useStore(countStore, (count) => count);
  const heard = useRef(news);
  const asked = now !== null;
  useEffect(() => {
    const isNews = news !== heard.current;
    heard.current = news;
    if (asked && !isNews) return;
    let wanted = true;
    const ask = async () => {
      try {
        const found = known(await api.own(), dayOf(Date.now()));
        if (!wanted) return;
        keep(person, found);
        setNow(found);
      } catch {
        // It is no matter of this moment: the next start asks again.
      }
    };
    const timer = setTimeout(() => void ask(), isNews ? 0 : SOONEST_MS + Math.random() * SPREAD_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [news, asked, person]);
  if (!now || now.closed || !(now.toWrite || now.toTake)) return null;
  const close = () => {
    const closed = { ...now, closed: true };
    keep(person, closed);
    setNow(closed);
  };
  return (
    <p className="handovers-band">
      <Icon name="move" size={16} />
      <span>{[now.toWrite ? t.toWrite : "", now.toTake ? t.toTake : ""].join(" ")}</span>
      <Link className="button small" href="/settings/handovers">
        {t.open}
      </Link>
      <button type="button" className="icon-button" aria-label={t.close} onClick={close}>
        <Icon name="close" size={16} />
      </button>
    </p>
  );
}
