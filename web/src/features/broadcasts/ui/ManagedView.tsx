import { useEffect, useState, type FormEvent } from "react";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { momentText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { tell } from "../../../platform/refusals.ts";
import { Link, navigate } from "../../../platform/router.ts";
import { toast } from "../../../platform/toast.ts";
import { askSummary } from "../actions.ts";
import * as api from "../api.ts";
import { waitingOf, type Broadcast } from "../model.ts";
import { editorOf, hear, receiptsOf } from "../store.ts";
import { t } from "../text.ts";
import type { Draw } from "./BroadcastPage.tsx";
import { CountsBar } from "./CountsBar.tsx";
import { FileList } from "./FileList.tsx";
import { Conversations } from "./Replies.tsx";
import { StateTag } from "./StateTag.tsx";
import { audienceText, senderText, useNames } from "./words.ts";

// While it goes out, and while people read it, whoever looks asks again.
const SENDING_MS = 1000;
const READING_MS = 15_000;
// Later it is read seldom enough to be asked for by opening it.
const WATCHED_MS = 3_600_000;

interface Props {
  broadcast: Broadcast;
  draw: Draw;
  /** Its words are not on screen already. */
  withWords: boolean;
  reload: () => void;
}

/** How it stands with a broadcast, in a sentence. */
function standing({ state, send_at, done, total }: Broadcast): string {
  if (state === "waiting") return t.waitsForConsent;
  if (state === "planned") return send_at && Date.parse(send_at) - Date.now() > 15_000 ? t.plannedFor(momentText(send_at)) : t.holding;
  return state === "sending" ? t.sendingNow(done, total) : "";
}

/** A broadcast for those who answer for it, oversee it or may consent to it. */
export function ManagedView({ broadcast, draw, withWords, reload }: Props) {
  const { id, state, tick, may, sender, body, files, audience, must_read, trouble, refused_why, withdrawn, consented_by, consented_at, left_out, ends_at, remind_at, reminders, reminded_at, sent_at, total } = broadcast;
  const [over, setOver] = useState<"cancel" | "consent" | "refuse" | "withdraw" | "remind" | null>(null);
  const names = useNames(audience);
  const out = state === "sent" || state === "withdrawn";
  const counts = useLoad(`broadcast ${id} counts ${out}`, async () => (out ? api.counts(id) : null));
  const [reloadCounts, moves] = [counts.reload, state === "planned" || state === "sending"];
  useEffect(() => {
    const fresh = state === "sent" && sent_at && Date.now() - Date.parse(sent_at) < WATCHED_MS;
    if (!moves && !fresh) return;
    const timer = setInterval(() => !document.hidden && (moves ? reload() : reloadCounts()), moves ? SENDING_MS : READING_MS);
    return () => clearInterval(timer);
  }, [moves, state, sent_at, reload, reloadCounts]);
  const act = async (work: () => Promise<unknown>, done: string) => {
    setOver(null);
    try {
      await work();
      toast(done);
    } catch (error) {
      void tell(error);
    }
    hear(id);
    void askSummary();
    reload();
  };
  /** Whoever decided has nothing more to do with it, and may not know of it any more. */
  const decide = async (work: () => Promise<unknown>, done: string) => {
    setOver(null);
    try {
      await work();
      toast(done);
      hear(id);
      navigate("/broadcasts");
    } catch (error) {
      void tell(error);
      reload();
    }
    void askSummary();
  };
  const remind = async () => {
    setOver(null);
    try {
      toast(t.reminded((await api.remind(id)).people));
    } catch (error) {
      void tell(error);
    }
    reload();
  };
  const waiting = counts.value ? waitingOf(counts.value) : 0;
  return (
    <section className="broadcast-section" aria-label={t.receipts}>
      <p className="broadcast-facts">
        <StateTag state={state} />
        <span>{senderText(sender)}</span>
        {sent_at && <span>{momentText(sent_at)}</span>}
        {total > 0 && <span>{t.toHowMany(total)}</span>}
      </p>
      <p className="broadcast-audience">
        <b>{t.audience}</b> {audienceText(audience, names)}
      </p>
      {left_out.beyond > 0 && <p className="hint">{t.beyond(left_out.beyond)}</p>}
      {left_out.barred > 0 && <p className="hint">{t.barred(left_out.barred)}</p>}
      <div role="status">
        {standing(broadcast) && <p>{standing(broadcast)}</p>}
        {state === "sending" && <progress value={broadcast.done} max={Math.max(total, broadcast.done, 1)} aria-label={t.state(state)} />}
      </div>
      {trouble && (
        <div className="broadcast-withdrawn">
          <p>{t.trouble(trouble)}</p>
          {refused_why && <p>{t.why(refused_why)}</p>}
        </div>
      )}
      {withdrawn && (
        <div className="broadcast-withdrawn">
          <p>{t.withdrawnAt(momentText(withdrawn.at))}</p>
          <p>{t.why(withdrawn.why)}</p>
        </div>
      )}
      {consented_by && consented_at && <p className="hint">{t.consentedBy(consented_by.name, momentText(consented_at))}</p>}
      {withWords && <div className="broadcast-body">{draw(body)}</div>}
      {withWords && <FileList broadcast={id} files={files} />}
      <div className="broadcast-tools">
        {may.edit && (
          <Link className="button" href={editorOf(id)}>
            <Icon name="edit" size={18} />
            {t.edit}
          </Link>
        )}
        {may.cancel && (
          <button type="button" className="button" onClick={() => void act(() => api.cancel(id), t.cancelled)}>
            {t.cancel}
          </button>
        )}
        {may.decide && (
          <>
            <button type="button" className="button primary" onClick={() => setOver("consent")}>
              {t.consent}
            </button>
            <button type="button" className="button" onClick={() => setOver("refuse")}>
              {t.refuse}
            </button>
          </>
        )}
        {may.remind && waiting > 0 && (
          <button type="button" className="button" onClick={() => setOver("remind")}>
            <Icon name="bell" size={18} />
            {t.remind}
          </button>
        )}
        {may.withdraw && (
          <button type="button" className="button danger" onClick={() => setOver("withdraw")}>
            {t.withdraw}
          </button>
        )}
      </div>
      {counts.value && (
        <>
          <CountsBar counts={counts.value} mustRead={must_read} />
          <p className="broadcast-facts">
            <Link className="button" href={receiptsOf(id)}>
              <Icon name="people" size={18} />
              {t.receipts}
            </Link>
            {reminders > 0 && reminded_at && <small>{t.remindedLast(reminders, momentText(reminded_at))}</small>}
            {ends_at && <small>{Date.parse(ends_at) <= Date.now() ? t.ended(momentText(ends_at)) : t.endsOn(momentText(ends_at))}</small>}
            {remind_at && reminders === 0 && Date.parse(remind_at) > Date.now() && <small>{t.remindsAt(momentText(remind_at))}</small>}
          </p>
        </>
      )}
      {may.answer && <Conversations id={id} />}
      {over === "consent" && <Confirm title={t.consent} text={t.consentAsk(total)} confirm={t.consent} onConfirm={() => void decide(() => api.consent(id, tick), t.consented)} onClose={() => setOver(null)} />}
      {over === "remind" && <Confirm title={t.remind} text={t.remindAsk(waiting)} confirm={t.remind} onConfirm={() => void remind()} onClose={() => setOver(null)} />}
      {over === "refuse" && <ReasonDialog title={t.refuse} hint={t.refuseHint} onGiven={(why) => void decide(() => api.refuse(id, why), t.refused)} onClose={() => setOver(null)} />}
      {over === "withdraw" && <ReasonDialog title={t.withdraw} hint={t.withdrawHint} danger onGiven={(why) => void act(() => api.withdraw(id, why), t.withdrawn)} onClose={() => setOver(null)} />}
    </section>
  );
}

/** Asks for a reason before something is done. */
function ReasonDialog({ title, hint, danger = false, onGiven, onClose }: { title: string; hint: string; danger?: boolean; onGiven: (why: string) => void; onClose: () => void }) {
  const [why, setWhy] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onGiven(why);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <TextArea label={t.reason} hint={hint} required rows={3} value={why} onChange={(event) => setWhy(event.target.value)} />
        <div className="form-actions">
          <button type="submit" className={danger ? "button danger" : "button primary"} disabled={why.trim() === ""}>
            {title}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
