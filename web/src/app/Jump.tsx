import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Avatar } from "../design/Avatar.tsx";
import { Dialog } from "../design/Dialog.tsx";
import { focused } from "../design/focus.ts";
import { Icon, type IconName } from "../design/Icon.tsx";
import { Failed } from "../design/ListState.tsx";
import { OutsiderTag, postText } from "../design/people/PersonRow.tsx";
import { calls, roomTitle, type Room } from "../features/chat/model.ts";
import { chatStore } from "../features/chat/store.ts";
import { t as chat } from "../features/chat/text.ts";
import { roomIcon } from "../features/chat/ui/titles.ts";
import type { Answer } from "../platform/api/wire.ts";
import { call, query } from "../platform/http.ts";
import { belongsToInputMethod } from "../platform/ime.ts";
import { useDebounced, useLoad } from "../platform/load.ts";
import { meet, peopleStore, useFindable, type PersonBrief } from "../platform/people.ts";
import { writeMemo } from "../platform/phoneMemo.ts";
import { code, framed } from "../platform/place.ts";
import { isAt, knowsOthers, placesStore } from "../platform/places.ts";
import { finds } from "../platform/reading.ts";
import { navigate } from "../platform/router.ts";
import { useStore } from "../platform/store.ts";
import { useUnitReadings } from "../platform/units.ts";
import { useMe } from "../platform/session.ts";
import { t as places } from "./places/text.ts";
import { visit as goTo } from "./places/visit.ts";
import { adminGroups } from "./SideNav.tsx";
import { t as nav } from "./text.nav.ts";
import { t } from "./text.ts";

interface Goal {
  key: string;
  group: string;
  icon: IconName;
  person: PersonBrief | null;
  label: string;
  detail: string;
  go: () => void;
}

/** Sign, words, and what it does. */
type Command = [IconName, string, () => void];

const ROOMS_SHOWN = 8;
const PEOPLE_SHOWN = 8;
const POSTS_SHOWN = 5;

