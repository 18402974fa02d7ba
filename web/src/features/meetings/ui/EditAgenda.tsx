import { useState } from "react";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { ListState, MoreButton } from "../../../design/ListState.tsx";
import { Problem } from "../../../platform/http.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { tell } from "../../../platform/refusals.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { draftOf, isSameDraft, moved, rebased, type Draft, type Opened } from "../model.ts";
import { hear } from "../store.ts";
import { t } from "../text.ts";

type Choosing = { what: "note" } | { what: "file"; replaces: Id | null };

/** Puts items and materials in order. */
export function EditAgenda({ opened, onClose, onSaved }: { opened: Opened; onClose: () => void; onSaved: () => void }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(opened));
  const [base, setBase] = useState<Draft>(draft);
  const [dropping, setDropping] = useState<Id | null>(null);
  const [tick, setTick] = useState(opened.meeting.tick);
  const [choosing, setChoosing] = useState<Choosing | null>(null);
  const [busy, setBusy] = useState(false);
  const room = opened.meeting.room_id;
  const setItems = (items: Draft["items"]) => setDraft((now) => ({ ...now, items }));
  const setMaterials = (materials: Draft["materials"]) => setDraft((now) => ({ ...now, materials }));

  // What was decided is gone with its item.
  const settled = new Set(opened.items.filter(({ decided, actions }) => decided !== "" || actions !== "").map(({ id }) => id));
  const drop = (item: Id) => setItems(draft.items.filter(({ id }) => id !== item));

  const save = async (seen = tick) => {
    setBusy(true);
    // A row that nobody wrote in is none; one of which something came keeps its place, and is refused without words.
    const items = draft.items.filter(({ id, title }) => title.trim() !== "" || settled.has(id));
    const kept = new Set(items.map(({ id }) => id));
    const materials = draft.materials.map((material) => ({ ...material, item_id: material.item_id && kept.has(material.item_id) ? material.item_id : null }));
    try {
      hear(await api.setAgenda(opened.meeting.id, seen, { items, materials }));
      onSaved();
      onClose();
    } catch (error) {
      const latest = error instanceof Problem && error.code === "stale" ? await api.meeting(opened.meeting.id).catch(() => null) : null;
      if (!latest) {
        setBusy(false);
        return void tell(error);
      }
      const theirs = draftOf(latest);
      // The answer to this was lost.
      if (isSameDraft(theirs, { items, materials })) {
        hear(latest.meeting);
        onSaved();
        return onClose();
      }
      // Something else of the meeting changed, such as a decision.
      if (isSameDraft(theirs, base) && seen !== latest.meeting.tick) return save(latest.meeting.tick);
      setBusy(false);
      // Somebody else was faster: what they added is put to what is on this screen, which is saved with the next press.
      setDraft(rebased(base, draft, theirs));
      setBase(theirs);
      setTick(latest.meeting.tick);
      toast(t.stale, "error");
    }
  };

  const chosen = (title: string, ids: { note_id: Id | null; file_id: Id | null }) => {
    const replaces = choosing?.what === "file" ? choosing.replaces : null;
    if (replaces) setMaterials(draft.materials.map((material) => (material.id === replaces ? { ...material, ...ids } : material)));
    else setMaterials([...draft.materials, { id: newId(), item_id: null, title: [...title].slice(0, 120).join(""), ...ids }]);
    setChoosing(null);
  };

  if (choosing) return choosing.what === "note" ? <ChooseNote room={room} onClose={() => setChoosing(null)} onChosen={chosen} /> : <ChooseFile room={room} onClose={() => setChoosing(null)} onChosen={chosen} />;
  if (dropping) return <Confirm title={t.dropItem} text={t.dropItemAsk} confirm={t.dropItem} danger onConfirm={() => drop(dropping)} onClose={() => setDropping(null)} />;
  return (
    <Dialog
      title={t.editAgenda}
      width="wide"
      insists
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button primary" disabled={busy} onClick={() => void save()}>
            {t.save}
          </button>
        </>
      }
    >
      <ol className="meeting-edit">
        {draft.items.map((item, at) => (
          <li key={item.id}>
            <label>
              {t.itemTitle}
              <input className="input" maxLength={120} value={item.title} onChange={(event) => setItems(draft.items.map((one) => (one.id === item.id ? { ...one, title: event.currentTarget.value } : one)))} />
            </label>
            <label>
              {t.minutesField}
              <input className="input" type="number" min={1} max={600} value={item.minutes ?? ""} onChange={(event) => setItems(draft.items.map((one) => (one.id === item.id ? { ...one, minutes: event.currentTarget.value === "" ? null : Number(event.currentTarget.value) } : one)))} />
            </label>
            <label>
              {t.speaker}
              <input className="input" maxLength={120} value={item.speaker} onChange={(event) => setItems(draft.items.map((one) => (one.id === item.id ? { ...one, speaker: event.currentTarget.value } : one)))} />
            </label>
            <Order name={item.title || t.itemTitle} at={at} count={draft.items.length} onMove={(by) => setItems(moved(draft.items, at, by))} onRemove={() => (settled.has(item.id) ? setDropping(item.id) : drop(item.id))} />
          </li>
        ))}
      </ol>
      <button type="button" className="button" onClick={() => setItems([...draft.items, { id: newId(), title: "", minutes: null, speaker: "" }])}>
        <Icon name="plus" size={18} />
        {t.addItem}
      </button>
      <h3>{t.agenda}</h3>
      <ol className="meeting-edit">
        {draft.materials.map((material, at) => (
          <li key={material.id}>
            <label>
              {t.materialTitle}
              <input className="input" maxLength={120} value={material.title} onChange={(event) => setMaterials(draft.materials.map((one) => (one.id === material.id ? { ...one, title: event.currentTarget.value } : one)))} />
            </label>
            <label>
              {t.ofItem}
              <select className="input" value={material.item_id ?? ""} onChange={(event) => setMaterials(draft.materials.map((one) => (one.id === material.id ? { ...one, item_id: event.currentTarget.value || null } : one)))}>
                <option value="">{t.noItem}</option>
                {draft.items.map((item) => (
                  <option key={item.id} value={item.id}>
                    {item.title}
                  </option>
                ))}
              </select>
            </label>
            {material.file_id && (
              <button type="button" className="button small" onClick={() => setChoosing({ what: "file", replaces: material.id })}>
                {t.replaceFile}
                <span className="visually-hidden"> {material.title}</span>
              </button>
            )}
            <Order name={material.title || t.materialTitle} at={at} count={draft.materials.length} onMove={(by) => setMaterials(moved(draft.materials, at, by))} onRemove={() => setMaterials(draft.materials.filter(({ id }) => id !== material.id))} />
          </li>
        ))}
      </ol>
      <p className="meeting-edit-adds">
        <button type="button" className="button" onClick={() => setChoosing({ what: "note" })}>
          <Icon name="note" size={18} />
          {t.addNote}
        </button>
        <button type="button" className="button" onClick={() => setChoosing({ what: "file", replaces: null })}>
          <Icon name="file" size={18} />
          {t.addFile}
        </button>
      </p>
    </Dialog>
  );
}

