import { useState } from "react";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { ExportButton, type Column } from "../../../design/export/ExportButton.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { byReading } from "../../../platform/reading.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import type { Answer } from "../../../platform/api/wire.ts";
import { allPages, useDebounced, usePages } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { chatStore } from "../store.ts";
import { t as many } from "../text.many.ts";
import { t } from "../text.ts";
import { AskButton } from "./inspections/AskButton.tsx";
import { kindText, roomIcon } from "./titles.ts";

type Listed = Answer<"list_all_rooms">["items"][number];

const columns = (): Column<Listed>[] => [
  [t.roomName, (room) => room.name],
  [t.kind, (room) => kindText(room.kind)],
  [t.purpose, (room) => room.purpose],
  [t.memberNumber, (room) => room.member_count],
  [t.archived, (room) => (room.archived_at ? t.archived : "")],
];

/** The rooms that fill themselves by unit or rule, and the open ones. */
export function AdminRooms() {
  const administers = useMe().rights === "administrator";
  const mine = useStore(chatStore, (state) => state.rooms);
  const [text, setText] = useState("");
  const search = useDebounced(text.trim());
  const [sort, setSort] = useState<"name" | "members">("name");
  const page = (cursor: string | null) => api.administeredRooms(search, cursor);
  const list = usePages(`admin rooms ${search}`, page);
  const listed = [...list.items].sort((a, b) => (sort === "name" ? byReading.compare(a.name, b.name) : b.member_count - a.member_count));
  return (
    <section className="admin-page" aria-labelledby="admin-rooms-title">
      <header className="admin-head">
        <h1 id="admin-rooms-title">{t.rooms}</h1>
        <div className="admin-head-actions">
          {administers && (
            <Link className="button" href="/admin/room-orders">
              {many.many}
            </Link>
          )}
          <Link className="button primary" href="/new-room">
            <Icon name="plus" size={18} />
            {t.newRoom}
          </Link>
        </div>
      </header>
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.filterRooms} placeholder={t.filterRooms} value={text} onChange={(event) => setText(event.target.value)} />
        <ExportButton name={t.rooms} columns={columns()} pages={() => allPages(page)} />
      </div>
      <SortBar
        value={sort}
        onChange={setSort}
        options={[
          { value: "name", label: t.roomName },
          { value: "members", label: t.sortMembers },
        ]}
      />
      <ListState loading={list.loading} error={list.error} empty={listed.length === 0} retry={list.reload}>
        <Empty icon="unit" title={t.noDerivedRooms}>
          <p>{t.kindUnitHint}</p>
        </Empty>
      </ListState>
      <ul className="open-rooms">
        {listed.map((room) => (
          <li key={room.id}>
            <Icon name={roomIcon(room.kind)} />
            <div>
              <b>{room.name}</b>
              <p>
                {[kindText(room.kind), room.purpose].filter(Boolean).join(" ・ ")}
                {room.archived_at && <span className="tag">{t.archived}</span>}
              </p>
              <small>{t.memberCount(room.member_count)}</small>
            </div>
            {administers && room.kind !== "open" && !mine[room.id]?.mine && <AskButton room={room} className="button small" />}
            <Link className="button small" href={`/rooms/${room.id}/members`}>
              {t.openRoom}
            </Link>
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </section>
  );
}
