import { Avatar } from "../../../design/Avatar.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { useStore } from "../../../platform/store.ts";
import { lineStore } from "../../../platform/live.ts";
import type { Entry } from "../../../platform/outbox.ts";
import { codeText } from "../../../platform/problems.ts";
import { useMe } from "../../../platform/session.ts";
import { keepDraft } from "../actions.ts";
import { Markup } from "./markup/Markup.tsx";
import { outbox, type Outgoing } from "../store.ts";
import { t } from "../text.ts";

/** A message that the server has not acknowledged: kept on this machine until it has. */
export function PendingRow({ entry }: { entry: Entry<Outgoing> }) {
  const me = useMe();
  const line = useStore(lineStore, (state) => state);
  const refused = entry.state === "refused";
  const edit = () => {
    const taken = outbox.cancel(entry.id);
    if (taken) keepDraft({ room: taken.content.room_id, thread: taken.content.thread }, taken.content.body, taken.content.reply_to);
  };
  return (
    <article className="message pending" data-refused={refused || undefined} aria-label={t.waiting}>
      <div className="message-gutter">
        <Avatar person={me.person} size={38} />
      </div>
      <div className="message-main">
        <Markup body={entry.content.body} />
        <p className="message-foot pending-foot">
          <Icon name={refused ? "help" : "clock"} size={16} />
          <span>{refused ? `${t.refused} ${codeText(entry.code)}` : line === "live" ? t.sending : t.waiting}</span>
          {refused && (
            <button type="button" className="link-button" onClick={() => outbox.retry(entry.id)}>
              {t.sendAgain}
            </button>
          )}
          <button type="button" className="link-button" onClick={edit}>
            {t.edit}
          </button>
          <button type="button" className="link-button" onClick={() => outbox.cancel(entry.id)}>
            {t.cancelSending}
          </button>
        </p>
      </div>
    </article>
  );
}
