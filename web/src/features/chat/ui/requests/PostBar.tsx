import { announce } from "../../../../platform/announce.ts";
import { useMe } from "../../../../platform/session.ts";
import { changeRoom } from "../../actions.ts";
import * as api from "../../api.ts";
import { atDesk, restsIn, type Room } from "../../model.ts";
import { t } from "../../text.requests.ts";
import { changeClaim, claimAct, claimText, isShared } from "./claims.ts";
import { useRequest } from "./useRequest.ts";

/** In the header of a request to a post: whether anybody is there, whether it is done, and what those who hold the post do with it. */
export function PostBar({ room }: { room: Room }) {
  const { leave, person: me } = useMe();
  const { value: found, replace } = useRequest(room);
  const request = found?.room.id === room.id ? found : null;
  const open = !room.archived_at;
  const holds = atDesk(room) && !leave;
  const mayReopen = room.mine?.role !== "reader" && !room.mine?.barred && !restsIn(room, leave);
  const claim = async () => {
    const changed = request && (await changeClaim(request, me.id));
    if (changed) replace(changed);
  };
  const finish = async () => {
    if (await changeRoom(() => api.actOnRoom(room.id, "archive"))) announce(t.done);
  };
  return (
    <div className="request-bar">
      <p>
        {t.toPost(room.name)}
        {!open && <span className="tag">{t.done}</span>}
        {open && request?.vacant && !room.mine?.barred && <span className="tag">{t.vacant}</span>}
        {open && request && isShared(request) && <span className="tag">{claimText(request, me.id)}</span>}
      </p>
      {open && request?.vacant && !room.mine?.barred && <p>{t.vacantHint}</p>}
      <div className="request-acts">
        {open && holds && request && isShared(request) && (
          <button type="button" className="button small" onClick={() => void claim()}>
            {claimAct(request, me.id).label}
          </button>
        )}
        {open && holds && (
          <button type="button" className="button small" onClick={() => void finish()}>
            {t.finish}
          </button>
        )}
        {!open && mayReopen && (
          <button type="button" className="button small" onClick={() => void changeRoom(() => api.actOnRoom(room.id, "reopen"))}>
            {t.openAgain}
          </button>
        )}
      </div>
    </div>
  );
}
