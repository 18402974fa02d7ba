import { useEffect, useRef } from "react";
import { Avatar } from "../../../design/Avatar.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { lineStore, type Line } from "../../../platform/live.ts";
import { announce } from "../../../platform/announce.ts";
import type { Entry } from "../../../platform/outbox.ts";
import { codeText } from "../../../platform/problems.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { takeBack, throwAway } from "../actions.ts";
import { Attached } from "./files/Attached.tsx";
import { Markup } from "./markup/Markup.tsx";
import { outbox, type Outgoing } from "../store.ts";
import { t as guard } from "../text.guard.ts";
import { t } from "../text.ts";

/** Where an entry stands, in words that promise no more than is true. */
function statusText(entry: Entry<Outgoing>, line: Line): string {
  if (entry.state === "refused") return `${t.refused} ${entry.code?.startsWith("chat.personal_number") ? guard.notSent : codeText(entry.code)}`;
  if (line === "live" && entry.tries === 0) return t.sending;
  if (entry.disk === "saving") return t.keeping;
  return entry.disk === "kept" ? t.waiting : t.waitingHere;
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
        {entry.content.files && <Attached files={entry.content.files} />}
        <p className="message-foot pending-foot">
          <Icon name={refused ? "help" : "clock"} size={16} />
          <span>{status}</span>
          {refused && (
            <button type="button" className="link-button" onClick={() => outbox.retry(entry.id)}>
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
