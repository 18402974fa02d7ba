import { useEffect, useRef, useState, type ReactNode } from "react";
import { MomentField } from "../../../design/days/DayField.tsx";
import { Confirm } from "../../../design/Dialog.tsx";
import { fieldError, SelectField, TextArea, TextField } from "../../../design/Field.tsx";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { useHold } from "../../../design/useHold.ts";
import { dayOf } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { tell } from "../../../platform/refusals.ts";
import { navigate } from "../../../platform/router.ts";
import { useMe, type Me } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import { cancelAll, takeCame } from "../actions.files.ts";
import { forget } from "../api.files.ts";
import * as api from "../api.ts";
import { draftOf, emptyDraft, fieldOf, instantOf, isEmpty, stepOf, usualReminder, type Broadcast, type Draft } from "../model.ts";
import type { BroadcastFile } from "../model.files.ts";
import { bringingStore, NOTHING } from "../store.files.ts";
import { editorOf, hear, pageOf, stepStore, tabStore } from "../store.ts";
import { t as f } from "../text.files.ts";
import { t } from "../text.ts";
import { AudienceFields } from "./AudienceFields.tsx";
import { BackLink, type Draw } from "./BroadcastPage.tsx";
import { CheckStep } from "./CheckStep.tsx";
import { ComingFiles, FileFields } from "./FileFields.tsx";
import "./broadcasts.css";

type Step = 0 | 1 | 2;

/** The posts that I hold today, as whose holder I may send where nobody else holds them. */
const heldPosts = ({ person }: Me) => {
  const today = dayOf(Date.now());
  return person.posts.filter(({ title_id, valid_from, valid_to }) => title_id && valid_from <= today && (!valid_to || valid_to >= today));
};

const idsOf = (files: readonly BroadcastFile[]): ReadonlySet<Id> => new Set(files.map(({ id }) => id));

/** Whether one of the files is what was refused. */
const isOfFiles = (error: unknown): boolean => error instanceof Problem && (error.code === "files.not_whole" || error.fields.some(({ field }) => field.startsWith("files")));

/** A broadcast that somebody writes: begun, or gone on with. */
export function Compose({ id, draw }: { id: Id | null; draw: Draw }) {
  const { value, error, reload } = useLoad(`broadcast draft ${id}`, async () => (id ? ((await api.broadcast(id)).managed ?? null) : null));
  if (id && !value) return error ? <Failed error={error} retry={reload} /> : <Loading />;
  // What is on its way is not written any more.
  if (id && value && !value.may.edit) return <Elsewhere id={id} />;
  return <Editor key={id ?? "new"} known={value} draw={draw} />;
}

function Elsewhere({ id }: { id: Id }) {
  useEffect(() => navigate(pageOf(id), { replace: true }), [id]);
  return <Loading />;
}

