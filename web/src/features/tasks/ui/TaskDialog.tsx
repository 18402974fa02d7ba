import { useId, useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, SelectField, TextArea, TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { announce } from "../../../platform/announce.ts";
import type { AddingProps, FromSource } from "../../../platform/cards.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { peopleStore } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { REPEATS, SHIFTS, titleOf, wishOf, type Closing, type Repeats, type Shift, type Task, type Wish } from "../model.ts";
import { news, put } from "../store.ts";
import { t } from "../text.ts";
import { Holders, type Named } from "./Holders.tsx";
import { fault, partName, problem } from "./words.ts";
import "./tasks.css";

interface Props extends AddingProps {
  /** The message of the room that it is made from. */
  message: Id | null;
  /** Its words, or those of a line. */
  words: string;
  /** A note that it is made from. */
  source: FromSource | null;
  /** The task that is changed; a new one is made without. */
  task: Task | null;
}

type DueKind = "none" | "day" | "open_days";
type Place = "here" | "memos";

/** One dialog for making a task and for changing it. */
export default function TaskDialog({ room, thread, asPost, shared, message, words, source, task, onClose }: Props) {
  const me = useMe();
  const form = useId();
  const from = titleOf(words);
  // The same id while the dialog stands: sent twice, it is one task.
  const [id] = useState(newId);
  const [title, setTitle] = useState(task?.title ?? from.title);
  const [note, setNote] = useState(task?.note ?? from.note);
  const [place, setPlace] = useState<Place>("here");
  const [holders, setHolders] = useState<Named[]>(() => (task?.parts ?? []).map((part) => ({ holder: part.holder, name: partName(part, peopleStore.get()) })));
  const [closing, setClosing] = useState<Closing>(task?.closing ?? "any");
  const [dueKind, setDueKind] = useState<DueKind>(task?.meant_on ? "day" : "none");
  const [day, setDay] = useState(task?.meant_on ?? "");
  const [openDays, setOpenDays] = useState("3");
  const [shift, setShift] = useState<Shift>(task?.shift ?? "before");
  const [repeats, setRepeats] = useState<Repeats | "once">(task?.repeats ?? "once");
  const due = dueKind === "day" && day !== "" ? { on: day } : dueKind === "open_days" ? { in_open_days: Number(openDays) || 0 } : null;
  const wish: Wish = { ...(task ? wishOf(task) : {}), title, note, holders: holders.map(({ holder }) => holder), closing, due, shift, repeats: repeats === "once" || dueKind === "none" ? null : repeats };
  const { error, busy, submit } = useSubmit(async () => {
    if (task) {
      put(await api.change(task.id, wish, task.at));
      toast(t.changed);
      news(task.room_id, true);
    } else {
      const away = place === "memos";
      // What is set among one's memos is one's own to do.
      const mine = { kind: "person" as const, person_id: me.person.id };
      const where = away ? (await api.memos()).id : room;
      const origin = source ?? (away && message ? { kind: "message" as const, id: message, room_id: room } : null);
      const made = await api.make(where, {
        ...wish,
        id,
        holders: away ? [mine] : wish.holders,
        reply_to: away ? null : message,
        source: origin,
        thread: away ? null : thread,
        as_post: away ? null : asPost,
        operator_id: me.shared?.operator?.id ?? null,
      });
      put(made);
      news(where, true);
      announce(t.made);
      if (away || source) toast(t.made);
    }
    onClose();
  });
  const failed = (field: string) => fault(error, field);
  const listed = Boolean(error) && ["title", "note", "holders", "due", "repeats"].every((field) => !failed(field));
  return (
    <Dialog
      title={task ? t.edit : t.make}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || title.trim() === ""}>
            {task ? t.saveChange : t.save}
          </button>
        </>
      }
    >
      <form id={form} className="task-form" onSubmit={submit}>
        {shared && place === "here" && <p className="hint">{t.sharedRoom}</p>}
        <TextField label={t.title} required value={title} error={failed("title")} onChange={(event) => setTitle(event.currentTarget.value)} />
        <TextArea label={t.note} rows={2} value={note} error={failed("note")} onChange={(event) => setNote(event.currentTarget.value)} />
        {!task && !me.person.guest && (
          <Choice
            label={t.place}
            value={place}
            options={[
              { value: "here", label: t.here },
              { value: "memos", label: t.memos },
            ]}
            onChange={setPlace}
          />
        )}
        {place === "here" && <Holders room={room} chosen={holders} error={failed("holders")} onChange={setHolders} />}
        {place === "here" && holders.length > 1 && <Choice label={t.closing} value={closing} options={(["any", "all"] as const).map((value) => ({ value, label: t[value] }))} onChange={setClosing} />}
        <Choice
          label={t.due}
          value={dueKind}
          options={[
            { value: "none", label: t.noDue },
            { value: "day", label: t.onDay },
            { value: "open_days", label: t.inOpenDays },
          ]}
          onChange={setDueKind}
        />
        {dueKind === "day" && <DayField label={t.dueDay} required value={day} error={failed("due")} onChange={(next) => setDay(next)} />}
        {dueKind === "open_days" && <TextField label={t.openDays} type="number" min={1} max={250} required value={openDays} error={failed("due")} onChange={(event) => setOpenDays(event.currentTarget.value)} />}
        {dueKind !== "none" && (
          <>
            <SelectField label={t.shift} value={shift} onChange={(event) => setShift(event.currentTarget.value as Shift)}>
              {SHIFTS.map((value) => (
                <option key={value} value={value}>
                  {t[value]}
                </option>
              ))}
            </SelectField>
            <SelectField label={t.repeats} hint={repeats === "once" ? undefined : t.repeatsHint} value={repeats} error={failed("repeats")} onChange={(event) => setRepeats(event.currentTarget.value as Repeats | "once")}>
              {(["once", ...REPEATS] as const).map((value) => (
                <option key={value} value={value}>
                  {t[value]}
                </option>
              ))}
            </SelectField>
          </>
        )}
        {listed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
