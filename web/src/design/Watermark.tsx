import { useState } from "react";
import { momentText } from "../platform/dates.ts";
import { useMe } from "../platform/session.ts";
import "./watermark.css";

const MARKS = 60;

/** 透かし: whose screen this is, and since when, over all that is shown. A photo of it says so. */
export function Watermark() {
  const { person } = useMe();
  const [since] = useState(() => momentText(new Date()));
  const words = `${person.name} ${since}`;
  return (
    <div className="watermark" aria-hidden="true">
      {Array.from({ length: MARKS }, (_, place) => (
        // Drawn and not written: nobody is to read it, it only has to be seen.
        <span key={place} data-words={words} />
      ))}
    </div>
  );
}
