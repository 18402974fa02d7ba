import { useEffect, useState } from "react";
import { dayOf, dayText } from "../platform/dates.ts";
import { useMe } from "../platform/session.ts";
import "./watermark.css";

// As many as cover a large screen.
const TIMES = Array.from({ length: 240 }, (_, place) => place);
const MINUTE_MS = 60_000;

/** Who reads, over what they read and print. It is drawn by style alone: nothing of it is read aloud, found, chosen or copied. */
export default function Watermark() {
  const me = useMe();
  const [today, setToday] = useState(() => dayOf(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setToday(dayOf(Date.now())), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const who = me.shared?.operator?.name ?? me.person.name;
  const words = [who, me.person.guest ? me.login : me.person.staff_number, dayText(today, false)].join(" ");
  return (
    <div className="watermark" aria-hidden="true">
      {TIMES.map((place) => (
        <span key={place} data-words={words} />
      ))}
    </div>
  );
}
