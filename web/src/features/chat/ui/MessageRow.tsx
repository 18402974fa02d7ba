import { lazy, memo, Suspense, useEffect, useRef, useState, type PointerEvent } from "react";
import { Avatar } from "../../../design/Avatar.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { anchorOf, type Anchor } from "../../../design/Popover.tsx";
import { AwayTag, OutsiderTag, postText, SharedTag } from "../../../design/people/PersonRow.tsx";
import { WhereaboutsTag } from "../../../design/people/WhereaboutsTag.tsx";
import { momentText, timeText } from "../../../platform/dates.ts";
import { peopleStore, usePerson } from "../../../platform/people.ts";
import { usePresence } from "../../../platform/presence.ts";
import { marksStore, questioning } from "../../../platform/questioning.ts";
import { Link } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { react } from "../actions.ts";
import { CardOf, hasCard } from "./CardOf.tsx";
import { useExcerpt } from "./excerpt.ts";
import { Attached } from "./files/Attached.tsx";
import { LinkCards } from "./links/LinkCards.tsx";
import { Markup } from "./markup/Markup.tsx";
import { reactionLabel, receiptOf, type Message, type Thread } from "../model.ts";
import { chatStore } from "../store.ts";
import { t as noReply } from "../text.noreply.ts";
import { t as pins } from "../text.pins.ts";
import { t } from "../text.ts";
import { ReachProvider, useReach } from "./reach.ts";
import { asPostText, signed, usedBy } from "./names.ts";
import { noticeText } from "./notices.ts";
import { affiliated, colourOf } from "./shares/sides.ts";
import "./pins/pins.css";

const ForwardedList = lazy(() => withWords(import("./forwards/ForwardedList.tsx")));

/** What a row asks the timeline to do. */
export interface RowActions {
  menu: (message: Message, anchor: Anchor) => void;
  quick: (message: Message, anchor: Anchor) => void;
  reply: (message: Message) => void;
  thread: (message: Message) => void;
  jump: (message: Message) => void;
  receipts: (message: Message) => void;
  reactions: (message: Message) => void;
  history: (message: Message) => void;
  forward: (message: Message) => void;
  person: (id: string) => void;
}

const LONG_PRESS_MS = 450;
const MOVED_PX = 10;

/** Opens the menu after a long press of a finger; a scroll or a text selection is none. */
function useLongPress(open: (anchor: Anchor) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const start = useRef({ x: 0, y: 0 });
  const stop = () => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType !== "touch" || (event.target as Element).closest("a, button")) return;
      const { clientX: x, clientY: y } = event;
      start.current = { x, y };
      stop();
      timer.current = setTimeout(() => open({ x: x + 120, y, top: y }), LONG_PRESS_MS);
    },
    onPointerMove: (event: PointerEvent) => {
      if (Math.hypot(event.clientX - start.current.x, event.clientY - start.current.y) > MOVED_PX) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  };
}

interface Props {
  message: Message;
  grouped: boolean;
  actions: RowActions;
  inThread: boolean;
  canPost: boolean;
  /** The row that the arrow keys stand on: Tab goes into it. */
  active: boolean;
}

