import { useEffect, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { Pane } from "../../../../design/Pane.tsx";
import { useCalm } from "../../../../platform/calm.ts";
import { momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { meet, usePerson } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.pins.ts";
import { mayPost, type Message } from "../../model.ts";
import { changedStore, chatStore } from "../../store.ts";
import { t } from "../../text.pins.ts";
import { Attached } from "../files/Attached.tsx";
import ForwardedList from "../forwards/ForwardedList.tsx";
import { Markup } from "../markup/Markup.tsx";
import { signed, usedBy } from "../names.ts";
import { setPin } from "./put.ts";
import "./pins.css";

/** Counts what changed of the messages of a room, held here or not. */
function useChanges(room: Id): number {
  const [count, setCount] = useState(0);
  useEffect(
    () =>
      changedStore.subscribe(() => {
        if (changedStore.get()?.room_id === room) setCount((before) => before + 1);
      }),
    [room],
  );
  return useCalm(count);
}

/** What is pinned in a room, beside it. */
export default function PinsPane({ room: id }: { room: Id }) {
  const changes = useChanges(id);
  const pins = useLoad(`pins ${id} ${changes}`, async () => {
    const { items, people } = await api.pins(id);
    meet(people);
    return items;
  });
  const room = useStore(chatStore, (state) => state.rooms[id] ?? null);
  const { leave } = useMe();
  const writes = room !== null && Boolean(room.mine) && mayPost(room, leave);
  const items = pins.value ?? [];
  return (
    <Pane labelledBy="pins-title" close={`/rooms/${id}`}>
      <header className="pane-head">
        <div className="room-heading">
          <h2 id="pins-title">{t.pins}</h2>
        </div>
        <Link className="icon-button" aria-label={t.closePane} href={`/rooms/${id}`}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body">
        <ListState loading={pins.loading} error={pins.error} empty={items.length === 0} retry={pins.reload}>
          <Empty icon="pin" title={t.none}>
            <p>{t.noneHint}</p>
          </Empty>
        </ListState>
        <ul className="cards pins">
          {items.map((message) => (
            <PinCard key={message.id} message={message} writes={writes} reload={pins.reload} />
          ))}
        </ul>
      </div>
    </Pane>
  );
}

function PinCard({ message, writes, reload }: { message: Message; writes: boolean; reload: () => void }) {
  const author = usePerson(message.via ? null : message.author_id);
  const by = usePerson(message.pinned?.by_id ?? null);
  const below = `/rooms/${message.room_id}`;
  const path = message.thread_id ? `${below}/threads/${message.thread_id}` : below;
  const name = message.via ?? signed(author?.name ?? "…", message);
  const unpin = async (button: HTMLElement) => {
    const pane = button.closest(".pane");
    if (!(await setPin(message, false))) return;
    // The button goes with its card: the keys stay in the pane, where Escape closes it.
    const held = document.activeElement;
    if (held === button || held === document.body) pane?.querySelector<HTMLElement>(".pane-head a")?.focus();
    reload();
  };
  return (
    <li className="card">
      <p className="card-head">
        <b>{name}</b>
        <time dateTime={message.sent_at}>{momentText(message.sent_at)}</time>
      </p>
      <div className="card-body">
        <Markup body={message.body} />
        {message.forwarded && <ForwardedList forwarded={message.forwarded} below={below} />}
        {message.files.length > 0 && <Attached files={message.files} said={{ author: message.via ? null : message.author_id, at: message.sent_at }} below={below} />}
        {message.pinned && <p className="hint">{t.pinnedBy(usedBy(by?.name ?? "…", message.pinned.operator), momentText(message.pinned.at))}</p>}
        <p className="pin-buttons">
          <Link className="link-button" href={`${path}?at=${message.seq}`}>
            {t.toMessage}
          </Link>
          {writes && (
            <button type="button" className="link-button" aria-label={`${t.unpin}: ${name} ${momentText(message.sent_at)}`} onClick={(event) => void unpin(event.currentTarget)}>
              {t.unpin}
            </button>
          )}
        </p>
      </div>
    </li>
  );
}
