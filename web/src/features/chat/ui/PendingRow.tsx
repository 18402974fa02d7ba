import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Avatar } from "../../../design/Avatar.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { lineStore, type Line } from "../../../platform/live.ts";
import { announce } from "../../../platform/announce.ts";
import type { Entry } from "../../../platform/outbox.ts";
import { codeText } from "../../../platform/problems.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { takeBack, throwAway } from "../actions.ts";
import { Attached } from "./files/Attached.tsx";
import { Markup } from "./markup/Markup.tsx";
import { outbox, type Outgoing } from "../store.ts";
import { t as guard } from "../text.guard.ts";
import { t } from "../text.ts";

// Where the line is gone and this was never here, names will do.
const Queued = lazy(() => withWords(import("./files/Queued.tsx")).catch(() => ({ default: Attached })));

/** Where an entry stands, in words that promise no more than is true. */
function statusText(entry: Entry<Outgoing>, line: Line): string {
  // Of files, each says why beside its name.
  if (entry.state === "refused") return `${t.refused} ${entry.code?.startsWith("chat.personal_number") ? guard.notSent : entry.code?.startsWith("files.") ? "" : codeText(entry.code)}`;
  if (entry.heldUntil !== undefined) return t.held;
  if (line === "live" && entry.tries === 0) return t.sending;
  if (entry.disk === "saving") return t.keeping;
  return entry.disk === "kept" ? t.waiting : t.waitingHere;
}

/** Seconds until a moment, counted down. */
function Left({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return <b aria-hidden="true">{t.heldFor(Math.max(0, Math.ceil((until - now) / 1000)))}</b>;
}

/** A message that the server has not acknowledged: kept on this machine until it has. */
export function PendingRow({ entry }: { entry: Entry<Outgoing> }) {
  const me = useMe();
  const line = useStore(lineStore, (state) => state);
  const refused = entry.state === "refused";
  const status = statusText(entry, line);
  const told = useRef(status);
  useEffect(() => {
    // Only what changes before somebody's eyes is news; a row that comes into view says nothing.
    if (status !== told.current && status !== t.sending && status !== t.keeping) announce(status);
    told.current = status;
  }, [status]);
  return (
    <article className="message pending" data-refused={refused || undefined} aria-label={status}>
      <div className="message-gutter">
        <Avatar person={me.person} size={38} />
      </div>
      <div className="message-main">
        {entry.content.body !== "" && <Markup body={entry.content.body} />}
        {entry.content.files && (
          <Suspense fallback={<Attached files={entry.content.files} />}>
            <Queued files={entry.content.files} />
          </Suspense>
        )}
        <p className="message-foot pending-foot">
          <Icon name={refused ? "help" : "clock"} size={16} />
          <span>{status}</span>
          {entry.heldUntil !== undefined && <Left until={entry.heldUntil} />}
          {entry.heldUntil !== undefined && (
            <button type="button" className="link-button" onClick={() => outbox.hurry(entry.id)}>
              {t.sendNow}
            </button>
          )}
          {(refused || (entry.tries > 0 && line === "live")) && (
            <button type="button" className="link-button" onClick={() => (refused ? outbox.retry(entry.id) : outbox.hurry(entry.id))}>
              {t.sendAgain}
            </button>
          )}
          <button type="button" className="link-button" onClick={() => takeBack(entry.id)}>
            {t.edit}
          </button>
          <button type="button" className="link-button" onClick={() => throwAway(entry.id)}>
            {t.cancelSending}
          </button>
        </p>
      </div>
    </article>
  );
}
