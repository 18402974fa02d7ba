import { useEffect, useRef } from "react";
import { useStore } from "../../../../platform/store.ts";
import { usePerson } from "../../../../platform/people.ts";
import type { Beyond, ForwardPreview } from "../../api.forwards.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.forwards.ts";
import { useRoomTitle } from "../titles.ts";

/** Who would read it who could not before, place by place. */
export function Warning({ preview, changed }: { preview: ForwardPreview; changed: boolean }) {
  const leaving = preview.targets.filter((target) => target.people > 0 || target.everyone || target.organisations.length > 0);
  const box = useRef<HTMLDivElement>(null);
  // Here the same key pressed twice does nothing.
  useEffect(() => box.current?.focus(), [preview]);
  return (
    <div className="forward-warning" role="alert" tabIndex={-1} ref={box}>
      <p>{changed ? t.changed : t.leavesHint}</p>
      {leaving.map((target) => (
        <Place key={target.room_id ?? target.person_id} target={target} />
      ))}
    </div>
  );
}

function Place({ target }: { target: Beyond }) {
  const room = useStore(chatStore, (state) => state.rooms[target.room_id ?? ""] ?? null);
  const title = useRoomTitle(room);
  const person = usePerson(target.person_id ?? null);
  const names = target.outsiders.map((outsider) => outsider.name).join(t.comma);
  return (
    <section>
      <b>{room ? title : (person?.name ?? "…")}</b>
      <ul>
        {target.people > 0 && <li>{t.people_beyond(target.people)}</li>}
        {target.everyone && <li>{t.everyone}</li>}
        {target.outsider_count > 0 && <li>{t.outsiders(names, target.outsider_count - target.outsiders.length)}</li>}
        {target.organisations.length > 0 && <li>{t.organisations(target.organisations.join(t.comma))}</li>}
      </ul>
    </section>
  );
}
