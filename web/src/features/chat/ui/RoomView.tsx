import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Empty, Failed, Loading } from "../../../design/ListState.tsx";
import { Link, usePath, useQuery } from "../../../platform/router.ts";
import { dayText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { isId } from "../../../platform/ids.ts";
import { problemText } from "../../../platform/problems.ts";
import { peopleStore } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { askWhetherBarred, fetchRoom, lookSoon, type StreamKey } from "../actions.ts";
import { Composer } from "./composer/Composer.tsx";
import { isToPost, mayPost, restsIn, type Message, type Room } from "../model.ts";
import { hearAnswers } from "../store.files.ts";
import { chatStore, typingStore } from "../store.ts";
import { t } from "../text.ts";
import { RoomHeader } from "./RoomHeader.tsx";
import { Timeline } from "./Timeline.tsx";
import { useRoomTitle } from "./titles.ts";

const GuestsBand = lazy(() => withWords(import("./guests/GuestsBand.tsx")));
const SharedBand = lazy(() => withWords(import("./shares/SharedBand.tsx")));
const ForeignRoom = lazy(() => withWords(import("./ForeignRoom.tsx")));
const BarredNotice = lazy(() => withWords(import("./requests/BarredNotice.tsx")));

/** A room: its header, its messages, and where to write. */
export function RoomView({ id }: { id: string }) {
  const room = useStore(chatStore, (state) => state.rooms[id] ?? null);
  const [error, setError] = useState<unknown>(null);
  const [foreign, setForeign] = useState<Room | null>(null);
  const title = useRoomTitle(room);
  const {
    leave,
    person: { guest },
  } = useMe();
  const fetch = useCallback(() => {
    setError(null);
    if (!isId(id)) return setError(new Problem("not_found", 404));
    fetchRoom(id).then((found) => {
      // An open room that I am not in: shown by name, with a way in.
      if (!found.mine) setForeign(found);
    }, setError);
  }, [id]);
  useEffect(() => {
    if (!chatStore.get().rooms[id]) fetch();
  }, [id, fetch]);
  useEffect(() => askWhetherBarred(id), [id]);
  useEffect(() => {
    lookSoon(id);
    return () => lookSoon(null);
  }, [id]);

  if (error instanceof Problem && error.code === "not_found") {
    // Asking again would not bring it back.
    return (
      <Empty page icon="help" title={problemText(error)}>
        <Link className="button" href="/">
          {t.toRooms}
        </Link>
      </Empty>
    );
  }
  if (error) return <Failed error={error} retry={fetch} />;
  if (!room && foreign)
    return (
      <Suspense fallback={<Loading />}>
        <ForeignRoom room={foreign} />
      </Suspense>
    );
  if (!room) return <Loading />;
  return (
    <section className="room" aria-labelledby="room-title">
      <div className="room-top">
        <RoomHeader room={room} title={title} />
        {room.shared_with.length > 0 && (
          <Suspense fallback={<p className="guests-band" />}>
            <SharedBand room={room} />
          </Suspense>
        )}
        {room.guest_count > 0 && !guest && (
          <Suspense fallback={<p className="guests-band" />}>
            <GuestsBand room={room} />
          </Suspense>
        )}
      </div>
      <Conversation key={id} stream={{ room: id, thread: null }} label={t.messageTo(title)} canPost={mayPost(room, leave)} />
      {room.archived_at && <p className="room-archived">{isToPost(room) ? t.doneNotice : room.kind === "request" ? t.closedNotice : t.archivedNotice}</p>}
      {restsIn(room, leave) && <p className="room-archived">{t.onLeaveNotice}</p>}
      {room.mine?.reads_until && <p className="room-archived">{t.handoverNotice(dayText(room.mine.reads_until))}</p>}
      {room.mine?.barred && guest && <p className="room-archived">{t.barredGuest}</p>}
      {room.mine?.barred && !guest && (
        <Suspense fallback={<div className="room-archived" />}>
          <BarredNotice room={room} title={title} />
        </Suspense>
      )}
    </section>
  );
}

/** The messages of a room or thread and the composer below, which share what is quoted and edited. */
export function Conversation({ stream: given, label, canPost }: { stream: StreamKey; label: string; canPost: boolean }) {
  const stream = useMemo<StreamKey>(() => ({ room: given.room, thread: given.thread }), [given.room, given.thread]);
  const key = stream.thread ?? stream.room;
  const at = useQuery("at");
  // `?at=` belongs to the thread when one is on screen, else to the room.
  const ours = usePath().includes("/threads/") === (given.thread !== null);
  const seq = ours && at !== null && /^\d+$/.test(at) ? Number(at) : null;
  const [quote, setQuote] = useState<Message | null>(() => {
    const state = chatStore.get();
    return state.messages[state.drafts[key]?.quote ?? ""] ?? null;
  });
  const [editing, setEditing] = useState<Message | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const focusComposer = useCallback(() => box.current?.querySelector("textarea")?.focus({ preventScroll: true }), []);
  // Opening a conversation means writing or reading it; on a phone the keyboard must not jump up.
  useEffect(() => {
    if (!matchMedia("(pointer: coarse)").matches) focusComposer();
  }, [focusComposer]);
  const onReply = useCallback((message: Message) => {
    setEditing(null);
    setQuote(message);
  }, []);
  const onEdit = useCallback((message: Message) => {
    setQuote(null);
    setEditing(message);
  }, []);
  useEffect(() => (canPost ? hearAnswers(key, onReply) : undefined), [key, onReply, canPost]);
  return (
    <div className="conversation" ref={box}>
      <Timeline stream={stream} at={seq} canPost={canPost} onReply={onReply} onEdit={onEdit} onLeave={focusComposer} />
      <TypingLine stream={stream} />
      {canPost && <Composer stream={stream} label={label} quote={quote} onQuote={setQuote} editing={editing} onEdit={setEditing} />}
    </div>
  );
}

function TypingLine({ stream }: { stream: StreamKey }) {
  const typing = useStore(typingStore, (all) => all[stream.thread ?? stream.room]);
  const people = useStore(peopleStore, (all) => all);
  const names = Object.keys(typing ?? {}).map((id) => people[id]?.name ?? "…");
  return <p className="typing">{names.length > 0 && (names.length > 3 ? t.manyTyping : t.typing(names.join(t.comma)))}</p>;
}
