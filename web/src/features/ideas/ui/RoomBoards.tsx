import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { shortText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { ideasText } from "./words.ts";
import "./ideas.css";

/** The idea boards of a room, the newest first. */
export default function RoomBoards({ room }: { room: Id }) {
  const list = usePages(room, (cursor) => api.ofRoom(room, cursor));
  return (
    <section className="page idea-page" aria-labelledby="page-title">
      <header className="room-header">
        <Link className="icon-button" href={`/rooms/${room}`} aria-label={t.back} title={t.back}>
          <Icon name="back" />
        </Link>
        <div className="room-heading">
          <h1 id="page-title">{t.allBoards}</h1>
        </div>
      </header>
      <div className="idea-body">
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="list" title={t.noBoards}>
            <p>{t.noBoardsHint}</p>
          </Empty>
        </ListState>
        <ul className="idea-list">
          {list.items.map((board) => (
            <li key={board.id} className="idea-item">
              <Link href={`/rooms/${room}/ideas/${board.id}`}>{board.theme}</Link>
              <p className="hint">
                {shortText(board.created_at)} ・ {ideasText(board)}
                {typeof board.ideas === "number" && ` ・ ${t.count(board.ideas)}`}
              </p>
            </li>
          ))}
        </ul>
        <MoreButton more={list.more} />
      </div>
    </section>
  );
}
