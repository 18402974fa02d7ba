import { useEffect } from "react";
import { Avatar } from "../../../../design/Avatar.tsx";
import { momentText, shortText } from "../../../../platform/dates.ts";
import { peopleStore, usePerson, wantPeople } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import { chatStore } from "../../store.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.search.ts";
import { calledText, signed } from "../names.ts";
import { useRoomTitle } from "../titles.ts";
import { pieces, type Mark } from "./pieces.ts";
import { opening } from "./held.ts";
import { type FoundRoom, type Hit } from "./results.ts";

const CALLED = /<@([0-7][0-9a-hjkmnp-tv-z]{12})>/g;

/** A room as people call it, whether they are in it or only may read it. */
export function useFoundTitle(id: string, room: FoundRoom | null): string {
  const me = useStore(chatStore, (state) => state.me);
  const known = useStore(chatStore, (state) => state.rooms[id] ?? null);
  const title = useRoomTitle(known);
  const people = useStore(peopleStore, (all) => all);
  if (known) return title;
  if (!room) return chat.anotherRoom;
  const others = room.people.filter((person) => person !== me).map((person) => people[person]?.name ?? "…");
  if (room.kind === "direct") return others.join(chat.comma) || chat.notesToSelf;
  return others[0] ? `${others[0]} → ${room.name}` : room.name;
}

/** A text with what was found in it marked. */
export function Marked({ text, marks }: { text: string; marks: readonly Mark[] }) {
  return <>{pieces(text, marks, calledText).map((piece, index) => (piece.marked ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>))}</>;
}

/** Something that was found: who said it, where and when, and its words around what was looked for. */
export function Found({ hit: { message, text, marks, file_marks: fileMarks }, room }: { hit: Hit; room: FoundRoom | null }) {
  const author = usePerson(message.author_id);
  // It may have been taken back while it stands here.
  const isGone = useStore(chatStore, (state) => Boolean(state.messages[message.id]?.withdrawn_at));
  const called = [...text.matchAll(CALLED)].map((found) => found[1] ?? "").join();
  useEffect(() => {
    if (called !== "") wantPeople(called.split(","));
  }, [called]);
  // Drawn anew when a name comes in.
  useStore(peopleStore, (all) => all);
  const title = useFoundTitle(message.room_id, room);
  const href = message.thread_id ? `/rooms/${message.room_id}/threads/${message.thread_id}?at=${message.seq}` : `/rooms/${message.room_id}?at=${message.seq}`;
  const files = [...message.files, ...(message.forwarded ?? []).flatMap((one) => one.files ?? [])];
  if (isGone) return null;
  return (
    <li className="card search-hit" id={`hit-${message.id}`}>
      <Link className="card-head" href={href} aria-describedby={`found-${message.id}`} onClick={() => opening(message.id)}>
        <Avatar person={author} size={30} />
        <b>{message.via ?? signed(author?.name ?? "…", message)}</b>
        <span>
          {title}
          {room && !room.is_mine && ` (${t.notMine})`}
        </span>
        <time dateTime={message.sent_at} title={momentText(message.sent_at)}>
          {shortText(message.sent_at)}
        </time>
      </Link>
      {text !== "" && (
        <p className="card-body search-found" id={`found-${message.id}`}>
          <Marked text={text} marks={marks} />
        </p>
      )}
      {files.length > 0 && (
        <ul className="card-foot hint">
          {files.map((file, index) => (
            <li key={index}>
              <Marked text={file.name} marks={fileMarks[index] ?? []} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
