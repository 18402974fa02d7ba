import { useEffect, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { postText } from "../../../design/people/PersonRow.tsx";
import { momentText } from "../../../platform/dates.ts";
import { tell } from "../../../platform/refusals.ts";
import { toast } from "../../../platform/toast.ts";
import { askSoon } from "../actions.ts";
import * as api from "../api.ts";
import { isOverdue, type Mine, type Received } from "../model.ts";
import { hear } from "../store.ts";
import { t } from "../text.ts";
import type { Draw } from "./BroadcastPage.tsx";
import { FileList } from "./FileList.tsx";
import { OwnReplies } from "./Replies.tsx";
import { senderText } from "./words.ts";

/** A broadcast as one who received it: its words, and the word that they were read. */
export function ReceivedView({ received, draw }: { received: Received; draw: Draw }) {
  const { id, sender, sent_at, must_read, confirm_by, ends_at, withdrawn, body, files, replies, total } = received;
  const [mine, setMine] = useState<Mine>(received.mine);
  const [busy, setBusy] = useState(false);
  useEffect(() => setMine(received.mine), [received.mine]);
  const unread = !mine.read_at && typeof body === "string";
  useEffect(() => {
    if (!unread) return;
    // What is on screen is read; in a window that nobody sees it is not on screen.
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      void api
        .read(id)
        .then((now) => {
          setMine(now);
          hear(id);
          askSoon();
        })
        .catch(() => undefined);
    };
    document.addEventListener("visibilitychange", look);
    look();
    return () => document.removeEventListener("visibilitychange", look);
  }, [unread, id]);
  const confirm = async () => {
    setBusy(true);
    try {
      setMine(await api.confirm(id));
      toast(t.confirmedNow);
      hear(id);
      askSoon();
    } catch (error) {
      void tell(error);
    }
    setBusy(false);
  };
  const late = isOverdue({ must_read, confirm_by, mine }, Date.now());
  return (
    <>
      <p className="broadcast-facts">
        <span>
          {senderText(sender)} <small>{postText(sender.person)}</small>
        </span>
        <span>{t.sentAt(momentText(sent_at))}</span>
        <span>{t.toHowMany(total)}</span>
        {ends_at && <span>{Date.parse(ends_at) <= Date.now() ? t.ended(momentText(ends_at)) : t.endsOn(momentText(ends_at))}</span>}
      </p>
      {withdrawn && (
        <div className="broadcast-withdrawn">
          <p>{t.withdrawnAt(momentText(withdrawn.at))}</p>
          <p>{t.why(withdrawn.why)}</p>
        </div>
      )}
      {typeof body === "string" && <div className="broadcast-body">{draw(body)}</div>}
      <FileList broadcast={id} files={files} />
      {must_read && !withdrawn && (
        <div className="broadcast-confirm" role="status">
          {mine.confirmed_at ? (
            <p className="broadcast-confirmed">
              <Icon name="check" size={18} />
              {t.confirmed(momentText(mine.confirmed_at))}
            </p>
          ) : (
            <>
              <button type="button" className="button primary" disabled={busy} onClick={() => void confirm()}>
                <Icon name="check" size={18} />
                {t.confirm}
              </button>
              <p className="hint">{t.confirmHint}</p>
              {confirm_by && (
                <p className="tag urgent" data-overdue={late || undefined}>
                  {late ? t.overdue : t.confirmBy(momentText(confirm_by))}
                </p>
              )}
            </>
          )}
        </div>
      )}
      {!withdrawn && (replies === "sender" ? <OwnReplies id={id} /> : <p className="hint">{t.replyClosed}</p>)}
    </>
  );
}
