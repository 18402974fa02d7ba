import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { momentText, shortText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { meet, usePerson } from "../../../platform/people.ts";
import { Link, usePath, useQuery } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { withWords } from "../../../platform/texts.ts";
import { changeRoom, fetchRoom } from "../actions.ts";
import * as api from "../api.ts";
import type { Message, Room } from "../model.ts";
import { t } from "../text.ts";
import { t as words } from "../text.search.ts";
import { Markup } from "./markup/Markup.tsx";
import { signed } from "./names.ts";

const NamesCross = lazy(() => withWords(import("./shares/NamesCross.tsx")));

/** A room that I see but am not in: an open one can be joined, and what was said around a place in it be read. */
export default function ForeignRoom({ room }: { room: Room }) {
  const { leave } = useMe();
  const asked = useQuery("at");
  // `?at=` belongs to the thread when one is on screen beside this.
  const isThread = usePath().includes("/threads/");
  const at = !isThread && asked !== null && /^\d+$/.test(asked) ? Number(asked) : null;
  const join = async () => {
    if (await changeRoom(() => api.actOnRoom(room.id, "join"))) await fetchRoom(room.id);
  };
  return (
    <div className="foreign-room">
      <div className="empty">
        <h1>{room.name}</h1>
        <p>{room.purpose}</p>
        <Suspense>{room.shared_with.length > 0 && <NamesCross room={room} />}</Suspense>
        {leave ? null : room.kind === "open" && !room.archived_at ? (
          <button type="button" className="button primary" onClick={() => void join()}>
            {t.join}
          </button>
        ) : (
          <p>{t.notAMember}</p>
        )}
        <Link className="button" href={`/rooms/${room.id}/members`}>
          {t.memberCount(room.member_count)}
        </Link>
      </div>
      {room.kind === "open" && at !== null && <Around key={at} room={room.id} at={at} />}
    </div>
  );
}

/** What was said around a message, to be read only. */
function Around({ room, at }: { room: string; at: number }) {
  const [from, setFrom] = useState(at);
  const page = useLoad(`around ${room} ${from}`, async () => {
    const found = await api.messages(room, { around: from });
    meet(found.people);
    return found;
  });
  const here = useRef<HTMLLIElement>(null);
  const isHere = page.value !== null;
  useEffect(() => {
    if (isHere) here.current?.scrollIntoView({ block: "center" });
  }, [isHere]);
  if (page.error) return <Failed error={page.error} retry={page.reload} />;
  if (!page.value) return <Loading />;
  const { messages, first_seq: first, last_seq: last } = page.value;
  const [oldest, newest] = [messages[0]?.seq ?? first, messages.at(-1)?.seq ?? last];
  return (
    <section aria-labelledby="around-title" aria-busy={page.loading}>
      <h2 id="around-title">{words.around}</h2>
      {oldest > first && (
        <button type="button" className="button more" onClick={() => setFrom(oldest)}>
          {words.before}
        </button>
      )}
      <ul className="cards">
        {messages.map((message) => (
          <li key={message.id} ref={message.seq === at ? here : null} className="card" aria-current={message.seq === at || undefined}>
            <Said message={message} />
          </li>
        ))}
      </ul>
      {newest < last && (
        <button type="button" className="button more" onClick={() => setFrom(newest)}>
          {words.after}
        </button>
      )}
    </section>
  );
}

function Said({ message }: { message: Message }) {
  const author = usePerson(message.author_id);
  return (
    <>
      <p className="card-head">
        <b>{message.via ?? signed(author?.name ?? "…", message)}</b>
        <time dateTime={message.sent_at} title={momentText(message.sent_at)}>
          {shortText(message.sent_at)}
        </time>
      </p>
      <div className="card-body">{message.withdrawn_at ? <p className="message-withdrawn">{t.withdrawn}</p> : <Markup body={message.body} />}</div>
    </>
  );
}
