import { useState } from "react";
import { Confirm, Dialog } from "../../../../design/Dialog.tsx";
import { Mark } from "../../../../design/Mark.tsx";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.shares.ts";
import type { Room } from "../../model.ts";
import { t } from "../../text.shares.ts";
import { shareProblem } from "./words.ts";
import "./shares.css";

type Shared = Room["shared_with"][number];

async function end({ share, name }: Shared): Promise<void> {
  try {
    await api.stop(share, "end");
    toast(t.endedNow(name));
  } catch (error) {
    toast(shareProblem(error), "error");
  }
}

/** Ends what a room shares, after having asked; of several organisations, with which one. */
export default function EndShares({ room, onClose }: { room: Room; onClose: () => void }) {
  const me = useMe();
  const [chosen, setChosen] = useState<Shared | null>(room.shared_with.length === 1 ? (room.shared_with[0] ?? null) : null);
  if (chosen) return <Confirm title={t.endOf(chosen.name)} text={t.endAsk(chosen.name)} confirm={t.end} danger onConfirm={() => void end(chosen)} onClose={onClose} />;
  return (
    <Dialog title={t.endWhich} width="small" onClose={onClose}>
      <ul className="share-choices">
        {room.shared_with.map((shared) => (
          <li key={shared.share} className="share-organisation">
            <Mark organisation={shared} among={[me.organisation, ...room.shared_with]} />
            <b>{shared.name}</b>
            <button type="button" className="button small" aria-label={t.endOf(shared.name)} onClick={() => setChosen(shared)}>
              {t.end}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
