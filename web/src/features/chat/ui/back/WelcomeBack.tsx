import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayText } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import { readEverything, unreadAgain } from "../../actions.back.ts";
import * as api from "../../api.ts";
import { mentionsOf, unreadOf, type Room } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.back.ts";
import { useRoomTitle } from "../titles.ts";
import "./back.css";

/** For whoever comes back from a leave: who came and left, what is unread, and one press to begin from now. */
export default function WelcomeBack() {
  const { returned } = useMe();
  const title = useArrival();
  const changes = useLoad(returned ? `return ${returned.since}` : "", async () => (returned ? await api.welcomeBack() : null));
  const all = useStore(chatStore, (state) => state.rooms);
  const [busy, setBusy] = useState(false);
  const rooms = Object.values(all).filter((room) => unreadOf(room) > 0);
  rooms.sort((a, b) => mentionsOf(b) - mentionsOf(a) || unreadOf(b) - unreadOf(a));
  if (!returned) {
    return (
      <Empty page icon="help" title={t.notBack}>
        <Link className="button" href="/">
          {t.toRooms}
        </Link>
      </Empty>
    );
  }
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toast(problemText(error), "error");
    }
    setBusy(false);
  };
  const readAll = () =>
    attempt(async () => {
      const before = await readEverything(rooms);
      const again = async () => {
        await unreadAgain(before);
        toast(t.undone);
      };
      toast(t.done(before.length), "done", { label: t.undo, run: () => void attempt(again) });
    });
  return (
    <section className="welcome-back" aria-labelledby="back-title">
      <h1 id="back-title" ref={title} tabIndex={-1}>
        {t.title}
      </h1>
      <p>{t.away(dayText(returned.since), dayText(returned.until))}</p>
      <ListState loading={changes.loading} error={changes.error} empty={!changes.value} retry={changes.reload}>
        {null}
      </ListState>
      {changes.value && (
        <>
          <People title={t.joined} none={t.nobodyJoined} people={changes.value.joined} />
          <People title={t.left} none={t.nobodyLeft} people={changes.value.left} />
        </>
      )}
      <h2>{t.rooms}</h2>
      {rooms.length === 0 ? (
        <p>{t.noRooms}</p>
      ) : (
        <>
          <p className="hint">{t.readAllHint}</p>
          <p>
            <button type="button" className="button primary" disabled={busy} onClick={() => void readAll()}>
              <Icon name="check" size={18} />
              {t.readAll}
            </button>
          </p>
          <ul className="back-rooms">
            {rooms.map((room) => (
              <BackRoom key={room.id} room={room} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function People({ title, none, people }: { title: string; none: string; people: readonly PersonBrief[] }) {
  return (
    <>
      <h2>{title}</h2>
      {people.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul className="back-people">
          {people.map((person) => (
            <li key={person.id}>
              <PersonRow person={person} watch={false} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function BackRoom({ room }: { room: Room }) {
  const title = useRoomTitle(room);
  const mentions = mentionsOf(room);
  return (
    <li>
      <Link href={`/rooms/${room.id}`}>{title}</Link>
      <span>{t.unread(unreadOf(room))}</span>
      {mentions > 0 && <b>{t.mentions(mentions)}</b>}
    </li>
  );
}