function Editor({ known, draw }: { known: Broadcast | null; draw: Draw }) {
  const me = useMe();
  const title = useArrival();
  const posts = heldPosts(me);
  const [id] = useState(() => known?.id ?? newId());
  const [draft, setDraft] = useState<Draft>(() => (known ? draftOf(known, posts) : emptyDraft));
  const [tick, setTick] = useState(known?.tick ?? null);
  // Written as the holder of a post that is mine no more, it is to be kept anew, in my own name.
  const [lost, setLost] = useState(Boolean(known?.post_unit_id) && !draft.as_post);
  const [saved, setSaved] = useState(() => (lost ? "" : JSON.stringify(draft)));
  const [step, setStep] = useState<Step>(() => {
    const left = stepStore.get();
    return left && left.id === known?.id ? left.step : 0;
  });
  const [sendAt, setSendAt] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState<"remove" | null>(null);
  const { coming, came } = useStore(bringingStore, (all) => all[id] ?? NOTHING);
  // Those that the draft has on the server: what it names and was not kept yet waits there for it.
  const [attached, setAttached] = useState<ReadonlySet<Id>>(() => idsOf(known?.files ?? []));
  const dirty = JSON.stringify(draft) !== saved;
  const [leave, stay] = useHold((dirty || coming.length > 0) && !busy);
  const heading = useRef<HTMLHeadingElement>(null);
  const put = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  useEffect(() => {
    if (came.length === 0) return;
    setDraft((now) => ({ ...now, files: [...now.files, ...came] }));
    takeCame(id);
  }, [came, id]);
  useEffect(() => () => cancelAll(id), [id]);
  const removeFile = (file: BroadcastFile) => {
    put({ files: draft.files.filter((one) => one.id !== file.id) });
    if (!attached.has(file.id)) forget(file.id);
  };

  /** Says what was refused, at the step at which it is mended. */
  const fail = (failure: unknown) => {
    setError(failure);
    void tell(failure);
    const at = (failure instanceof Problem ? failure.fields : []).map(({ field }) => stepOf(field)).find((found) => found !== null);
    if (at !== undefined && at !== null && at !== step) setStep(at);
  };
  /** Keeps what is written; the version of it that is in hand, or nothing when it was refused. */
  const keep = async (): Promise<number | null> => {
    setBusy(true);
    setError(null);
    try {
      if (tick !== null && !dirty) return tick;
      const kept = tick === null ? await api.create(id, draft) : await api.change(id, tick, draft);
      setTick(kept.tick);
      setSaved(JSON.stringify(draft));
      setAttached(idsOf(kept.files));
      setLost(false);
      hear(id);
      return kept.tick;
    } catch (failure) {
      fail(failure);
      return null;
    } finally {
      setBusy(false);
    }
  };
  const go = async (next: Step) => {
    if (next > step && (await keep()) === null) return;
    setStep(next);
    heading.current?.focus();
    settle(next);
  };
  /** What is kept for the first time has an address of its own from then on: read anew, the page is still this one. */
  const settle = (at: Step) => {
    stepStore.set({ id, step: at });
    // What is on its way comes to this page: it stays where it is until all of it is there.
    const under = bringingStore.get()[id] ?? NOTHING;
    if (under.coming.length + under.came.length > 0) return;
    if (!known && at >= step) navigate(editorOf(id), { replace: true });
  };
  const save = async () => {
    if ((await keep()) === null) return;
    toast(t.saved);
    settle(step);
  };
  const send = async () => {
    const kept = await keep();
    if (kept === null) return;
    setBusy(true);
    try {
      // Of what is on screen: what another window wrote meanwhile is not sent unseen.
      const sent = await api.send(id, kept, sendAt);
      tabStore.set("sent");
      stepStore.set(null);
      hear(id);
      navigate(pageOf(id), { replace: true });
      // A moment in which one thinks again.
      if (sent.state === "planned" && !sendAt) toast(t.holdingToast(sent.total), "done", { label: t.undo, run: () => void undo() });
    } catch (failure) {
      fail(failure);
    }
    setBusy(false);
  };
  const undo = async () => {
    try {
      await api.cancel(id);
      toast(t.cancelled);
      hear(id);
      navigate(editorOf(id), { replace: true });
    } catch (failure) {
      void tell(failure);
    }
  };
  const remove = async () => {
    setOver(null);
    cancelAll(id);
    try {
      setSaved(JSON.stringify(draft));
      if (tick !== null) await api.remove(id);
      toast(t.removed);
      hear(id);
      navigate("/broadcasts", { replace: true });
    } catch (failure) {
      void tell(failure);
    }
  };
  const steps: [Step, string][] = [
    [0, t.stepWords],
    [1, t.stepWhom],
    [2, t.stepCheck],
  ];
  return (
    <section className="admin-page broadcast-page" aria-labelledby="compose-title">
      <BackLink />
      <h1 id="compose-title" ref={title} tabIndex={-1}>
        {known ? draft.title || t.noSubject : t.new}
      </h1>
      <ol className="broadcast-steps">
        {steps.map(([at, name]) => (
          <li key={at}>
            <button type="button" className="chip-button" aria-current={at === step ? "step" : undefined} disabled={busy || (at === 2 && isEmpty(draft.audience))} onClick={() => void go(at)}>
              {t.step(at + 1, name)}
            </button>
          </li>
        ))}
      </ol>
      <h2 ref={heading} tabIndex={-1} className="visually-hidden">
        {steps[step]?.[1]}
      </h2>
      {lost && <p className="broadcast-withdrawn">{t.postEnded}</p>}
      {step === 0 && (
        <WordsFields draft={draft} error={error} draw={draw} put={put}>
          <FileFields draft={id} files={draft.files} refused={isOfFiles(error)} onRemove={removeFile} />
        </WordsFields>
      )}
      {step === 1 && <AudienceFields audience={draft.audience} error={error} onChange={(audience) => put({ audience })} />}
      {step > 0 && coming.length > 0 && (
        <section className="broadcast-section" aria-label={f.coming}>
          <ComingFiles draft={id} />
          <p className="hint">{f.sendLater}</p>
        </section>
      )}
      {step === 2 && <CheckStep id={id} attached={attached} draft={draft} draw={draw} sendAt={sendAt} fault={fieldError(error, "send_at")} onSendAt={setSendAt} onSend={() => void send()} busy={busy || coming.length > 0} />}
      <div className="form-actions broadcast-foot">
        {step > 0 && (
          <button type="button" className="button" onClick={() => void go((step - 1) as Step)}>
            {t.previous}
          </button>
        )}
        {step < 2 && (
          <button type="button" className="button primary" disabled={busy || (step === 1 && isEmpty(draft.audience))} onClick={() => void go((step + 1) as Step)}>
            {t.next}
          </button>
        )}
        <button type="button" className="button" disabled={busy || (!dirty && tick !== null)} onClick={() => void save()}>
          {t.saveDraft}
        </button>
        {tick !== null && (
          <button type="button" className="button danger" disabled={busy} onClick={() => setOver("remove")}>
            {t.removeDraft}
          </button>
        )}
        <span role="status" className="hint">
          {busy ? t.saving : dirty ? t.unsaved : ""}
        </span>
      </div>
      {over === "remove" && <Confirm title={t.removeDraft} text={t.removeAsk} confirm={t.removeDraft} danger onConfirm={() => void remove()} onClose={() => setOver(null)} />}
      {leave && <Confirm title={dirty ? t.leave : f.leave} text={dirty ? t.leaveAsk : f.leaveAsk} confirm={dirty ? t.leave : f.leave} danger onConfirm={leave} onClose={stay} />}
    </section>
  );
}

