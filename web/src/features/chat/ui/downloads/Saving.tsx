import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Choice } from "../../../../design/Field.tsx";
import { changeRoom } from "../../actions.ts";
import * as api from "../../api.ts";
import type { Room } from "../../model.ts";
import { t } from "../../text.downloads.ts";
import { leastOf, savedBy, WHO } from "./barred.ts";

type Downloads = NonNullable<Room["downloads"]>;

/** Who may save the files of a room, and what that can promise. */
export default function Saving({ room, onClose }: { room: Room; onClose: () => void }) {
  const [before] = useState<Downloads>(() => savedBy(room));
  const [who, setWho] = useState(before);
  const least = leastOf(room);
  const save = async () => {
    // What the organisation wants anyway is no decision of theirs.
    if (who === before || (await changeRoom(() => api.changeRoom(room.id, { downloads: who })))) onClose();
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
            { value: "everyone" as const, label: t.everyone },
            { value: "staff" as const, label: t.staff, hint: t.staffHint },
            { value: "nobody" as const, label: t.nobody, hint: t.nobodyHint },
          ].filter(({ value }) => WHO.indexOf(value) >= WHO.indexOf(least.who))}
        />
        {/* Why there is less to choose from. */}
        {least.who !== "everyone" && <p className="hint">{least.outside ? t.leastOutside(t[least.who]) : t.least(t[least.who])}</p>}
        <p>{t.limits}</p>
        <p>{t.promise}</p>
      </form>
    </Dialog>
  );
}
