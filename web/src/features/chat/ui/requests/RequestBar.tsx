import { useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { useMe } from "../../../../platform/session.ts";
import { changeRoom } from "../../actions.ts";
import * as api from "../../api.ts";
import { atDesk, isToPost, type Room } from "../../model.ts";
import { t } from "../../text.requests.ts";
import { changeClaim, claimAct, claimText } from "./claims.ts";
import { PostBar } from "./PostBar.tsx";
import { useRequest } from "./useRequest.ts";
import "./requests.css";

/** In the header of a request: how it stands, and what those who take it do with it. */
export default function RequestBar({ room }: { room: Room }) {
  return isToPost(room) ? <PostBar room={room} /> : <DeskBar room={room} />;
}

/** In the header of a request to a desk: for whom it is, who sees to it, and what the desk does with it. */
function DeskBar({ room }: { room: Room }) {
  const me = useMe().person.id;
  const { value: found, replace } = useRequest(room);
  const [closing, setClosing] = useState(false);
  const request = found?.room.id === room.id ? found : null;
  const desk = atDesk(room);
  const open = !room.archived_at;
  const claim = async () => {
    const changed = request && (await changeClaim(request, me));
    if (changed) replace(changed);
  };
  return (
    <div className="request-bar">
      {request && (
        <p>
          {t.requestTo(request.barrier_name ?? "")}
          {open && <span className="tag">{claimText(request, me)}</span>}
        </p>
      )}
      {desk && (
        <div className="request-acts">
          {open && request && (
            <button type="button" className="button small" onClick={() => void claim()}>
              {claimAct(request, me).label}
            </button>
          )}
          <button type="button" className="button small" onClick={() => (open ? setClosing(true) : void changeRoom(() => api.actOnRoom(room.id, "reopen")))}>
            {open ? t.close : t.reopen}
          </button>
        </div>
      )}
      {closing && <Confirm title={t.closeTitle} text={t.closeAsk} confirm={t.close} onConfirm={() => void changeRoom(() => api.actOnRoom(room.id, "archive"))} onClose={() => setClosing(false)} />}
    </div>
  );
}