/** The first step: what it says, in whose name, and what is asked of those who get it. */
function WordsFields({ draft, error, draw, put, children }: { draft: Draft; error: unknown; draw: Draw; put: (change: Partial<Draft>) => void; children: ReactNode }) {
  const me = useMe();
  const posts = heldPosts(me);
  const asked = (must_read: boolean) => put(must_read ? { must_read } : { must_read, confirm_by: null, remind_at: null });
  const due = (confirm_by: string | null) => put({ confirm_by, remind_at: draft.remind_at ?? usualReminder(confirm_by, Date.now()) });
  return (
    <div className="form">
      <TextField label={t.subject} required maxLength={200} value={draft.title} error={fieldError(error, "title")} onChange={(event) => put({ title: event.target.value })} />
      <TextArea label={t.body} hint={t.bodyHint} required rows={10} value={draft.body} error={fieldError(error, "body")} onChange={(event) => put({ body: event.target.value })} />
      {draft.body.trim() !== "" && (
        <details className="broadcast-group">
          <summary>{t.preview}</summary>
          <div className="broadcast-body">{draw(draft.body)}</div>
        </details>
      )}
      {children}
      {posts.length > 0 && (
        <SelectField label={t.sender} value={draft.as_post ?? ""} error={fieldError(error, "as_post")} onChange={(event) => put({ as_post: event.target.value || null })}>
          <option value="">{t.asMyself}</option>
          {posts.map((post) => (
            <option key={post.id} value={post.id}>
              {post.name}
            </option>
          ))}
        </SelectField>
      )}
      <label className="check">
        <input type="checkbox" checked={draft.must_read} onChange={(event) => asked(event.target.checked)} />
        {t.askConfirm}
      </label>
      {draft.must_read && <MomentField label={t.deadline} value={fieldOf(draft.confirm_by)} error={fieldError(error, "confirm_by")} onChange={(next) => due(instantOf(next))} />}
      {draft.must_read && <MomentField label={t.remindBy} hint={t.remindHint} value={fieldOf(draft.remind_at)} error={fieldError(error, "remind_at")} onChange={(next) => put({ remind_at: instantOf(next) })} />}
      <MomentField label={t.endsAt} hint={t.endsHint} value={fieldOf(draft.ends_at)} error={fieldError(error, "ends_at")} onChange={(next) => put({ ends_at: instantOf(next) })} />
      <label className="check">
        <input type="checkbox" checked={draft.replies === "sender"} onChange={(event) => put({ replies: event.target.checked ? "sender" : "closed" })} />
        {t.takeReplies}
      </label>
    </div>
  );
}
