import { useState, type FormEvent, type ReactNode } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { TextArea } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.inspections.ts";
import { inspectionNewsStore } from "../../store.ts";
import { t } from "../../text.inspections.ts";
import { kindText } from "../titles.ts";
import { StateTag } from "./StateTag.tsx";
import { daysText, decisionText, inspectionField, inspectionProblem, roomName } from "./words.ts";
import "./inspections.css";

const LIST = "/admin/inspections";

/** One request to read a room: what is asked, what became of it, and what I may do about it. */
export default function InspectionPage({ id }: { id: Id }) {
  const me = useMe();
  const title = useArrival();
  const news = useStore(inspectionNewsStore, (count) => count);
  const loaded = useLoad(`inspection ${id} ${news}`, () => api.inspection(id));
  const { value: inspection, error, reload, replace } = loaded;
  if (error && !inspection) return <Failed error={error} retry={reload} />;
  if (!inspection) return <Loading />;
  const administers = me.rights === "administrator";
  const mine = inspection.asked_by.id === me.person.id;
  const { state } = inspection;
  return (
    <section className="admin-page" aria-labelledby="inspection-title">
      <header className="inspection-head">
        <Link className="inspection-back" href={LIST}>
          <Icon name="back" size={16} />
          {t.back}
        </Link>
        <h1 id="inspection-title" ref={title} tabIndex={-1}>
          {roomName(inspection)} <StateTag state={state} />
        </h1>
      </header>
      <Facts inspection={inspection} />
      {mine && state === "waiting" && <p className="hint inspection-width">{t.ownWaits}</p>}
      {administers && !mine && (state === "waiting" || state === "granted") && <Preview key={state} id={id} />}
      {administers && !mine && state === "waiting" && <Decide inspection={inspection} onDone={replace} />}
      <div className="form-actions">
        {mine && state === "granted" && (
          <Link className="button primary" href={`${LIST}/${id}/messages`}>
            {t.read}
          </Link>
        )}
        {mine && state === "waiting" && <Stop inspection={inspection} verb="withdraw" onDone={replace} onFailed={reload} />}
        {administers && state === "granted" && (mine || inspection.decided_by?.id === me.person.id) && <Stop inspection={inspection} verb="end" onDone={replace} onFailed={reload} />}
      </div>
    </section>
  );
}

function Facts({ inspection }: { inspection: api.Inspection }) {
  const { state, decided_at: decided, opened_at: opened, ended_at: ended, ended_by: ender } = inspection;
  const read = state === "granted" || state === "ended";
  const facts: ([string, ReactNode] | false)[] = [
    [t.room, `${roomName(inspection)}(${kindText(inspection.room.kind)})`],
    [t.who, <PersonRow key="who" person={inspection.asked_by} watch={false} />],
    [t.purpose, <span key="purpose" className="inspection-own-words">{inspection.purpose}</span>],
    [t.span, daysText(inspection)],
    [t.howLong, t.hourCount(inspection.hours)],
    [t.when, momentText(inspection.asked_at)],
    state === "waiting" && [t.lapses, momentText(inspection.due_at)],
    decided !== null && decided !== undefined && [t.decided, decisionText(inspection)],
    Boolean(inspection.reason) && [t.reasonGiven, <span key="reason" className="inspection-own-words">{inspection.reason}</span>],
    read && [t.endsAt, momentText(inspection.due_at)],
    read && [t.opened, opened ? momentText(opened) : t.notOpened],
    Boolean(ended && ender) && [t.ended, state === "withdrawn" ? t.withdrawnBy(momentText(ended ?? "")) : t.endedBy(ender?.name ?? "", momentText(ended ?? ""))],
  ];
  return (
    <dl className="inspection-facts">
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** What would be seen, for whoever decides. */
function Preview({ id }: { id: Id }) {
  const { value, error, reload } = useLoad(`preview ${id}`, () => api.preview(id));
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Loading />;
  const unnamed = value.member_count - value.members.length;
  return (
    <section className="inspection-box" aria-labelledby="inspection-preview">
      <h2 id="inspection-preview">{t.preview}</h2>
      <p>
        {t.previewMessages(value.messages)}
        {value.first_at && value.last_at && <small> {t.previewSpan(momentText(value.first_at), momentText(value.last_at))}</small>}
      </p>
      <h3>{t.previewMembers(value.member_count)}</h3>
      <ul className="people-list">
        {value.members.map((person) => (
          <li key={person.id}>
            <PersonRow person={person} watch={false} />
          </li>
        ))}
      </ul>
      {unnamed > 0 && <p>{t.previewOthers(unnamed)}</p>}
    </section>
  );
}

interface DoneProps {
  inspection: api.Inspection;
  onDone: (changed: api.Inspection) => void;
}

function Decide({ inspection, onDone }: DoneProps) {
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const decide = async (verb: "grant" | "refuse") => {
    if (busy || reason.trim() === "") return;
    setBusy(true);
    setError(null);
    try {
      const changed = await api.decide(inspection.id, verb, reason.trim());
      toast(verb === "grant" ? t.grantedNow : t.refusedNow);
      onDone(changed);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  // Neither is the one that an Enter stands for: it is a decision.
  const submit = (event: FormEvent) => event.preventDefault();
  return (
    <section className="inspection-box" aria-labelledby="inspection-decide">
      <h2 id="inspection-decide">{t.decide}</h2>
      <p className="hint">{t.decideHint}</p>
      <form className="form" onSubmit={submit}>
        <TextArea label={t.reason} hint={t.reasonHint} required rows={3} maxLength={500} value={reason} error={inspectionField(error, "reason")} onChange={(event) => setReason(event.target.value)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {inspectionProblem(error)}
          </p>
        )}
        <div className="form-actions">
          <button type="button" className="button primary" disabled={reason.trim() === ""} onClick={() => void decide("grant")}>
            {t.grant}
          </button>
          <button type="button" className="button" disabled={reason.trim() === ""} onClick={() => void decide("refuse")}>
            {t.refuse}
          </button>
        </div>
      </form>
    </section>
  );
}

function Stop({ inspection, verb, onDone, onFailed }: DoneProps & { verb: "withdraw" | "end"; onFailed: () => void }) {
  const [asking, setAsking] = useState(false);
  const withdraws = verb === "withdraw";
  const label = withdraws ? t.withdraw : t.end;
  const stop = async () => {
    try {
      onDone(await api.stop(inspection.id, verb));
      toast(withdraws ? t.withdrawn : t.endedNow);
    } catch (problem) {
      toast(inspectionProblem(problem), "error");
      onFailed();
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {label}
      </button>
      {asking && <Confirm title={label} text={withdraws ? t.withdrawAsk : t.endAsk} confirm={label} danger={withdraws} onConfirm={() => void stop()} onClose={() => setAsking(false)} />}
    </>
  );
}
