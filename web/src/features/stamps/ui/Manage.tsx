import { useId, useState } from "react";
import { createPortal } from "react-dom";
import { MomentField } from "../../../design/days/DayField.tsx";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { SelectField, TextArea } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Menu, type MenuItem } from "../../../design/Menu.tsx";
import { anchorOf, type Anchor } from "../../../design/Popover.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { cards, type Adding } from "../../../platform/cards.ts";
import { newId } from "../../../platform/ids.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import { close, remind, reopen, setDeadline } from "../actions.ts";
import * as api from "../api.ts";
import { bestSlots, fromField, slotText, toField, type Stamp } from "../model.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import { problem } from "./words.ts";

type Asking = "remind" | "deadline" | "decide" | "meeting" | null;

/** The longest title of a meeting, in letters. */
const TITLE = 120;

/** What who asked, and who owns the room, do with a stamp. */
export function Manage({ stamp, tab }: { stamp: Stamp; tab: -1 | undefined }) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const [asking, setAsking] = useState<Asking>(null);
  const done = () => setAsking(null);
  const closed = (stamp.closed_at ?? null) !== null;
  const reopens = closed && !stamp.anonymous;
  const agreed = stamp.decided === null || stamp.decided === undefined ? undefined : stamp.slots[stamp.decided];
  const [at, setAt] = useState<Adding["at"]>();
  const callMeeting = async () => {
    const offered = await cards.meeting?.adds();
    setAt(() => offered?.find((one) => one.at)?.at);
    setAsking("meeting");
  };
  const items: (MenuItem | false)[] = [
    agreed !== undefined && cards.meeting !== undefined && { label: t.callMeeting, icon: "list", run: () => void callMeeting() },
    stamp.kind === "schedule" && { label: t.decide, icon: "check", run: () => setAsking("decide") },
    !closed && { label: t.remind, icon: "bell", run: () => setAsking("remind") },
    !closed && { label: t.setDeadline, icon: "clock", run: () => setAsking("deadline") },
    !closed && { label: t.close, icon: "lock", run: () => void close(stamp) },
    reopens && { label: t.reopen, icon: "reply", run: () => void reopen(stamp.id, null) },
  ];
  const shown = items.filter((item) => item !== false);
  if (shown.length === 0) return null;
  return (
    <>
      <button type="button" className="icon-button small" tabIndex={tab} aria-label={t.manage} title={t.manage} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(anchorOf(event.currentTarget))}>
        <Icon name="more" size={18} />
      </button>
      {/* Outside of the row, whose keys and fingers mean the message. */}
      {createPortal(
        <>
          {anchor && <Menu anchor={anchor} label={t.manage} items={shown} onClose={() => setAnchor(null)} />}
          {asking === "remind" && <Confirm title={t.remindTitle} text={t.remindText} confirm={t.remind} onConfirm={() => void remind(stamp.id)} onClose={done} />}
          {asking === "deadline" && <DeadlineDialog stamp={stamp} onClose={done} />}
          {asking === "meeting" && agreed && at?.({ room: stamp.room_id, title: stamp.question.slice(0, TITLE), day: agreed.day, from: agreed.from?.slice(0, 5) ?? null, onClose: done })}
          {asking === "decide" && <DecideDialog stamp={stamp} onClose={done} />}
        </>,
        document.body,
      )}
    </>
  );
}

function DeadlineDialog({ stamp, onClose }: { stamp: Stamp; onClose: () => void }) {
  const form = useId();
  const [value, setValue] = useState(stamp.deadline ? toField(stamp.deadline) : "");
  return (
    <Dialog title={t.setDeadline} width="small" onClose={onClose} actions={<Buttons form={form} label={t.setDeadline} onClose={onClose} />}>
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void setDeadline(stamp.id, value ? fromField(value) : null);
          onClose();
        }}
      >
        <MomentField label={t.deadline} hint={t.deadlineHint} value={value} onChange={(next) => setValue(next)} />
      </form>
    </Dialog>
  );
}

function Buttons({ form, label, onClose, busy = false }: { form: string; label: string; onClose: () => void; busy?: boolean }) {
  return (
    <>
      <button type="button" className="button" onClick={onClose}>
        {t.cancel}
      </button>
      <button type="submit" form={form} className="button primary" disabled={busy}>
        {label}
      </button>
    </>
  );
}

function DecideDialog({ stamp, onClose }: { stamp: Stamp; onClose: () => void }) {
  const form = useId();
  const me = useMe();
  // Sent twice, the room is told once.
  const [message] = useState(newId);
  const [slot, setSlot] = useState(stamp.decided ?? bestSlots(stamp)[0] ?? 0);
  const [words, setWords] = useState<string | null>(null);
  const said = words ?? t.decideMessage(slotText(stamp.slots[slot] ?? { day: "", from: null, to: null }));
  const { error, busy, submit } = useSubmit(async () => {
    const speaks = said.trim() !== "";
    put(await api.decide(stamp.id, { slot, message_id: speaks ? message : null, words: speaks ? said : null, operator_id: me.shared?.operator?.id ?? null }));
    toast(t.decidedNow);
    onClose();
  });
  const count = (place: number) => (stamp.counts ? ` (○${stamp.counts[3 * place] ?? 0} △${stamp.counts[3 * place + 1] ?? 0} ×${stamp.counts[3 * place + 2] ?? 0})` : "");
  return (
    <Dialog title={t.decideTitle} onClose={onClose} actions={<Buttons form={form} label={t.decideNow} onClose={onClose} busy={busy} />}>
      <form id={form} className="stamp-form" onSubmit={submit}>
        <SelectField label={t.decideFor} value={String(slot)} onChange={(event) => setSlot(Number(event.currentTarget.value))}>
          {stamp.slots.map((one, place) => (
            <option key={slotText(one)} value={String(place)}>
              {slotText(one)}
              {count(place)}
            </option>
          ))}
        </SelectField>
        <TextArea label={t.decideWords} hint={t.decideWordsHint} rows={2} value={said} onChange={(event) => setWords(event.currentTarget.value)} />
        {Boolean(error) && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
