import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { Failed } from "../../../design/ListState.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { timeText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { useLoad } from "../../../platform/load.ts";
import type { Kept } from "../../../platform/papers.ts";
import { Link } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import { done } from "../actions.ts";
import * as api from "../api.ts";
import { beginnings, changesOf, fileOf, type Item, type Material, type Meeting, type Spot } from "../model.ts";
import { keptStore } from "../store.ts";
import { t } from "../text.ts";
import type { Hall } from "./useMeeting.ts";

/** What is talked about, with what came of it, and what lies on the table. */
export function AgendaPane({ hall, onLook }: { hall: Hall; onLook: (spot: Spot) => void }) {
  const [settling, setSettling] = useState<Item | null>(null);
  const { opened, materials, here } = hall;
  if (!opened) return null;
  const { items, meeting } = opened;
  const times = beginnings(meeting.starts_at, items);
  const rest = materials.filter((material) => !material.item_id);
  const rows = (of: readonly Material[]) => <Rows materials={of} all={materials} current={here.spot?.material ?? null} shown={here.shown?.presenter ? (here.shown.material_id ?? null) : null} onLook={onLook} />;
  return (
    <nav id="meeting-agenda" className="meeting-agenda" aria-label={t.agenda}>
      {meeting.previous_id && <LastTime room={meeting.room_id} id={meeting.previous_id} />}
      <ol className="meeting-items">
        {items.map((item, at) => (
          <li key={item.id}>
            <h2>{item.title}</h2>
            <p className="meeting-item-about">
              {[times[at] && timeText(times[at]), item.minutes && t.minutesCount(item.minutes), item.speaker].filter(Boolean).join(" ・ ")}
            </p>
            {rows(materials.filter((material) => material.item_id === item.id))}
            {item.decided && <Came label={t.decided} words={item.decided} />}
            {item.actions && <Came label={t.actions} words={item.actions} />}
            {opened.may_write && (
              <button type="button" className="link-button" aria-label={`${item.title} ${t.settle}`} onClick={() => setSettling(item)}>
                {t.settle}
              </button>
            )}
          </li>
        ))}
      </ol>
      {rest.length > 0 && (
        <>
          {items.length > 0 && <h2>{t.others}</h2>}
          {rows(rest)}
        </>
      )}
      {settling && <Settle meeting={meeting} item={settling} onSaved={hall.reload} onClose={() => setSettling(null)} />}
    </nav>
  );
}

function Came({ label, words }: { label: string; words: string }) {
  return (
    <p className="meeting-came">
      <strong>{label}</strong> {words}
    </p>
  );
}

/** Of files: those that cannot be shown without a line. */
const NEEDS_LINE: readonly (Kept | undefined)[] = ["too_large", "full", "looked"];

function Rows({ materials, all, current, shown, onLook }: { materials: readonly Material[]; all: readonly Material[]; current: string | null; shown: string | null; onLook: (spot: Spot) => void }) {
  const kept = useStore(keptStore, (all) => all);
  if (materials.length === 0) return null;
  return (
    <ul className="meeting-materials">
      {materials.map((material) => (
        <li key={material.id}>
          <button type="button" aria-current={material.id === current ? "page" : undefined} onClick={() => onLook({ material: material.id, page: 1 })}>
            <Icon name={material.note_id ? "note" : "file"} size={20} />
            <span>
              {t.material(all.indexOf(material) + 1)} {material.title}
              {changesOf(material).length > 0 && <small className="meeting-change"> {material.note_id ? t.changedSeen : t.edition(material.upto)}</small>}
              {NEEDS_LINE.includes(kept[fileOf(material)?.file_id ?? ""]) && <small className="meeting-needs-line"> {t.needsLine}</small>}
            </span>
            {material.id === shown && (
              <>
                <Icon name="broadcast" size={20} />
                <span className="visually-hidden">{t.following}</span>
              </>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What was to be done since the meeting before. */
function LastTime({ room, id }: { room: string; id: string }) {
  const { value, error, reload } = useLoad(id, () => api.meeting(id));
  const todo = (value?.items ?? []).filter(({ actions }) => actions !== "");
  // Taken back since.
  if (error instanceof Problem && error.status === 404) return null;
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return null;
  return (
    <details className="meeting-last">
      <summary>{t.lastTime}</summary>
      <ul>
        {todo.map((item) => (
          <li key={item.id}>
            <strong>{item.title}</strong> {item.actions}
          </li>
        ))}
      </ul>
      <Link href={`/rooms/${room}/meetings/${id}`}>{t.openPrevious}</Link>
    </details>
  );
}

/** Writes down what came of an item. */
function Settle({ meeting, item, onSaved, onClose }: { meeting: Meeting; item: Item; onSaved: () => void; onClose: () => void }) {
  const [decided, setDecided] = useState(item.decided);
  const [actions, setActions] = useState(item.actions);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    // What somebody else wrote meanwhile stands, unless it is the same field.
    const change = { ...(decided === item.decided ? {} : { decided }), ...(actions === item.actions ? {} : { actions }) };
    if (!(await done(api.settle(meeting.id, item.id, change)))) return setBusy(false);
    onSaved();
    onClose();
  };
  return (
    <Dialog
      title={item.title}
      insists
      onClose={onClose}
      actions={
        <button type="submit" form="settle-item" className="button primary" disabled={busy}>
          {t.save}
        </button>
      }
    >
      <form
        id="settle-item"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextArea label={t.decided} rows={4} value={decided} onChange={(event) => setDecided(event.currentTarget.value)} />
        <TextArea label={t.actions} hint={t.actionsHint} rows={4} value={actions} onChange={(event) => setActions(event.currentTarget.value)} />
      </form>
    </Dialog>
  );
}
