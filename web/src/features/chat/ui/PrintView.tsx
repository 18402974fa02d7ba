import { useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { OutsiderTag, postText } from "../../../design/people/PersonRow.tsx";
import { dayHeading, dayOf, dayText, momentText, timeText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { meet, peopleStore, usePerson } from "../../../platform/people.ts";
import { back } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { Attached } from "./files/Attached.tsx";
import ForwardedList from "./forwards/ForwardedList.tsx";
import { LinkCards } from "./links/LinkCards.tsx";
import { Markup } from "./markup/Markup.tsx";
import { reactionLabel, type Message } from "../model.ts";
import { chatStore } from "../store.ts";
import { t as noReply } from "../text.noreply.ts";
import { t } from "../text.ts";
import { asPostText, usedBy } from "./names.ts";
import { noticeText } from "./notices.ts";
import { useRoomTitle } from "./titles.ts";

const WEEK_MS = 7 * 86_400_000;
// More would be a book; the day fields choose another stretch.
const MOST_PAGES = 40;

async function collect(room: string, thread: string | null, from: string, to: string): Promise<Message[]> {
  const fetch = async (where: api.Where) => {
    const page = await (thread ? api.threadMessages(thread, where) : api.messages(room, where));
    meet(page.people);
    return page;
  };
  let page = await fetch({});
  const root = "root" in page ? [page.root as Message] : [];
  let all = page.messages;
  for (let count = 1; count < MOST_PAGES; count++) {
    const oldest = all[0];
    if (!oldest || oldest.seq <= page.first_seq || (!thread && dayOf(oldest.sent_at) < from)) break;
    page = await fetch({ before: oldest.seq });
    if (page.messages.length === 0) break;
    all = [...page.messages, ...all];
  }
  // A thread is one matter and is filed whole.
  return thread ? [...root, ...all] : all.filter((message) => dayOf(message.sent_at) >= from && dayOf(message.sent_at) <= to);
}

/** A room or thread on A4 for the file: everything in the page, who printed it and when. */
export function PrintView({ room: id, thread = null }: { room: string; thread?: string | null }) {
  const me = useMe();
  const room = useStore(chatStore, (state) => state.rooms[id] ?? null);
  const known = useStore(chatStore, (state) => (thread ? (state.threads[thread] ?? null) : null));
  const title = useRoomTitle(room);
  const [from, setFrom] = useState(() => dayOf(Date.now() - WEEK_MS));
  const [to, setTo] = useState(() => dayOf(Date.now()));
  const [printedAt] = useState(() => new Date());
  const list = useLoad(`${id} ${thread} ${from} ${to}`, () => collect(id, thread, from, to));
  const messages = list.value ?? [];
  return (
    <main className="print-view">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(`/rooms/${id}`)}>
          {t.backToRoom}
        </button>
        {!thread && (
          <>
            <DayField label={t.from} value={from} max={to} past onChange={(next) => next && setFrom(next)} />
            <DayField label={t.to} value={to} min={from} past onChange={(next) => next && setTo(next)} />
          </>
        )}
        <button type="button" className="button primary" disabled={list.loading} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <header className="print-head">
        <h1>{[title, known?.title].filter(Boolean).join(" — ")}</h1>
        <p>{thread ? t.thread : `${dayText(from)} – ${dayText(to)}`}</p>
        <p>
          {me.organisation.name} ・ {t.printedBy(`${usedBy(me.person.name, me.shared?.operator)} ${postText(me.person)}`, momentText(printedAt))}
        </p>
      </header>
      {Boolean(list.error) && <Failed error={list.error} retry={list.reload} />}
      {list.loading && <Loading />}
      {!list.loading && messages.length === 0 && <p>{t.nothingToPrint}</p>}
      <div className="print-messages">
        {messages.map((message, index) => (
          <PrintedMessage key={message.id} message={message} newDay={index === 0 || dayOf(messages[index - 1]?.sent_at ?? "") !== dayOf(message.sent_at)} />
        ))}
      </div>
    </main>
  );
}

function PrintedMessage({ message, newDay }: { message: Message; newDay: boolean }) {
  const author = usePerson(message.author_id);
  const people = useStore(peopleStore, (all) => all);
  const stamps = useStore(chatStore, (state) => state.stamps);
  return (
    <>
      {newDay && <h2>{dayHeading(dayOf(message.sent_at), 0)}</h2>}
      <article>
        {message.kind === "notice" ? (
          <p>
            {timeText(message.sent_at)} {noticeText(message, people)}
          </p>
        ) : (
          <>
            <p className="print-author">
              <b>{message.via ?? usedBy(author?.name ?? "", message.operator)}</b> {asPostText(message.as_post) || postText(author)} <OutsiderTag person={author} /> {timeText(message.sent_at)}
              {message.no_reply && ` ${noReply.mark}`}
              {message.edited_at && ` ${t.edited(momentText(message.edited_at))}`}
            </p>
            {message.quote && <blockquote>{message.quote.withdrawn ? t.withdrawn : message.quote.excerpt}</blockquote>}
            {message.withdrawn_at ? <p>{t.withdrawn}</p> : <><Markup body={message.body} /><LinkCards body={message.body} headings={message.headings} quiet />{message.forwarded && <ForwardedList forwarded={message.forwarded} />}</>}
            {message.files.length > 0 && <Attached files={message.files} />}
            {message.reactions.length > 0 && <p className="print-reactions">{message.reactions.map((reaction) => `${reactionLabel(reaction.code, stamps)} ${reaction.count}`).join("  ")}</p>}
          </>
        )}
      </article>
    </>
  );
}
