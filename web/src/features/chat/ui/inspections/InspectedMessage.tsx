import { Suspense } from "react";
import { Avatar } from "../../../../design/Avatar.tsx";
import { OutsiderTag, postText } from "../../../../design/people/PersonRow.tsx";
import { cards } from "../../../../platform/cards.ts";
import { momentText, timeText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { peopleStore, usePerson } from "../../../../platform/people.ts";
import { useStore } from "../../../../platform/store.ts";
import { reactionLabel, type Message } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t as noReply } from "../../text.noreply.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.inspections.ts";
import { useExcerpt } from "../excerpt.ts";
import { Attached } from "../files/Attached.tsx";
import ForwardedList from "../forwards/ForwardedList.tsx";
import { LinkCards } from "../links/LinkCards.tsx";
import { Markup } from "../markup/Markup.tsx";
import { signed } from "../names.ts";
import { noticeText } from "../notices.ts";

/** The name under which somebody wrote a message. */
export function useAuthor(message: Message): string {
  const author = usePerson(message.via ? null : message.author_id);
  return message.via ?? signed(author?.name ?? "…", message);
}

/** A message of a room that is not one's own: to be read, and nothing else. */
export function InspectedMessage({ inspection, message, onThread, onReaders }: { inspection: Id; message: Message; onThread: (() => void) | null; onReaders: () => void }) {
  const author = usePerson(message.via ? null : message.author_id);
  const name = useAuthor(message);
  const stamps = useStore(chatStore, (state) => state.stamps);
  const notice = useStore(peopleStore, (people) => (message.kind === "notice" ? noticeText(message, people) : null));
  if (notice !== null) return <p className="inspected-notice">{notice}</p>;
  return (
    <article className="inspected-message" aria-label={chat.messageBy(name, momentText(message.sent_at))}>
      <Avatar person={author} size={32} />
      <div>
        <header>
          <b>{name}</b> <small>{!message.as_post && postText(author)}</small> <OutsiderTag person={author} />{" "}
          <time dateTime={message.sent_at} title={momentText(message.sent_at)}>
            {timeText(message.sent_at)}
          </time>
          {message.no_reply && <span className="tag">{noReply.mark}</span>}
        </header>
        {message.quote && <Quoted quote={message.quote} />}
        {message.withdrawn_at ? <p className="inspected-gone">{t.withdrawnMessage}</p> : <><Markup body={message.body} /><LinkCards body={message.body} headings={message.headings} quiet />{message.forwarded && <ForwardedList forwarded={message.forwarded} below={`/inspections/${inspection}`} unasked={false} />}</>}
        {message.card && !message.withdrawn_at && <InspectedCard card={message.card} inspection={inspection} />}
        {message.files.length > 0 && <Attached files={message.files} below={`/inspections/${inspection}`} unasked={false} />}
        <p className="inspected-foot">
          {message.edited_at && <small>{t.edited}</small>}
          {message.reactions.map((reaction) => (
            <span key={reaction.code} className="tag">
              {reactionLabel(reaction.code, stamps)} {reaction.count}
            </span>
          ))}
          {onThread && message.thread && (
            <button type="button" className="link-button" onClick={onThread}>
              {t.replies(message.thread.replies)}
            </button>
          )}
          <button type="button" className="link-button" aria-label={t.readersOf(name)} onClick={onReaders}>
            {t.readers}
          </button>
        </p>
      </div>
    </article>
  );
}

function InspectedCard({ card, inspection }: { card: NonNullable<Message["card"]>; inspection: string }) {
  const Card = cards[card.kind]?.Inspected;
  return Card ? (
    <Suspense>
      <Card id={card.id} inspection={inspection} />
    </Suspense>
  ) : null;
}

function Quoted({ quote }: { quote: NonNullable<Message["quote"]> }) {
  const author = usePerson(quote.author_id);
  const words = useExcerpt(quote.excerpt);
  return (
    <blockquote className="inspected-quote">
      <b>{signed(author?.name ?? "…", quote)}</b> {quote.withdrawn ? t.withdrawnMessage : words}
    </blockquote>
  );
}