export const MessageRow = memo(function MessageRow({ message, grouped, actions, inThread, canPost, active }: Props) {
  const me = useStore(chatStore, (state) => state.me);
  const author = usePerson(message.via ? null : message.author_id);
  const presence = usePresence(grouped || message.via || author?.partner ? null : message.author_id);
  const colour = useStore(chatStore, (state) => colourOf(state.rooms[message.room_id], author));
  // The bar of buttons is a third of a row's elements, and most rows are only read: it comes with the pointer or the keyboard.
  const [pointed, setPointed] = useState(false);
  const press = useLongPress((anchor) => actions.menu(message, anchor));
  const mine = message.author_id === me;
  if (message.kind === "notice") return <NoticeRow message={message} />;
  const name = message.via ?? usedBy(author?.name ?? "…", message.operator);
  const asPost = asPostText(message.as_post);
  const post = asPost ? <b>{asPost}</b> : postText(author);
  const tab = active ? undefined : -1;
  return (
    <ReachProvider value={tab}>
      <article className="message" data-grouped={grouped || undefined} data-mentions-me={(!mine && (message.everyone || message.body.includes(`<@${me}>`))) || undefined} aria-label={t.messageBy(message.via ?? affiliated(signed(author?.name ?? "…", message), author), momentText(message.sent_at))} onPointerEnter={(event) => event.pointerType !== "touch" && setPointed(true)} {...press}>
        <div className="message-gutter">
          {grouped ? (
            <time className="message-time-side" dateTime={message.sent_at} title={momentText(message.sent_at)}>
              {timeText(message.sent_at)}
            </time>
          ) : (
            <Avatar person={author} size={38} presence={presence} />
          )}
        </div>
        <div className="message-main">
          {!grouped && (
            <header className="message-head">
              {author && !message.via ? (
                <button type="button" className="message-author" tabIndex={tab} onClick={() => actions.person(author.id)}>
                  {name}
                </button>
              ) : (
                <b>{name}</b>
              )}
              {post && <span className="message-post">{post}</span>}
              {author?.shared && <SharedTag />}
              <OutsiderTag person={author} colour={colour} />
              <AwayTag person={author} />
              <WhereaboutsTag said={author?.whereabouts} />
              <time dateTime={message.sent_at} title={momentText(message.sent_at)}>
                {timeText(message.sent_at)}
              </time>
            </header>
          )}
          {message.pinned && !message.withdrawn_at && (
            <p className="message-pinned">
              <Icon name="pin" size={14} />
              {pins.pinned}
            </p>
          )}
          {message.no_reply && !message.withdrawn_at && (
            <p className="message-pinned">
              <span className="tag">{noReply.mark}</span>
            </p>
          )}
          {message.quote && <QuoteBlock message={message} jump={actions.jump} />}
          {message.withdrawn_at ? (
            <p className="message-withdrawn">{mine ? t.withdrawnMine : t.withdrawn}</p>
          ) : (
            <>
              {hasCard(message) ? <CardOf card={message.card} room={message.room_id} tab={tab} /> : message.body !== "" && <Markup body={message.body} />}
              {!hasCard(message) && message.body !== "" && <LinkCards body={message.body} headings={message.headings} />}
              {message.forwarded && (
                <Suspense fallback={<p>…</p>}>
                  <ForwardedList forwarded={message.forwarded} below={`/rooms/${message.room_id}`} />
                </Suspense>
              )}
              {message.files.length > 0 && <Attached files={message.files} said={{ author: message.via ? null : message.author_id, at: message.sent_at }} below={`/rooms/${message.room_id}`} tab={tab} />}
              {message.edited_at && (
                <button type="button" className="message-edited" tabIndex={tab} onClick={() => actions.history(message)}>
                  {t.edited(momentText(message.edited_at))}
                </button>
              )}
            </>
          )}
          <Foot message={message} mine={mine} actions={actions} inThread={inThread} />
        </div>
        {!message.withdrawn_at && canPost && (pointed || active) && (
          <div className="message-tools" role="toolbar" aria-label={t.actions}>
            <button type="button" className="icon-button small" tabIndex={tab} aria-label={t.addReaction} title={t.addReaction} onClick={(event) => actions.quick(message, anchorOf(event.currentTarget))}>
              <Icon name="smile" size={18} />
            </button>
            <button type="button" className="icon-button small" tabIndex={tab} aria-label={t.reply} title={t.reply} onClick={() => actions.reply(message)}>
              <Icon name="reply" size={18} />
            </button>
            {!inThread && (
              <button type="button" className="icon-button small" tabIndex={tab} aria-label={t.openThread} title={t.openThread} onClick={() => actions.thread(message)}>
                <Icon name="thread" size={18} />
              </button>
            )}
            <button type="button" className="icon-button small" tabIndex={tab} aria-label={t.moreActions} title={t.moreActions} aria-haspopup="menu" onClick={(event) => actions.menu(message, anchorOf(event.currentTarget))}>
              <Icon name="more" size={18} />
            </button>
          </div>
        )}
      </article>
    </ReachProvider>
  );
});

