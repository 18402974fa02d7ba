import { useState } from "react";
import { MomentField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextArea } from "../../../../design/Field.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import * as api from "../../api.later.ts";
import { t } from "../../text.later.ts";
import { choicesOf, instantOf, laterProblem, localOf, restText } from "./words.ts";
import "./later.css";

interface Props {
  title: string;
  room: Id;
  /** The moment that it has already. */
  at?: string;
  /** Words that can be changed along with it. */
  body?: string;
  /** False leaves the dialog as it is. */
  onPick: (at: string, body: string) => Promise<unknown>;
  onClose: () => void;
}

/** Chooses a moment: one of a few with a press, or any with a field. */
export default function WhenDialog({ title, room, at, body: before, onPick, onClose }: Props) {
  const times = useLoad(room, () => api.times(room));
  const [local, setLocal] = useState(at ? localOf(at) : "");
  const [body, setBody] = useState(before ?? "");
  const pick = async (moment: string | null) => {
    if (moment === null) return;
    if ((await onPick(moment, body)) !== false) onClose();
  };
  const { error, busy, submit, run } = useSubmit(() => pick(instantOf(local)));
  // What is under way is seen through: whoever closed it would not know what came of it.
  const close = () => {
    if (!busy) onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={close}
      width="small"
      actions={
        <>
          <button type="button" className="button" disabled={busy} onClick={close}>
            {t.stop}
          </button>
          <button type="submit" form="when" className="button primary" disabled={busy || instantOf(local) === null || (before !== undefined && body.trim() === "")}>
            {t.confirm}
          </button>
        </>
      }
    >
      <form id="when" className="form" onSubmit={submit}>
        {error !== null && (
          <p className="form-error" role="alert">
            {laterProblem(error)}
          </p>
        )}
        {before !== undefined && <TextArea label={t.body} rows={4} value={body} onChange={(event) => setBody(event.target.value)} />}
        {times.value ? (
          <>
            {times.value.rest && <p>{restText(times.value)}</p>}
            <ul className="when-choices">
              {choicesOf(times.value).map((choice) => (
                <li key={choice.at}>
                  <button type="button" className="button" disabled={busy || (before !== undefined && body.trim() === "")} onClick={() => run(() => pick(choice.at))}>
                    {choice.label}
                  </button>
                </li>
              ))}
            </ul>
          </>
        ) : times.error ? (
          <Failed error={times.error} retry={times.reload} />
        ) : (
          <Loading />
        )}
        <MomentField label={t.own} value={local} onChange={(next) => setLocal(next)} />
      </form>
    </Dialog>
  );
}