/** Ctrl+K: any room, person or command by a part of its name or reading. */
export default function Jump({ onClose, onOver }: { onClose: () => void; onOver: (over: "help" | "organisations" | "sign-out") => void }) {
  const me = useMe();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const search = useDebounced(text.trim(), 120);
  const findable = useFindable();
  const found = useLoad(`${search}|${findable}`, async () => {
    // Guests find nobody.
    if (search === "" || me.person.guest) return { people: [], posts: [] };
    const [page, posts] = await Promise.all([
      call<Answer<"list_people">>("GET", `/people${query({ q: search, active: true, limit: PEOPLE_SHOWN })}`),
      me.leave ? { items: [] } : call<Answer<"list_posts">>("GET", `/posts${query({ q: search, limit: POSTS_SHOWN })}`),
    ]);
    meet(page.items);
    return { people: page.items, posts: posts.items };
  });

  const visit = (href: string) => () => {
    onClose();
    navigate(href);
  };
  const compose = () => {
    onClose();
    writeMemo();
  };
  const commands: Command[] = [
    ["search", chat.search, visit("/search")],
    ["at", chat.mentions, visit("/mentions")],
    ["thread", chat.threads, visit("/threads")],
    ...(me.person.guest ? [] : [["check", chat.myTasks, visit("/tasks")] satisfies Command]),
    ...(me.leave?.access === "read" || me.person.guest ? [] : [["chat", chat.newDirect, visit("/new-direct")] satisfies Command]),
    ...(me.leave || me.person.guest ? [] : [["plus", chat.newRoom, visit("/new-room")] satisfies Command]),
    ...(me.person.guest ? [] : ([["broadcast", t.broadcasts, visit("/broadcasts")], ["search", chat.findRooms, visit("/open-rooms")], ["people", t.people, visit("/people")], ["list", nav.board, visit("/board")], ["phone", nav.phoneMemos, visit("/phone-memos")], ["list", nav.slips, visit("/slips")]] satisfies Command[])),
    ...(me.leave || me.person.guest ? [] : [["phone", nav.writeMemo, compose] satisfies Command]),
    ["settings", t.settings, visit("/settings/look")],
    ["help", t.help, () => onOver("help")],
    ["leave", t.signOut, () => onOver("sign-out")],
  ];
  if (knowsOthers()) commands.push(["columns", t.organisations, () => onOver("organisations")]);
  if (!framed) for (const place of placesStore.get()) if (!isAt(place, code)) commands.push(["columns", places.band(place.name), () => goTo(place)]);
  for (const [href, icon, label] of adminGroups(me).flatMap(([, items]) => items)) commands.push([icon, `${t.admin}: ${label}`, visit(href)]);

  const unitReading = useUnitReadings(true);
  const rooms = useStore(chatStore, (state) => state.rooms);
  const people = useStore(peopleStore, (known) => known);
  const title = (room: Room) => roomTitle(room, people, me.person.id, chat.notesToSelf);
  const goals: Goal[] = [
    ...Object.values(rooms)
      .filter((room) => !room.archived_at && finds(text, [title(room), room.purpose, unitReading(room.unit_id), ...room.people.map((person) => people[person]?.reading)]))
      .sort((a, b) => Number(calls(b)) - Number(calls(a)) || (b.last?.sent_at ?? "").localeCompare(a.last?.sent_at ?? ""))
      .slice(0, ROOMS_SHOWN)
      .map((room) => ({ key: room.id, group: t.rooms, icon: roomIcon(room.kind), person: null, label: title(room), detail: room.purpose, go: visit(`/rooms/${room.id}`) })),
    ...(found.value?.people ?? []).map((person) => ({ key: person.id, group: t.people, icon: "people" as const, person, label: person.name, detail: `${person.reading} ${postText(person)}`, go: visit(`/people/${person.id}`) })),
    ...(found.value?.posts ?? []).map((post) => ({ key: `${post.unit_id} ${post.title_id ?? ""}`, group: chat.toPosts, icon: "desk" as const, person: null, label: t.toPost(post.name), detail: "", go: visit(`/to-post${query({ unit: post.unit_id, title: post.title_id ?? undefined })}`) })),
    ...(text.trim() === "" ? [] : [{ key: "search", group: chat.search, icon: "search" as const, person: null, label: t.searchFor(text.trim()), detail: "", go: visit(`/search${query({ q: text.trim() })}`) }]),
    ...commands.filter(([, label]) => finds(text, [label])).map(([icon, label, go]) => ({ key: label, group: t.commands, icon, person: null, label, detail: "", go })),
  ];
  useEffect(() => setActive(0), [text]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const hint = me.person.guest ? t.jumpHintOfGuest : t.jumpHint;
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event)) return;
    if (event.key === "ArrowDown") setActive((at) => Math.min(at + 1, goals.length - 1));
    else if (event.key === "ArrowUp") setActive((at) => Math.max(at - 1, 0));
    else if (event.key === "Enter") goals[active]?.go();
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t.jump} onClose={onClose}>
      <input
        className="input"
        role="combobox"
        aria-expanded={goals.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={goals[active] ? `${id}-${active}` : undefined}
        aria-label={hint}
        placeholder={hint}
        ref={focused}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {found.error ? <Failed error={found.error} retry={found.reload} /> : goals.length === 0 && !found.loading && <p className="hint jump-none">{t.jumpNothing}</p>}
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={t.jump} className="jump-list">
        {goals.map((goal, index) => (
          // Keys go through the input above, which keeps the focus.
          <li key={goal.key} id={`${id}-${index}`} role="option" tabIndex={-1} aria-selected={index === active} onMouseDown={(event) => event.preventDefault()} onClick={goal.go}>
            {goal.person ? <Avatar person={goal.person} size={28} /> : <Icon name={goal.icon} />}
            <b>{goal.label}</b>
            <OutsiderTag person={goal.person} />
            <small>{goal.detail}</small>
            {goals[index - 1]?.group !== goal.group && <span className="jump-group">{goal.group}</span>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
