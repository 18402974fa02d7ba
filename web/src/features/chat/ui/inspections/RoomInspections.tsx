import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { Pane } from "../../../../design/Pane.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { usePages } from "../../../../platform/load.ts";
import { Link } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.inspections.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.inspections.ts";
import { StateTag } from "./StateTag.tsx";
import { daysText } from "./words.ts";
import "./inspections.css";

/** By which requests administrators have read this room, for the people in it. */
export default function RoomInspections({ room }: { room: Id }) {
  // A notice in the talk tells that there is one more.
  const last = useStore(chatStore, (state) => state.rooms[room]?.last_seq ?? 0);
  const list = usePages(`inspections of ${room} ${last}`, (cursor) => api.ofRoom(room, cursor));
  return (
    <Pane labelledBy="room-inspections-title" close={`/rooms/${room}`}>
      <header className="pane-head">
        <div className="room-heading">
          <h2 id="room-inspections-title">{t.ofRoom}</h2>
        </div>
        <Link className="icon-button" aria-label={t.closePane} href={`/rooms/${room}`}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body inspections-of-room">
        <p className="hint">{t.ofRoomHint}</p>
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="shield" title={t.noneOfRoom} />
        </ListState>
        <ul>
          {list.items.map((inspection) => (
            <li key={inspection.id} className="inspection-box">
              <StateTag state={inspection.state} />
              <dl className="inspection-facts">
                <div>
                  <dt>{t.who}</dt>
                  <dd>
                    <PersonRow person={inspection.asked_by} watch={false} />
                  </dd>
                </div>
                <div>
                  <dt>{t.purpose}</dt>
                  <dd className="inspection-own-words">{inspection.purpose}</dd>
                </div>
                <div>
                  <dt>{t.grantedBy}</dt>
                  <dd>{inspection.decided_by && <PersonRow person={inspection.decided_by} watch={false} />}</dd>
                </div>
                <div>
                  <dt>{t.span}</dt>
                  <dd>{daysText(inspection)}</dd>
                </div>
                <div>
                  <dt>{t.openFor}</dt>
                  <dd>
                    {inspection.decided_at && momentText(inspection.decided_at)} 〜 {momentText(inspection.ended_at ?? inspection.due_at)}
                  </dd>
                </div>
                <div>
                  <dt>{t.opened}</dt>
                  <dd>{inspection.opened_at ? momentText(inspection.opened_at) : t.notOpened}</dd>
                </div>
              </dl>
            </li>
          ))}
        </ul>
        <MoreButton more={list.more} />
      </div>
    </Pane>
  );
}
