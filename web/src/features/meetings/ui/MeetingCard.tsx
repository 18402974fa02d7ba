import { Failed } from "../../../design/ListState.tsx";
import { Icon } from "../../../design/Icon.tsx";
import type { CardProps } from "../../../platform/cards.ts";
import { momentText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import "../actions.ts";
import * as api from "../api.ts";
import { standingOf } from "../model.ts";
import { newsStore } from "../store.ts";
import { t } from "../text.ts";
import "./meetings.css";

/** A meeting in the talk: when and where it is, and whether it is being held. */
export default function MeetingCard({ id, tab }: CardProps) {
  const { value, error, reload } = useLoad(id, () => api.meeting(id));
  const told = useStore(newsStore, (news) => news.find((meeting) => meeting.id === id) ?? null);
  const held = value?.meeting ?? null;
  const meeting = held && told && told.tick > held.tick ? told : held;
  if (meeting?.withdrawn_at || told?.withdrawn_at || (error instanceof Problem && error.status === 404)) return <p className="meeting-gone">{t.gone}</p>;
  if (!meeting) return error ? <Failed error={error} retry={reload} /> : <div className="meeting-card" aria-busy />;
  return (
    <Link className="meeting-card" href={`/rooms/${meeting.room_id}/meetings/${meeting.id}`} tabIndex={tab}>
      <strong>
        <Icon name="list" size={18} />
        {meeting.title}
      </strong>
      <small>
        {momentText(meeting.starts_at)}
        {meeting.place && ` ・ ${meeting.place}`} ・ {t[standingOf(meeting)]}
      </small>
    </Link>
  );
}
