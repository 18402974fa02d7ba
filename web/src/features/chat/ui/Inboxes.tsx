import { lazy, Suspense, useState, type ReactNode } from "react";
import { Avatar } from "../../../design/Avatar.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, Loading, MoreButton } from "../../../design/ListState.tsx";
import { momentText, shortText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { useDebounced, useLoad, usePages } from "../../../platform/load.ts";
import { meet, usePerson } from "../../../platform/people.ts";
import { Link, navigate, useQuery } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { changeRoom, changeThread } from "../actions.ts";
import * as api from "../api.ts";
import { CardOf, hasCard } from "./CardOf.tsx";
import { Attached } from "./files/Attached.tsx";
import ForwardedList from "./forwards/ForwardedList.tsx";
import { Markup } from "./markup/Markup.tsx";
import { threadUnreadOf, type Message, type Room } from "../model.ts";
import { chatStore } from "../store.ts";
import { putRoom, putThread } from "../sync.ts";
import { t as inboxes } from "../text.dialogs.ts";
import { t } from "../text.ts";
import { signed } from "./names.ts";
import { Page } from "./Page.tsx";
import { roomIcon, useRoomTitle } from "./titles.ts";

const BarredDirect = lazy(() => withWords(import("./requests/BarredDirect.tsx")));

function Card({ message, href, roomId, children }: { message: Message; href: string; roomId: string; children?: ReactNode }) {
  const author = usePerson(message.author_id);
  const room = useStore(chatStore, (state) => state.rooms[roomId] ?? null);
  const title = useRoomTitle(room);
  return (
    <li className="card">
      <Link className="card-head" href={href}>
        <Avatar person={author} size={30} />
        <b>{message.via ?? signed(author?.name ?? "…", message)}</b>
        <span>{title}</span>
        <time dateTime={message.sent_at} title={momentText(message.sent_at)}>
          {shortText(message.sent_at)}
        </time>
      </Link>
      <div className="card-body">{message.withdrawn_at ? <p className="message-withdrawn">{t.withdrawn}</p> : <>{hasCard(message) ? <CardOf card={message.card} room={message.room_id} tab={undefined} /> : <Markup body={message.body} />}{message.forwarded && <ForwardedList forwarded={message.forwarded} below={`/rooms/${message.room_id}`} />}</>}</div>
      {message.files.length > 0 && <Attached files={message.files} said={{ author: message.via ? null : message.author_id, at: message.sent_at }} below={`/rooms/${message.room_id}`} />}
      {children}
    </li>
  );
}

/** Where somebody named me, newest first. */
export function Mentions() {
  const count = useStore(chatStore, (state) => Object.values(state.rooms).reduce((sum, room) => sum + (room.mine?.mention_seqs.length ?? 0), 0));
  const list = usePages(`mentions ${count}`, async (cursor) => {
    const page = await api.mentions(cursor);
    meet(page.people);
    return page;
  });
  return (
    <Page title={t.mentions}>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="at" title={inboxes.noMentions}>
          <p>{inboxes.noMentionsHint}</p>
        </Empty>
      </ListState>
      <ul className="cards">
        {list.items.map(({ message, room_id: room }) => (
          <Card key={message.id} message={message} roomId={room} href={message.thread_id ? `/rooms/${room}/threads/${message.thread_id}?at=${message.seq}` : `/rooms/${room}?at=${message.seq}`} />
        ))}
      </ul>
      <MoreButton more={list.more} />
    </Page>
  );
}

type Filter = "open" | "resolved" | "all";

/** Every topic I take part in or follow. */
export function Threads() {
  const [filter, setFilter] = useState<Filter>("open");
  const known = useStore(chatStore, (state) => state.threads);
  const list = usePages("threads", async (cursor) => {
    const page = await api.threads(cursor);
    meet(page.people);
    chatStore.update((state) => page.items.reduce((now, item) => putThread(now, item.thread), state));
    return page;
  });
  const items = list.items.map((item) => ({ ...item, thread: known[item.thread.id] ?? item.thread })).filter(({ thread }) => filter === "all" || Boolean(thread.resolved_at) === (filter === "resolved"));
  return (
    <Page
      title={t.threads}
      tools={
        <SortBar
          value={filter}
          onChange={setFilter}
          options={[
            { value: "open", label: t.filterOpen },
            { value: "resolved", label: t.resolved },
            { value: "all", label: inboxes.filterAll },
          ]}
        />
      }
    >
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="thread" title={inboxes.noThreads}>
          <p>{inboxes.noThreadsHint}</p>
        </Empty>
      </ListState>
      <ul className="cards">
        {items.map(({ thread, root, latest, room_id: room }) => (
          <Card key={thread.id} message={root} roomId={room} href={`/rooms/${room}/threads/${thread.id}`}>
            <ul className="card-replies">
              {latest.map((message) => (
                <Reply key={message.id} message={message} />
              ))}
            </ul>
            <p className="card-foot">
              <Link className="thread-chip" href={`/rooms/${room}/threads/${thread.id}`}>
                <Icon name="thread" size={16} />
                {t.replies(thread.replies)}
                {threadUnreadOf(thread) > 0 && <span className="badge">{threadUnreadOf(thread)}</span>}
              </Link>
              <button type="button" className="link-button" onClick={() => void changeThread(thread.id, { resolved: !thread.resolved_at })}>
                {thread.resolved_at ? t.unresolve : t.resolve}
              </button>
              <button type="button" className="link-button" onClick={() => void changeThread(thread.id, { following: !thread.mine?.following })}>
                {thread.mine?.following ? t.unfollow : t.follow}
              </button>
            </p>
          </Card>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </Page>
  );
}

function Reply({ message }: { message: Message }) {
  const author = usePerson(message.author_id);
  return (
    <li>
      <b>{message.via ?? signed(author?.name ?? "…", message)}</b> <time dateTime={message.sent_at}>{shortText(message.sent_at)}</time>
      {message.withdrawn_at ? <p className="message-withdrawn">{t.withdrawn}</p> : <><Markup body={message.body} />{message.forwarded && <ForwardedList forwarded={message.forwarded} />}</>}
    </li>
  );
}

/** Rooms that anybody may join. */
export function OpenRooms() {
  const [text, setText] = useState("");
  const search = useDebounced(text.trim());
  const rooms = useStore(chatStore, (state) => state.rooms);
  const list = usePages(`open ${search}`, (cursor) => api.openRooms(search, cursor));
  const join = async (room: Room) => {
    if (await changeRoom(() => api.actOnRoom(room.id, "join"))) {
      const joined = await api.room(room.id).catch(() => null);
      if (joined) chatStore.update((state) => putRoom(state, joined));
      navigate(`/rooms/${room.id}`);
    }
  };
  return (
    <Page
      title={t.findRooms}
      tools={
        <Link className="button small" href="/new-room">
          <Icon name="plus" size={16} />
          {t.newRoom}
        </Link>
      }
    >
      <input className="input" type="search" aria-label={t.filterRooms} placeholder={t.filterRooms} value={text} onChange={(event) => setText(event.target.value)} />
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="open" title={search ? t.noRoomFits : inboxes.noOpenRooms}>
          <p>{inboxes.noOpenRoomsHint}</p>
        </Empty>
      </ListState>
      <ul className="open-rooms">
        {list.items.map((room) => (
          <li key={room.id}>
            <Icon name={roomIcon(room.kind)} />
            <div>
              <b>{room.name}</b>
              <p>{room.purpose}</p>
              <small>{t.memberCount(room.member_count)}</small>
            </div>
            {rooms[room.id] ? (
              <Link className="button small" href={`/rooms/${room.id}`}>
                {t.openRoom}
              </Link>
            ) : (
              <button type="button" className="button small primary" onClick={() => void join(room)}>
                {t.join}
              </button>
            )}
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </Page>
  );
}

/** `/direct?people=a,b`: opens the conversation with these people, from anywhere. */
export function OpenDirect() {
  const people = useQuery("people") ?? "";
  const opened = useLoad(people, async () => {
    const room = await api.direct(people.split(","));
    chatStore.update((state) => putRoom(state, room));
    navigate(`/rooms/${room.id}`, { replace: true });
    return room.id;
  });
  if (opened.error instanceof Problem && opened.error.code === "chat.barred") {
    return (
      <Suspense fallback={<Loading />}>
        <BarredDirect />
      </Suspense>
    );
  }
  return <ListState loading={opened.loading} error={opened.error} empty retry={opened.reload}>{null}</ListState>;
}
