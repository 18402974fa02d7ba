import { lazy, Suspense, useState } from "react";
import { Avatar } from "../../../design/Avatar.tsx";
import { Confirm } from "../../../design/Dialog.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import { AwayTag, OutsiderTag, postText } from "../../../design/people/PersonRow.tsx";
import { WhereaboutsTag } from "../../../design/people/WhereaboutsTag.tsx";
import { layoutStore } from "../../../platform/layout.ts";
import { usePerson } from "../../../platform/people.ts";
import { usePresence } from "../../../platform/presence.ts";
import { questioning } from "../../../platform/questioning.ts";
import { back, Link, navigate, usePath } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { changeRoom, leaveRoom, setPreferences } from "../actions.ts";
import * as api from "../api.ts";
import { atDesk, isToPost, mayManage, partnerOf, type Room } from "../model.ts";
import { t as forwards } from "../text.forwards.ts";
import { t as pins } from "../text.pins.ts";
import { t as templates } from "../text.templates.ts";
import { t } from "../text.ts";
import { kindText, roomIcon } from "./titles.ts";

const EndShares = lazy(() => withWords(import("./shares/EndShares.tsx")));
const Saving = lazy(() => withWords(import("./downloads/Saving.tsx")));
const RenameRoom = lazy(() => withWords(import("./RenameRoom.tsx")));
const RequestBar = lazy(() => withWords(import("./requests/RequestBar.tsx")));

type Ask = "rename" | "archive" | "leave" | "end-share" | "saving";

