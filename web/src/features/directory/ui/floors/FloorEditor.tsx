import { useId, useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { fieldError, SelectField, TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { newId } from "../../../../platform/ids.ts";
import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.floors.ts";
import type { Floor, Point } from "../../model.floors.ts";
import type { Place } from "../../model.whereabouts.ts";
import { t } from "../../text.floors.ts";
import { PointsEditor } from "./PointsEditor.tsx";

const LARGEST = 5 * 1024 * 1024;
const TOO_LARGE = ["directory.photo_too_large", "body_too_large"];

interface Props {
  floor: Floor | null;
  places: readonly Place[];
  nextOrder: number;
  onClose: () => void;
}

/** One floor: its name, its picture and its points. */
export function FloorEditor({ floor: opened, places, nextOrder, onClose }: Props) {
  const title = useArrival();
  const [id] = useState(() => opened?.id ?? newId());
  const [floor, setFloor] = useState(opened);
  const [place, setPlace] = useState(opened?.place_id ?? places[0]?.id ?? "");
  const [name, setName] = useState(opened?.name ?? "");
  const [order, setOrder] = useState(opened?.order ?? nextOrder);
  const [points, setPoints] = useState<readonly Point[]>(opened?.points ?? []);
  const [removing, setRemoving] = useState(false);
  const { error, busy, submit, run } = useSubmit(async () => {
    const said = { place_id: place, name, order, points: [...points] };
    const saved = await (floor ? api.changeFloor(floor, said) : api.addFloor({ id, ...said }));
    setFloor(saved);
    setPoints(saved.points);
    toast(t.saved);
  });
  const remove = () =>
    run(async () => {
      await api.removeFloor(id);
      toast(t.removed);
      onClose();
    });
  return (
    <section className="admin-page floors-admin" aria-labelledby="floor-editor-title">
      <header className="admin-head">
        <h1 id="floor-editor-title" ref={title} tabIndex={-1}>
          {floor ? t.editTitle(`${floor.place} ${floor.name}`) : t.addTitle}
        </h1>
        <button type="button" className="button" onClick={onClose}>
          <Icon name="back" size={18} />
          {t.backToList}
        </button>
      </header>
      <form className="form floor-form" onSubmit={submit}>
        <SelectField label={t.place} required value={place} error={fieldError(error, "place_id")} onChange={(event) => setPlace(event.target.value)}>
          {places.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </SelectField>
        <TextField label={t.name} hint={t.nameHint} required maxLength={40} value={name} error={fieldError(error, "name")} onChange={(event) => setName(event.target.value)} />
        <TextField label={t.order} type="number" value={order} onChange={(event) => setOrder(Number(event.target.value))} />
        {/* A picture that comes meanwhile changes nothing of what is being written here. */}
        {floor ? <PictureField floor={floor} onDone={(now) => setFloor(now)} /> : <p className="hint">{t.saveFirst}</p>}
        {floor && <PointsEditor floor={floor} points={points} onChange={setPoints} />}
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
        <p className="floor-actions">
          <button type="submit" className="button primary" disabled={busy}>
            {busy ? t.saving : t.save}
          </button>
          {floor && (
            <button type="button" className="button danger" disabled={busy} onClick={() => setRemoving(true)}>
              {t.remove}
            </button>
          )}
        </p>
      </form>
      {removing && floor && <Confirm title={t.remove} text={t.removeAsk(`${floor.place} ${floor.name}`)} confirm={t.remove} danger onConfirm={remove} onClose={() => setRemoving(false)} />}
    </section>
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof Problem && TOO_LARGE.includes(error.code)) return t.tooLarge;
  if (error instanceof Problem && error.code === "directory.no_picture") return t.noImage;
  return problemText(error);
}

function PictureField({ floor, onDone }: { floor: Floor; onDone: (floor: Floor) => void }) {
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const bring = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    setWrong(null);
    setBusy(true);
    try {
      if (file.size > LARGEST) setWrong(t.tooLarge);
      else if (!file.type.startsWith("image/")) setWrong(t.noImage);
      else {
        onDone(await api.setPicture(floor, file));
        toast(t.brought);
      }
    } catch (error) {
      setWrong(wordsOf(error));
    } finally {
      setBusy(false);
      // The same file can be chosen once more after it was mended.
      input.value = "";
    }
  };
  return (
    <div className="field">
      <label htmlFor={id}>{t.bring}</label>
      <p className="hint" id={`${id}-hint`}>
        {t.bringHint}
      </p>
      <input id={id} type="file" accept="image/png,image/jpeg" className="input" disabled={busy} aria-describedby={`${id}-hint`} onChange={(event) => void bring(event.currentTarget)} />
      {busy && <p role="status">{t.bringing}</p>}
      {wrong && (
        <p className="field-error" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
