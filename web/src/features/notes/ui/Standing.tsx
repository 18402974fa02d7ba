import { useEffect, useRef } from "react";
import { Avatar } from "../../../design/Avatar.tsx";
import { Icon } from "../../../design/Icon.tsx";
import type { Id } from "../../../platform/ids.ts";
import { usePerson } from "../../../platform/people.ts";
import { useStore } from "../../../platform/store.ts";
import { waitsForOthers, type Standing as PaperStanding } from "../sync.ts";
import { t } from "../text.ts";
import type { Desk } from "./usePaper.ts";

function textOf({ waiting, offline, unkept, unstored, refused }: PaperStanding, mayWrite: boolean): string {
  if (refused) return waitsForOthers(refused) ? t.waitsForOthers : t.refused;
  if (unkept && waiting > 0) return t.unkept;
  // It says that this device has it only once it has.
  if (offline && !unstored) return waiting > 0 ? t.offline(waiting) : t.offlineNothing;
  if (!mayWrite) return t.readOnly;
  return waiting > 0 ? t.saving : t.saved;
}

/** Whether what is written is kept, and who else has the page open. */
export function Standing({ desk }: { desk: Desk }) {
  const standing = useStore(desk.paper.standing, (all) => all);
  const { offline, unkept, unstored, refused } = standing;
  const { mayWrite, hands } = useStore(desk.around, (all) => all);
  const text = textOf(standing, mayWrite);
  // A pause in typing is no news: what is told aloud is that something is in the way, and that it is no more.
  const calm = !refused && !unkept && !offline;
  const wasCalm = useRef(calm);
  const tells = (!calm && !unstored) || !wasCalm.current;
  useEffect(() => {
    wasCalm.current = calm;
  }, [calm]);
  return (
    <div className="note-standing">
      <Others key={hands} desk={desk} />
      <p role="status" aria-live={tells ? "polite" : "off"} data-state={refused || unkept ? "bad" : offline ? "offline" : "good"}>
        {(refused || offline) && <Icon name={refused ? "barrier" : "clock"} size={16} />}
        {text}
      </p>
    </div>
  );
}

function Others({ desk }: { desk: Desk }) {
  const others = desk.hands.people();
  if (others.length === 0) return null;
  return (
    <p className="note-others" title={t.here(others.map(({ name }) => name).join("、"))}>
      {others.slice(0, 6).map(({ person }) => (
        <Other key={person} id={person} />
      ))}
      {others.length > 6 && <span>+{others.length - 6}</span>}
      <span className="visually-hidden">{t.here(others.map(({ name }) => name).join("、"))}</span>
    </p>
  );
}

function Other({ id }: { id: Id }) {
  return <Avatar person={usePerson(id)} size={26} />;
}