export function RoomHeader({ room, title }: { room: Room; title: string }) {
  const me = useMe();
  const path = usePath();
  const [ask, setAsk] = useState<Ask | null>(null);
  const partner = usePerson(partnerOf(room, me.person.id));
  const presence = usePresence(partner?.id ?? null);
  const direct = room.kind === "direct";
  const request = room.kind === "request";
  const toPost = isToPost(room);
  const mayChange = !me.leave && mayManage(room, me.rights === "administrator");
  const derived = room.kind === "unit" || room.kind === "rule" || atDesk(room);
  const showing = path.endsWith("/members");
  const phone = useStore(layoutStore, (layout) => layout === "phone");
  const places = [["notes", "note", t.notes], ["tasks", "check", t.tasks], ["files", "folder", t.files], ["pins", "pin", pins.pins]] as const;
  // A phone has them in the menu, so that the room's name can be read.
  // Albums are a part of the files.
  const isAt = (place: string) => path.endsWith(`/${place}`) || (place === "files" && path.includes("/albums"));
  const beside = places.map(([place, icon, label]) => (
    <Link key={place} className="icon-button" href={isAt(place) ? `/rooms/${room.id}` : `/rooms/${room.id}/${place}`} aria-label={label} title={label} aria-current={isAt(place) ? "page" : undefined}>
      <Icon name={icon} size={20} />
    </Link>
  ));
  const items: (MenuItem | false)[] = [
    ...(phone ? places.map(([place, icon, label]): MenuItem => ({ label, icon, run: () => navigate(`/rooms/${room.id}/${place}`) })) : []),
    { label: room.mine?.pinned ? t.unpin : t.pin, icon: "pin", run: () => void setPreferences(room, { pinned: !room.mine?.pinned }) },
    { label: room.mine?.muted ? t.unmute : t.mute, icon: room.mine?.muted ? "bell" : "mute", run: () => void setPreferences(room, { muted: !room.mine?.muted }) },
    { label: t.searchHere, icon: "search", run: () => navigate(`/search?room=${room.id}`) },
    { label: t.meetings, icon: "list", run: () => navigate(`/rooms/${room.id}/meetings`) },
    { label: t.slips, icon: "list", run: () => navigate(`/rooms/${room.id}/slips`) },
    { label: t.questions, icon: "list", run: () => navigate(`/rooms/${room.id}/questions`) },
    { label: t.ideas, icon: "list", run: () => navigate(`/rooms/${room.id}/ideas`) },
    { label: t.print, icon: "print", run: () => navigate(`/print/rooms/${room.id}`) },
    Boolean(room.mine) && !me.person.guest && { label: t.inspections, icon: "eye", run: () => navigate(`/rooms/${room.id}/inspections`) },
    // What asks a post is called after it.
    mayChange && !toPost && { label: t.renameRoom, icon: "edit", run: () => setAsk("rename") },
    mayChange && !direct && { label: room.no_forwarding ? forwards.allowForwarding : forwards.endForwarding + (room.shared_with.length > 0 ? forwards.hereOnly : ""), icon: "share", run: () => void changeRoom(() => api.changeRoom(room.id, { no_forwarding: !room.no_forwarding })) },
    mayChange && !direct && { label: forwards.saving, icon: "save", run: () => setAsk("saving") },
    me.rights === "administrator" && !direct && !request && { label: templates.saveAs, icon: "list", run: () => navigate(`/admin/room-templates/new?from=${room.id}`) },
    // A request is closed and opened again beside its name.
    mayChange && !request && (!room.archived_at ? { label: t.archive, icon: "archive", run: () => setAsk("archive") } : { label: t.reopen, icon: "archive", run: () => void changeRoom(() => api.actOnRoom(room.id, "reopen")) }),
    mayChange && room.shared_with.length > 0 && { label: t.endShare, icon: "share", danger: true, run: () => setAsk("end-share") },
    !me.leave && !direct && !derived && { label: t.leave, icon: "leave", danger: true, run: () => setAsk("leave") },
  ];
  return (
    <header className="room-header" data-kind={room.kind}>
      <button type="button" className="icon-button phone-only" aria-label={t.toRooms} onClick={() => back("/")}>
        <Icon name="back" />
      </button>
      {partner ? <Avatar person={partner} size={34} presence={presence} /> : <Icon name={direct ? "people" : roomIcon(room.kind)} />}
      <div className="room-heading">
        <h1 id="room-title">
          {partner ? <Link href={`/rooms/${room.id}/people/${partner.id}`}>{title}</Link> : <b>{title}</b>}
          {room.mine?.muted && <Icon name="mute" size={16} />}
          <OutsiderTag person={partner} />
          <AwayTag person={partner} />
        </h1>
        <p>{partner ? <>{postText(partner)} <WhereaboutsTag said={partner.whereabouts} until /></> : room.purpose || (toPost ? t.toPosts : kindText(room.kind))}</p>
      </div>
      {!phone && beside.slice(0, 2)}
      {!partner && (
        <Link className="button small" href={showing ? `/rooms/${room.id}` : `/rooms/${room.id}/members`} aria-label={t.memberCount(room.member_count)} aria-current={showing ? "page" : undefined}>
          <Icon name="people" size={18} />
          {room.member_count}
        </Link>
      )}
      {!phone && beside.slice(2)}
      <Suspense>{questioning.Waiting && <questioning.Waiting room={room.id} />}</Suspense>
      <MenuButton label={t.roomMenu(title)} items={items.filter((item): item is MenuItem => item !== false)} />
      {request && (
        <Suspense fallback={<div className="request-bar" />}>
          <RequestBar room={room} />
        </Suspense>
      )}
      {ask === "archive" && <Confirm title={t.archive} text={t.archiveAsk} confirm={t.archive} onConfirm={() => void changeRoom(() => api.actOnRoom(room.id, "archive"))} onClose={() => setAsk(null)} />}
      <Suspense>
        {ask === "rename" && <RenameRoom room={room} onClose={() => setAsk(null)} />}
        {ask === "end-share" && <EndShares room={room} onClose={() => setAsk(null)} />}
        {ask === "saving" && <Saving room={room} onClose={() => setAsk(null)} />}
      </Suspense>
      {ask === "leave" && <Confirm title={t.leave} text={t.leaveAsk} confirm={t.leave} danger onConfirm={() => void leaveRoom(room.id).then((left) => left && navigate("/"))} onClose={() => setAsk(null)} />}
    </header>
  );
}
