import { lazy, Suspense, useRef, useState } from "react";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { newId } from "../../../../platform/ids.ts";
import { useLoad, usePages } from "../../../../platform/load.ts";
import { meet, usePerson } from "../../../../platform/people.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import { keepDraft } from "../../actions.ts";
import * as api from "../../api.later.ts";
import { chatStore } from "../../store.ts";
import { t as noReply } from "../../text.noreply.ts";
import { t } from "../../text.later.ts";
import { Attached } from "../files/Attached.tsx";
import ForwardedList from "../forwards/ForwardedList.tsx";
import { Markup } from "../markup/Markup.tsx";
import { signed } from "../names.ts";
import { Page } from "../Page.tsx";
import { useRoomTitle } from "../titles.ts";
import { clear } from "../guard/ask.tsx";
import { remindOf } from "./put.ts";
import { laterProblem, whyText } from "./words.ts";
import "./later.css";

const WhenDialog = lazy(() => import("./WhenDialog.tsx"));

type Tab = "saved" | "done" | "planned";

/** What one has put off: messages to come back to, and messages that will be sent. */
export default function LaterPage({ tab }: { tab: Tab }) {
  return (
    <Page
      title={t.later}
      tools={
        <nav className="tabs" aria-label={t.later}>
          {(["saved", "planned", "done"] as const).map((name) => (
            <Link key={name} className="tab" href={name === "saved" ? "/later" : `/later/${name}`} aria-current={name === tab ? "page" : undefined}>
              {t[name]}
            </Link>
          ))}
        </nav>
      }
    >
      {tab === "planned" ? <PlannedList /> : <SavedList key={tab} done={tab === "done"} />}
    </Page>
  );
}

/** Does something, and says what went wrong. */
function attempt(act: () => Promise<unknown>): void {
  act().catch((error: unknown) => toast(laterProblem(error), "error"));
}

/** Counts the news of what is put off: whatever changed on any device is asked for anew. */
function useVersion(): number {
  const later = useStore(chatStore, (state) => state.later);
  const seen = useRef({ later, count: 0 });
  if (seen.current.later !== later) seen.current = { later, count: seen.current.count + 1 };
  return seen.current.count;
}

function SavedList({ done }: { done: boolean }) {
  const version = useVersion();
  const list = usePages(
    `saved ${done}`,
    async (cursor) => {
      const page = await api.saved(done, cursor);
      meet(page.people);
      return page;
    },
    version,
  );
  return (
    <>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="clock" title={done ? t.noDone : t.noSaved}>
          <p>{t.noSavedHint}</p>
        </Empty>
      </ListState>
      <ul className="cards">
        {list.items.map((item) => (
          <SavedCard key={item.message.id} item={item} reload={list.reload} />
        ))}
      </ul>
      <MoreButton more={list.more} />
    </>
  );
}

