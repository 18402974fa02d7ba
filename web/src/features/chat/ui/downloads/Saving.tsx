import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Choice } from "../../../../design/Field.tsx";
import { changeRoom } from "../../actions.ts";
import * as api from "../../api.ts";
import type { Room } from "../../model.ts";
import { t } from "../../text.downloads.ts";

type Downloads = NonNullable<Room["downloads"]>;

/** Who may save the files of a room, and what that can promise. */
export default function Saving({ room, onClose }: { room: Room; onClose: () => void }) {
  const [who, setWho] = useState<Downloads>(room.downloads ?? "everyone");
  const save = async () => {
    if (await changeRoom(() => api.changeRoom(room.id, { downloads: who }))) onClose();
  };
  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.stop}
          </button>
          <button type="submit" form="saving" className="button primary">
            {t.save}
          </button>
        </>
      }
    >
      <form
        id="saving"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Choice<Downloads>
          label={t.who}
          value={who}
          onChange={setWho}
          options={[
            { value: "everyone", label: t.everyone },
            { value: "staff", label: t.staff, hint: t.staffHint },
            { value: "nobody", label: t.nobody, hint: t.nobodyHint },
          ]}
        />
        <p>{t.limits}</p>
        <p>{t.promise}</p>
      </form>
    </Dialog>
  );
}
