import { lazy, memo, Suspense, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Avatar, presenceText } from "../../../design/Avatar.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { MenuButton } from "../../../design/Menu.tsx";
import { shortText } from "../../../platform/dates.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { lineStore } from "../../../platform/live.ts";
import { peopleStore, usePerson } from "../../../platform/people.ts";
import { usePresence } from "../../../platform/presence.ts";
import { finds } from "../../../platform/reading.ts";
import { Link, navigate, usePath } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { useUnitReadings } from "../../../platform/units.ts";
import { waitingTasksStore } from "../../../platform/waiting.ts";
import { setPreferences } from "../actions.ts";
import { useExcerpt } from "./excerpt.ts";
import { calls, isMemo, isToPost, mentionsOf, partnerOf, roomTitle, sectionsOf, threadUnreadOf, unreadOf, unreadRequests, type Room } from "../model.ts";
import { chatStore, outbox } from "../store.ts";
import { t } from "../text.ts";
import { usedBy } from "./names.ts";
import { useDesks } from "./requests/desks.ts";
import { roomIcon, useRoomTitle } from "./titles.ts";

const SavedPlaces = lazy(() => import("./search/SavedPlaces.tsx"));

/** The list of my rooms: what waits for me first, then by kind. `children` are ways to what other features have of the talk, an item each. */
export function RoomList({ children }: { children?: ReactNode }) {
  const path = usePath();
  const current = /^\/rooms\/([^/]+)/.exec(path)?.[1] ?? null;
  const state = useStore(chatStore, (all) => all);
  const people = useStore(peopleStore, (all) => all);
  const unsent = useStore(outbox.entries, (entries) => entries);
  const line = useStore(lineStore, (value) => value);
  const [filter, setFilter] = useState("");
  const nav = useRef<HTMLElement>(null);
  // The room that was unread when it was opened keeps its place in the list while it is on screen.
  const stay = useRef<{ id: string | null; wasUnread: boolean }>({ id: null, wasUnread: false });
  if (stay.current.id !== current) {
    const room = current ? state.rooms[current] : undefined;
    stay.current = { id: current, wasUnread: room ? calls(room) : false };
  }
  const rooms = useMemo(() => Object.values(state.rooms), [state.rooms]);
  const {
    leave,
    person: { guest },
  } = useMe();
  const unitReading = useUnitReadings(filter.trim() !== "");
  const shown = useMemo(
    () => (filter.trim() === "" ? rooms : rooms.filter((room) => finds(filter, [roomTitle(room, people, state.me, ""), unitReading(room.unit_id), ...room.people.map((id) => people[id]?.reading)]))),
    [rooms, filter, people, state.me, unitReading],
  );
  // The place for memos stands above all others, whatever is in it.
  const memo = rooms.find((room) => isMemo(room, state.me)) ?? null;
  const sections = sectionsOf(shown.filter((room) => room !== memo), stay.current.wasUnread ? current : null);
  const threadCount = Object.values(state.threads).reduce((sum, thread) => sum + threadUnreadOf(thread), 0);
  const mentionCount = rooms.reduce((sum, room) => sum + mentionsOf(room), 0);

  const desks = useDesks();
  const withRequests = desks.length > 0 || path.startsWith("/requests") || rooms.some((room) => room.kind === "request" && !isToPost(room));
  const withPosts = path.startsWith("/to-post") || rooms.some(isToPost);

  const ownOf = (id: string): Own => {
    const mine = unsent.filter((entry) => entry.content.room_id === id);
    if (mine.some((entry) => entry.state === "refused")) return "refused";
    if (mine.some((entry) => entry.tries > 0 || line !== "live")) return "waiting";
    return state.drafts[id] ? "draft" : null;
  };

  const later = useStore(chatStore, (state) => state.later);
  const tasks = useStore(waitingTasksStore, (state) => state);
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event) || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    const links = [...(nav.current?.querySelectorAll<HTMLElement>("input, a.room-link") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.max(0, Math.min(links.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]?.focus();
    event.preventDefault();
  };

  const list = (title: string, part: Room[]) =>
    part.length > 0 && (
      <section key={title} aria-label={title}>
        <h2 className="room-section">{title}</h2>
        <ul>
          {part.map((room) => (
            <RoomLink key={room.id} room={room} current={room.id === current} own={ownOf(room.id)} />
          ))}
        </ul>
      </section>
    );

  return (
    // The arrows move between the links, which hold the focus themselves.
    <nav ref={nav} className="room-list" aria-label={t.rooms} onKeyDown={onKeyDown}>
      <div className="room-list-head">
        <input className="input" type="search" placeholder={t.filterRooms} aria-label={t.filterRooms} value={filter} onChange={(event) => setFilter(event.target.value)} />
        {!guest && (
          <MenuButton
            label={t.start}
            icon="plus"
            items={[
              ...(leave?.access === "read" ? [] : [{ label: t.newDirect, icon: "chat" as const, run: () => navigate("/new-direct") }]),
              ...(leave ? [] : [{ label: t.newRoom, icon: "plus" as const, run: () => navigate("/new-room") }]),
              { label: t.findRooms, icon: "search", run: () => navigate("/open-rooms") },
            ]}
          />
        )}
      </div>
      <div className="room-list-rooms">
        <ul className="room-places">
          {memo ? (
            <RoomLink room={memo} current={memo.id === current} own={ownOf(memo.id)} />
          ) : (
            !guest && leave?.access !== "read" && <Place href={`/direct?people=${state.me}`} icon="note" label={t.notesToSelf} count={0} current={false} />
          )}
          <Place href="/search" icon="search" label={t.search} count={0} current={path === "/search"} />
          <Suspense fallback={null}>
            <SavedPlaces />
          </Suspense>
          <Place href="/mentions" icon="at" label={t.mentions} count={mentionCount} mention current={path === "/mentions"} />
          {!guest && <Place href="/later" icon="clock" label={t.later} count={later.failed + later.due} current={path.startsWith("/later")} />}
          {!guest && <Place href="/tasks" icon="check" label={t.myTasks} count={tasks ? tasks.overdue + tasks.today : 0} current={path === "/tasks"} />}
          <Place href="/threads" icon="thread" label={t.threads} count={threadCount} current={path === "/threads"} />
          {withRequests && <Place href="/requests" icon="desk" label={t.requests} count={unreadRequests(rooms, false)} current={path.startsWith("/requests")} />}
          {withPosts && <Place href="/to-posts" icon="desk" label={t.toPosts} count={unreadRequests(rooms, true)} current={path.startsWith("/to-posts")} />}
          {!guest && <Place href="/open-rooms" icon="search" label={t.findRooms} count={0} current={path === "/open-rooms"} />}
          {children}
        </ul>
        {list(t.sectionUnread, sections.unread)}
        {list(t.sectionPinned, sections.pinned)}
        {list(t.sectionUnits, sections.units)}
        {list(t.sectionRooms, sections.rooms)}
        {list(t.toPosts, sections.toPosts)}
        {list(t.requests, sections.requests)}
        {list(t.sectionDirects, sections.directs)}
        {list(t.sectionHandover, sections.handover)}
        {shown.length === 0 && <p className="hint room-none">{filter ? t.noRoomFits : guest ? t.noRoomsOfGuest : t.noRoomsYet}</p>}
      </div>
    </nav>
  );
}

function Place({ href, icon, label, count, mention = false, current }: { href: string; icon: "at" | "thread" | "desk" | "search" | "clock" | "note" | "check"; label: string; count: number; mention?: boolean; current: boolean }) {
  return (
    <li>
      <Link className="room-link" href={href} aria-current={current ? "page" : undefined}>
        <Icon name={icon} size={18} />
        <span className="room-name">{label}</span>
        {count > 0 && <span className={mention ? "badge mention" : "badge"}>{count}</span>}
      </Link>
    </li>
  );
}

/** What of this person's own stands in a room and is not with the others: refused, waiting, or only begun. */
type Own = "refused" | "waiting" | "draft" | null;

const RoomLink = memo(function RoomLink({ room, current, own }: { room: Room; current: boolean; own: Own }) {
  const title = useRoomTitle(room);
  const me = useStore(chatStore, (state) => state.me);
  const partner = usePerson(partnerOf(room, me));
  const presence = usePresence(partner?.id ?? null);
  const author = usePerson(room.last?.author_id ?? null);
  const unread = unreadOf(room);
  const mentions = mentionsOf(room);
  const loud = unread > 0 && (room.mine?.muted !== true || mentions > 0);
  const words = useExcerpt(room.last?.excerpt ?? "");
  const excerpt = room.last?.forwards ? t.forwardedMark : words;
  return (
    <li className="room-item">
      <Link className="room-link" href={`/rooms/${room.id}`} aria-current={current ? "page" : undefined} data-unread={loud || undefined}>
        {room.kind === "direct" && partner ? <Avatar person={partner} size={28} presence={presence} /> : <span className="room-icon"><Icon name={room.kind !== "direct" ? roomIcon(room.kind) : isMemo(room, me) ? "note" : "people"} size={18} /></span>}
        <span className="room-words">
          <span className="room-name">
            {title}
            {presence && presence !== "offline" && <span className="visually-hidden">({presenceText(presence)})</span>}
          </span>
          <span className="room-last">{own ? <em>{{ refused: t.refused, waiting: t.waitingMark, draft: t.draftMark }[own]}</em> : excerpt !== "" && `${room.kind !== "direct" && author ? `${usedBy(author.name, room.last?.operator)}: ` : ""}${excerpt}`}</span>
        </span>
        <span className="room-side">
          {room.last && <time dateTime={room.last.sent_at}>{shortText(room.last.sent_at)}</time>}
          <span className="room-marks">
            {room.mine?.muted && <Icon name="mute" size={14} />}
            {mentions > 0 && (
              <span className="badge mention">
                @{mentions}
                <span className="visually-hidden">{t.mentions}</span>
              </span>
            )}
            {unread > 0 && mentions === 0 && (
              <span className={loud ? (room.kind === "direct" ? "badge mention" : "badge") : "badge quiet"}>
                {unread > 999 ? "999+" : unread}
                <span className="visually-hidden">{t.unreadMark}</span>
              </span>
            )}
          </span>
        </span>
      </Link>
      <MenuButton
        label={t.roomMenu(title)}
        className="icon-button small room-more"
        items={[
          { label: room.mine?.pinned ? t.unpin : t.pin, icon: "pin", run: () => void setPreferences(room, { pinned: !room.mine?.pinned }) },
          { label: room.mine?.muted ? t.unmute : t.mute, icon: room.mine?.muted ? "bell" : "mute", run: () => void setPreferences(room, { muted: !room.mine?.muted }) },
        ]}
      />
    </li>
  );
});