function SavedCard({ item, reload }: { item: api.Saved; reload: () => void }) {
  const { message, due, remind_at: remindAt, done_at: doneAt } = item;
  const author = usePerson(message.via ? null : message.author_id);
  const room = useStore(chatStore, (state) => state.rooms[message.room_id] ?? null);
  const title = useRoomTitle(room);
  const [asking, setAsking] = useState(false);
  const act = (work: () => Promise<unknown>) => attempt(() => work().then(reload));
  const name = message.via ?? signed(author?.name ?? "…", message);
  // With the reminder that is still to come, and as done as it was.
  const putBack = async () => {
    await api.save(message.id, remindAt && Date.parse(remindAt) > Date.now() ? remindAt : undefined);
    if (doneAt) await api.setDone(message.id, true);
  };
  return (
    <li className="card">
      <Link className="card-head" href={`/rooms/${message.room_id}${message.thread_id ? `/threads/${message.thread_id}` : ""}?at=${message.seq}`}>
        <b>{name}</b>
        <span>{title}</span>
        <time dateTime={message.sent_at}>{momentText(message.sent_at)}</time>
      </Link>
      <div className="card-body">
        {message.withdrawn_at ? <p className="message-withdrawn">{t.withdrawn}</p> : <Markup body={message.body} />}
        {message.forwarded && <ForwardedList forwarded={message.forwarded} below={`/rooms/${message.room_id}`} />}
        {message.files.length > 0 && <Attached files={message.files} said={{ author: message.via ? null : message.author_id, at: message.sent_at }} below={`/rooms/${message.room_id}`} />}
        {(due || (remindAt && !doneAt)) && <p className="later-when">{due ? <b className="tag">{t.due}</b> : remindAt && t.remindAt(momentText(remindAt))}</p>}
        <p className="later-buttons">
          <button type="button" className="link-button" onClick={() => act(() => api.setDone(message.id, !doneAt))}>
            {doneAt ? t.markOpen : t.markDone}
          </button>
          <button type="button" className="link-button" onClick={() => setAsking(true)}>
            {t.remindAgain}
          </button>
          <button type="button" className="link-button" onClick={() => act(() => api.unsave(message.id).then(() => toast(t.letGone, "done", { label: t.undo, run: () => act(putBack) })))}>
            {t.letGo}
          </button>
        </p>
      </div>
      {asking && (
        <Suspense>
          <WhenDialog title={t.remind} room={message.room_id} onPick={(at) => remindOf(message, at).then(reload)} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </li>
  );
}

function PlannedList() {
  const list = useLoad(`planned ${useVersion()}`, api.planned);
  const items = list.value?.items ?? [];
  return (
    <>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="clock" title={t.noPlanned}>
          <p>{t.noPlannedHint}</p>
        </Empty>
      </ListState>
      <ul className="cards">
        {items.map((item) => (
          <PlannedCard key={item.id} item={item} reload={list.reload} />
        ))}
      </ul>
    </>
  );
}

function PlannedCard({ item, reload }: { item: api.Planned; reload: () => void }) {
  const room = useStore(chatStore, (state) => state.rooms[item.room_id] ?? null);
  const title = useRoomTitle(room);
  const [asking, setAsking] = useState(false);
  const act = (work: () => Promise<unknown>) => attempt(() => work().then(reload));
  const change = async (at: string, body: string) => {
    const cleared = await clear([body]);
    if (!cleared) return false;
    await api.changePlanned(item.id, { send_at: at, body, ...cleared });
    reload();
    return true;
  };
  /** Plans it anew; what cannot be is put where one writes in the room, for nobody has the words any more. */
  const backAgain = async () => {
    try {
      const cleared = item.why ? null : await clear([item.body]);
      if (cleared) {
        await again(cleared);
        return reload();
      }
    } catch {
      // Its moment has passed, or the room is closed by now.
    }
    const { room_id: inRoom, thread_id: thread, body, reply_to: quote } = item;
    const written = chatStore.get().drafts[thread ?? inRoom];
    keepDraft({ room: inRoom, thread: thread ?? null }, written && written.body !== "" ? `${body}\n${written.body}` : body, quote ?? written?.quote ?? null);
    toast(t.inDraft, "done", { label: t.open, run: () => navigate(`/rooms/${inRoom}${thread ? `/threads/${thread}` : ""}`) });
  };
  const again = (cleared: object) => api.plan({ ...cleared, id: newId(), room_id: item.room_id, body: item.body, send_at: item.send_at, also_to_room: item.also_to_room, ...(item.reply_to && { reply_to: item.reply_to }), ...(item.thread_id && { thread: item.thread_id }), ...(item.as_post && { as_post: item.as_post }), ...(item.no_reply && { no_reply: true }), ...(item.headings && { headings: item.headings }), ...(item.operator_id && { operator_id: item.operator_id }) });
  return (
    <li className="card">
      <Link className="card-head" href={`/rooms/${item.room_id}${item.thread_id ? `/threads/${item.thread_id}` : ""}`}>
        <b>{title}</b>
        <time dateTime={item.send_at}>{item.why ? t.notSent : t.goesAt(momentText(item.send_at))}</time>
      </Link>
      <div className="card-body">
        <Markup body={item.body} />
        {item.no_reply && <span className="tag">{noReply.mark}</span>}
        {item.why && <p className="field-error">{whyText(item.why)}</p>}
        <p className="later-buttons">
          <button type="button" className="link-button" onClick={() => act(() => api.sendPlanned(item.id).then(() => toast(t.sentNow)))}>
            {t.sendNow}
          </button>
          <button type="button" className="link-button" onClick={() => setAsking(true)}>
            {t.change}
          </button>
          <button type="button" className="link-button" onClick={() => act(() => api.cancelPlanned(item.id).then(() => toast(t.cancelled, "done", { label: t.undo, run: () => void backAgain() })))}>
            {t.cancel}
          </button>
        </p>
      </div>
      {asking && (
        <Suspense>
          <WhenDialog title={t.change} room={item.room_id} at={item.send_at} body={item.body} onPick={(at, body) => change(at, body)} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </li>
  );
}
