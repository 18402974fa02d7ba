import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { Pane } from "../../../design/Pane.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { Link, navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import "../actions.ts";
import * as api from "../api.ts";
import { standingOf, withMeeting, type Meeting } from "../model.ts";
import { newsStore } from "../store.ts";
import { t } from "../text.ts";
import { CallMeeting } from "./CallMeeting.tsx";
import "./meetings.css";

/** A room's meetings, the latest first. */
export default function MeetingsPane({ room }: { room: Id }) {
  const me = useMe();
  const [calling, setCalling] = useState(false);
  const list = usePages(room, (cursor) => api.list(room, cursor));
  const news = useStore(newsStore, (all) => all);
  const items = news.filter((meeting) => meeting.room_id === room).reduce<readonly Meeting[]>(withMeeting, list.items);
  return (
    <Pane labelledBy="meetings-title" close={`/rooms/${room}`}>
      <header className="pane-head">
        <h2 id="meetings-title">{t.title}</h2>
        {!me.leave && (
          <button type="button" className="button small" onClick={() => setCalling(true)}>
            <Icon name="plus" size={18} />
            {t.newMeeting}
          </button>
        )}
        <Link className="icon-button" href={`/rooms/${room}`} aria-label={t.close}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body meetings">
        <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
          <Empty icon="list" title={t.none}>
            <p>{t.noneHint}</p>
          </Empty>
        </ListState>
        <ul className="meeting-list">
          {items.map((meeting) => (
            <li key={meeting.id}>
              <Link className="meeting-row" href={`/rooms/${room}/meetings/${meeting.id}`}>
                <strong>{meeting.title}</strong>
                <small>
                  {momentText(meeting.starts_at)}
                  {meeting.place && ` ・ ${meeting.place}`} ・ {t[standingOf(meeting)]}
                </small>
              </Link>
            </li>
          ))}
        </ul>
        <MoreButton more={list.more} />
        <Link href="/print/margins">{t.ownMargins}</Link>
      </div>
      {calling && <CallMeeting room={room} onClose={() => setCalling(false)} onMade={(meeting) => navigate(`/rooms/${room}/meetings/${meeting.id}`)} />}
    </Pane>
  );
}
