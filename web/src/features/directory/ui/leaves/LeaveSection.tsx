import { useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { dayOf } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import type { Leave, NewLeave } from "../../model.ts";
import { t } from "../../text.leaves.ts";
import { LeaveDialog } from "./LeaveDialog.tsx";
import { draftOf, stateOf, termText } from "./words.ts";
import "./leaves.css";

type Ask = { kind: "add" } | { kind: "change" | "end" | "remove"; leave: Leave };

/** The leaves of one person, on the page of their record. */
export default function LeaveSection({ person }: { person: PersonBrief }) {
  const list = useLoad(`leaves ${person.id}`, async () => (await api.leavesOf(person.id)).items);
  const [ask, setAsk] = useState<Ask | null>(null);
  const leaves = list.value ?? [];
  const today = dayOf(Date.now());
  const attempt = async (work: () => Promise<unknown>, done: () => void) => {
    try {
      await work();
      done();
    } catch (error) {
      toast(problemText(error), "error");
    }
    list.reload();
  };
  const undo = (work: () => Promise<unknown>) => ({ label: t.undo, run: () => void attempt(work, () => toast(t.undone)) });
  const end = async (leave: Leave) => {
    let ended = leave;
    await attempt(
      async () => (ended = await api.changeLeave(leave, { ...draftOf(leave), valid_to: today })),
      () => toast(t.ended, "done", undo(() => api.changeLeave(ended, draftOf(leave)))),
    );
  };
  const remove = (leave: Leave) =>
    attempt(
      () => api.removeLeave(leave.id),
      () => toast(t.removed, "done", undo(() => api.addLeave(person.id, draftOf(leave)))),
    );
  const saved = async (work: Promise<Leave>) => {
    await work;
    toast(t.saved);
    list.reload();
  };
  const fresh: NewLeave = { kind: "childcare", valid_from: today, valid_to: null, access: "read" };
  return (
    <section className="leaves" aria-labelledby="leaves-title">
      <div className="leaves-head">
        <h2 id="leaves-title">{t.leaves}</h2>
        <button type="button" className="button" onClick={() => setAsk({ kind: "add" })}>
          <Icon name="plus" size={18} />
          {t.add}
        </button>
      </div>
      <p className="hint">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={leaves.length === 0} retry={list.reload}>
        <p>{t.noneOf}</p>
      </ListState>
      {leaves.length > 0 && (
        <ul className="leaves-list">
          {leaves.map((leave) => {
            const what = `${t[leave.kind]} ${termText(leave)}`;
            const state = stateOf(leave, today);
            return (
              <li key={leave.id}>
                <h3>
                  {t[leave.kind]}
                  <span className="tag">{t[state]}</span>
                </h3>
                <p>{termText(leave)}</p>
                <p>{t[`access_${leave.access}`]}</p>
                <p className="leaves-acts">
                  <button type="button" className="button small" aria-label={t.changeOf(what)} onClick={() => setAsk({ kind: "change", leave })}>
                    {t.change}
                  </button>
                  {state === "now" && leave.valid_to !== today && (
                    <button type="button" className="button small" aria-label={t.endOf(what)} onClick={() => setAsk({ kind: "end", leave })}>
                      {t.endToday}
                    </button>
                  )}
                  <button type="button" className="button small danger" aria-label={t.removeOf(what)} onClick={() => setAsk({ kind: "remove", leave })}>
                    {t.remove}
                  </button>
                </p>
              </li>
            );
          })}
        </ul>
      )}
      {ask?.kind === "add" && <LeaveDialog title={t.add} given={fresh} onSave={(leave) => saved(api.addLeave(person.id, leave))} onClose={() => setAsk(null)} />}
      {ask?.kind === "change" && <LeaveDialog title={t.changeOf(t[ask.leave.kind])} given={draftOf(ask.leave)} onSave={(leave) => saved(api.changeLeave(ask.leave, leave))} onClose={() => setAsk(null)} />}
      {ask?.kind === "end" && <Confirm title={t.endToday} text={t.endAsk(person.name)} confirm={t.endToday} onConfirm={() => void end(ask.leave)} onClose={() => setAsk(null)} />}
      {ask?.kind === "remove" && <Confirm title={t.removeOf(t[ask.leave.kind])} text={t.removeAsk(person.name)} confirm={t.remove} danger onConfirm={() => void remove(ask.leave)} onClose={() => setAsk(null)} />}
    </section>
  );
}
