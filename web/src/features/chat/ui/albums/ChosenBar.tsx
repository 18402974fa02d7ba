import { useState } from "react";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { tell } from "../../../../platform/refusals.ts";
import { navigate } from "../../../../platform/router.ts";
import * as api from "../../api.albums.ts";
import { t } from "../../text.albums.ts";
import AddDialog from "./AddDialog.tsx";
import { add, hold } from "./acting.ts";

interface Props {
  room: Id;
  /** The album for which they are chosen, if one was named. */
  album: Id | null;
  files: readonly Id[];
  onDone: () => void;
}

/** What is done with the pictures that are chosen in a room's list of files. */
export default function ChosenBar({ room, album: id, files, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const goal = useLoad(`for album ${id}`, async () => {
    if (!id) return null;
    const { album } = await api.albumOf(id);
    hold(album);
    return album;
  }).value;
  const onAdd = async () => {
    if (!goal) return setAsking(true);
    setBusy(true);
    try {
      await add(goal, files);
      navigate(`/rooms/${room}/albums/${goal.id}`);
    } catch (error) {
      await tell(error);
    }
    setBusy(false);
  };
  return (
    <>
      <span role="status">{t.choosing(files.length)}</span>
      <button type="button" className="button primary" disabled={files.length === 0 || busy} onClick={() => void onAdd()}>
        {goal ? t.addTo(goal.name) : t.addChosen}
      </button>
      <button type="button" className="button" onClick={() => (id ? navigate(`/rooms/${room}/albums/${id}`) : onDone())}>
        {t.cancel}
      </button>
      {asking && <AddDialog room={room} files={files} onClose={() => setAsking(false)} onDone={onDone} />}
    </>
  );
}