function NoticeRow({ message }: { message: Message }) {
  const people = useStore(peopleStore, (all) => all);
  usePerson(message.author_id);
  return (
    <p className="message-notice">
      {noticeText(message, people)} <time dateTime={message.sent_at}>{timeText(message.sent_at)}</time>
    </p>
  );
}

function QuoteBlock({ message, jump }: { message: Message; jump: (message: Message) => void }) {
  const quote = message.quote;
  const author = usePerson(quote?.author_id ?? null);
  const excerpt = useExcerpt(quote?.excerpt ?? "");
  const tab = useReach();
  if (!quote) return null;
  const name = signed(author?.name ?? "…", quote);
  return (
    <button type="button" className="message-quote" tabIndex={tab} onClick={() => jump(message)}>
      <b>{name}</b> <span>{quote.withdrawn ? t.withdrawn : excerpt}</span> <span className="visually-hidden">{t.jumpToQuote(name)}</span>
    </button>
  );
}

function Foot({ message, mine, actions, inThread }: { message: Message; mine: boolean; actions: RowActions; inThread: boolean }) {
  const tab = useReach();
  const stamps = useStore(chatStore, (state) => state.stamps);
  const people = useStore(peopleStore, (all) => all);
  const thread = useStore(chatStore, (state) => (inThread ? null : (state.threads[message.id] ?? message.thread)));
  const { id, room_id: room } = message;
  const mark = useStore(marksStore, (marks) => marks[id]);
  // Without that part, as when the network is gone, it is drawn without a mark.
  useEffect(() => void questioning.part?.().then((part) => part.seen(room, id), () => undefined), [room, id]);
  return (
    <>
      {!message.withdrawn_at && mark?.({ message: id, tab })}
      <div className="message-foot">
        {message.reactions.map((reaction) => {
          const names = reaction.people.map((id) => people[id]?.name).filter(Boolean).join("、");
          const label = reactionLabel(reaction.code, stamps);
          return (
            <button
              key={reaction.code}
              type="button"
              className="reaction"
              tabIndex={tab}
              aria-pressed={reaction.mine}
              title={names}
              aria-label={t.reactionBy(label, reaction.count)}
              onClick={() => void react(message, reaction.code)}
              onContextMenu={(event) => {
                event.preventDefault();
                actions.reactions(message);
              }}
            >
              {label} <b>{reaction.count}</b>
            </button>
          );
        })}
        {thread && thread.replies > 0 && <ThreadChip thread={thread} />}
        {mine && !message.withdrawn_at && !message.thread_id && <ReceiptChip message={message} open={() => actions.receipts(message)} />}
      </div>
    </>
  );
}

function ThreadChip({ thread }: { thread: Thread }) {
  const unread = thread.mine?.following ? thread.last_seq - thread.mine.read_seq : 0;
  return (
    <Link className="thread-chip" tabIndex={useReach()} href={`/rooms/${thread.room_id}/threads/${thread.id}`}>
      <Icon name="thread" size={16} />
      {t.replies(thread.replies)}
      {thread.title && <b>{thread.title}</b>}
      {thread.resolved_at && <span className="tag">{t.resolved}</span>}
      {unread > 0 && <span className="badge">{unread}</span>}
    </Link>
  );
}

function ReceiptChip({ message, open }: { message: Message; open: () => void }) {
  const tab = useReach();
  const receipts = useStore(chatStore, (state) => state.receipts[message.room_id] ?? null);
  if (!receipts) return null;
  const receipt = receiptOf(receipts, message);
  if (receipt.total + receipt.offDuty === 0) return null;
  const count = receipt.total === 1 ? (receipt.read > 0 ? t.read : t.unreadMark) : t.readCount(`${receipt.read}${receipt.exact ? "" : "+"}`, receipt.total);
  return (
    <button type="button" className="receipt-chip" tabIndex={tab} data-all={receipt.read === receipt.total || undefined} onClick={open}>
      {receipt.offDuty > 0 ? t.readAndOff(receipt.total > 0 ? count : "", receipt.offDuty) : count}
    </button>
  );
}
