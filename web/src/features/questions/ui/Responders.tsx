import { useEffect, useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import type { Id } from "../../../platform/ids.ts";
import { peopleStore, wantPeople, type PersonBrief } from "../../../platform/people.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import type { Desk } from "../model.ts";
import { news } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";

/** Who is called to the questions of a room; who owns it names them. */
export function Responders({ room, desk }: { room: Id; desk: Desk }) {
  const [naming, setNaming] = useState(false);
  const key = desk.responders.join();
  useEffect(() => {
    if (key !== "") wantPeople(key.split(","));
  }, [key]);
  const people = useStore(peopleStore, (all) => all);
  const named = desk.responders.flatMap((id) => people[id] ?? []);
  // Until names are here, nothing is said.
  const names = key === "" ? t.noResponders : named.map((person) => person.name).join("、");
  return (
    <div className="question-buttons">
      <span className="hint">
        {t.responders}: {names}
      </span>
      {desk.owns && (
        <button type="button" className="button small" aria-haspopup="dialog" disabled={named.length !== desk.responders.length} onClick={() => setNaming(true)}>
          {t.nameResponders}
        </button>
      )}
      {naming && <NameDialog room={room} named={named} onClose={() => setNaming(false)} />}
    </div>
  );
}

function NameDialog({ room, named, onClose }: { room: Id; named: readonly PersonBrief[]; onClose: () => void }) {
  const form = useId();
  const [chosen, setChosen] = useState<readonly PersonBrief[]>(named);
  const { error, busy, submit } = useSubmit(async () => {
    await api.nameResponders(
      room,
      chosen.map((person) => person.id),
    );
    news();
    toast(t.respondersSaved);
    onClose();
  });
  return (
    <Dialog
      title={t.nameResponders}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy}>
            {t.save}
          </button>
        </>
      }
    >
      <form id={form} className="question-form" onSubmit={submit}>
        <p className="hint">{t.respondersHint}</p>
        <PeoplePicker label={t.respondersChoose} chosen={chosen} onChange={setChosen} withUnits={false} staff autoFocus />
        {Boolean(error) && (
          <p className="field-error" role="alert">
            {fault(error, "people") ? (chosen.length > MOST ? t.problem_many_responders : t.problem_responders) : problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** As many may be named. */
const MOST = 30;
