import { useState } from "react";
import { createPortal } from "react-dom";
import { dayOf, dayText } from "../../platform/dates.ts";
import { address } from "../../platform/place.ts";
import { useMe } from "../../platform/session.ts";
import { usePrinting } from "../usePrinting.ts";
import { t } from "./text.ts";
import "./letters.css";

/** With what somebody signs in for the first time. */
export interface Letter {
  name: string;
  /** Unit and title, as far as there are any. */
  post: string;
  login: string;
  password: string;
}

/** A letter for each, on a sheet of A4 of its own: beside the page, which paper does not show. Opens the browser's printing. */
export function Letters({ letters, onDone }: { letters: readonly Letter[]; onDone: () => void }) {
  const me = useMe();
  const [today] = useState(() => dayText(dayOf(Date.now()), false));
  usePrinting(onDone);
  return createPortal(
    <div className="letters">
      {letters.map(({ name, post, login, password }) => (
        <article key={login}>
          <p className="letter-day">{today}</p>
          <p>{post}</p>
          <p className="letter-to">{t.to(name)}</p>
          <p className="letter-from">{me.organisation.name}</p>
          <h1>{t.subject}</h1>
          <p>{t.begin(me.organisation.name)}</p>
          <dl>
            <dt>{t.address}</dt>
            <dd>{location.origin + address("/")}</dd>
            <dt>{t.login}</dt>
            <dd>{login}</dd>
            <dt>{t.initialPassword}</dt>
            <dd>{password}</dd>
          </dl>
          <ol>
            <li>{t.step1}</li>
            <li>{t.step2}</li>
            <li>{t.step3}</li>
          </ol>
          <p>{t.care}</p>
        </article>
      ))}
    </div>,
    document.body,
  );
}
