import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextField } from "../../../design/Field.tsx";
import { changeRoom } from "../actions.ts";
import * as api from "../api.ts";
import type { Room } from "../model.ts";
import { t } from "../text.ts";

/** Gives a room another name and purpose. */
export default function RenameRoom({ room, onClose }: { room: Room; onClose: () => void }) {
  const [name, setName] = useState(room.name);
  const [purpose, setPurpose] = useState(room.purpose);
  const save = async () => {
    if (name.trim() !== "" && (await changeRoom(() => api.changeRoom(room.id, { name: name.trim(), purpose: purpose.trim() })))) onClose();
  };
  return (
    <Dialog
      title={t.renameRoom}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.stop}
          </button>
          <button type="submit" form="rename-room" className="button primary" disabled={name.trim() === ""}>
            {t.save}
          </button>
        </>
      }
    >
      <form
        id="rename-room"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField label={t.roomName} required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        <TextField label={t.purpose} hint={t.purposeHint} maxLength={250} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
      </form>
    </Dialog>
  );
}
