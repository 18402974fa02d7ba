import { useEffect, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link, usePath } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { ownNewsStore } from "../store.ts";
import { roomNewsStore } from "../store.marks.ts";
import { t } from "../text.ts";

// What one did oneself is counted at once; of what others do all who have the room open would ask in one moment.
const OWN_MS = 300;
const OTHERS_MS = 10_000;

/** Counts the news of a room, a while after they came. */
function useRoomNews(room: Id): string {
  const heard = useStore(roomNewsStore, (all) => all[room] ?? 0);
  const own = useStore(ownNewsStore, (done) => done);
  const [counted, setCounted] = useState({ heard, own });
  useEffect(() => {
    if (counted.heard === heard && counted.own === own) return;
    const timer = setTimeout(() => setCounted({ heard, own }), counted.own === own ? OWN_MS + Math.random() * OTHERS_MS : OWN_MS);
    return () => clearTimeout(timer);
  }, [heard, own, counted]);
  return `${counted.heard} ${counted.own}`;
}

/** The way to the questions of a room, with how many wait that nobody has claimed; nothing where none does. */
export function Waiting({ room }: { room: Id }) {
  const { value } = useLoad(`question desk ${room} ${useRoomNews(room)}`, () => api.desk(room).then((desk) => ({ ...desk, room })));
  const path = usePath();
  const count = value?.room === room ? value.unclaimed + (value.private_unclaimed ?? 0) : 0;
  if (count === 0 || !value?.may_ask) return null;
  const here = path === `/rooms/${room}/questions`;
  const label = t.waiting(count);
  return (
    <Link className="button small" href={here ? `/rooms/${room}` : `/rooms/${room}/questions`} aria-label={label} title={label} aria-current={here ? "page" : undefined}>
      <Icon name="note" size={18} />
      <b className="badge">{count > 99 ? "99+" : count}</b>
    </Link>
  );
}