function Order({ name, at, count, onMove, onRemove }: { name: string; at: number; count: number; onMove: (by: -1 | 1) => void; onRemove: () => void }) {
  return (
    <span className="meeting-order">
      <button type="button" className="icon-button" aria-label={t.moveUp(name)} disabled={at === 0} onClick={() => onMove(-1)}>
        <Icon name="up" />
      </button>
      <button type="button" className="icon-button" aria-label={t.moveDown(name)} disabled={at === count - 1} onClick={() => onMove(1)}>
        <Icon name="down" />
      </button>
      <button type="button" className="icon-button" aria-label={t.remove(name)} onClick={onRemove}>
        <Icon name="trash" />
      </button>
    </span>
  );
}

type Chosen = (title: string, ids: { note_id: Id | null; file_id: Id | null }) => void;

function ChooseNote({ room, onClose, onChosen }: { room: Id; onClose: () => void; onChosen: Chosen }) {
  const list = usePages(room, (cursor) => api.notes(room, cursor));
  return (
    <Dialog title={t.chooseNote} onClose={onClose}>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <p>{t.noNotes}</p>
      </ListState>
      <ul className="meeting-choices">
        {list.items.map((note) => (
          <li key={note.id}>
            <button type="button" className="button" onClick={() => onChosen(note.title, { note_id: note.id, file_id: null })}>
              {note.title}
            </button>
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </Dialog>
  );
}

function ChooseFile({ room, onClose, onChosen }: { room: Id; onClose: () => void; onChosen: Chosen }) {
  const list = usePages(room, (cursor) => api.files(room, cursor));
  return (
    <Dialog title={t.chooseFile} onClose={onClose}>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <p>{t.noFiles}</p>
      </ListState>
      <ul className="meeting-choices">
        {list.items.map(({ file }) => {
          const id = file.id;
          if (!id) return null;
          return (
            <li key={id}>
              <button type="button" className="button" onClick={() => onChosen(file.name, { note_id: null, file_id: id })}>
                {file.name}
              </button>
            </li>
          );
        })}
      </ul>
      <MoreButton more={list.more} />
    </Dialog>
  );
}
