import { useEffect, useMemo, useRef, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { usePerson } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import type { LinkHeading, Message, Room } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.links.ts";
import { useExcerpt } from "../excerpt.ts";
import { signed } from "../names.ts";
import { useReach } from "../reach.ts";
import { useRoomTitle } from "../titles.ts";
import { cardsOf, type Target } from "./links.ts";
import { look, type Found } from "./look.ts";
import "./links.css";

interface Props {
  body: string;
  headings: readonly LinkHeading[] | null | undefined;
  /** To be read by others than whoever it was said to: with what its author says, and nothing that is asked for with one's own eyes. */
  quiet?: boolean;
}

/** Below a message: what its links lead to here, as far as its reader may see it, and what its author says of the others. */
export function LinkCards({ body, headings, quiet = false }: Props) {
  const shown = useMemo(() => cardsOf(body, headings).filter((one) => !quiet || "heading" in one), [body, headings, quiet]);
  if (shown.length === 0) return null;
  return (
    <ul className="link-cards" aria-label={t.links}>
      {shown.map((one) => (
        <li key={one.url}>{"target" in one ? <Inside target={one.target} /> : <Headed {...one} />}</li>
      ))}
    </ul>
  );
}

/** The author's own words, and where the link really leads. */
function Headed({ url, heading, host }: { url: string; heading: LinkHeading; host: string }) {
  const tab = useReach();
  return (
    <div className="link-card">
      <a className="link-card-title" href={url} target="_blank" rel="noopener noreferrer" tabIndex={tab}>
        <bdi>{heading.title}</bdi>
      </a>
      {heading.summary && (
        <p>
          <bdi>{heading.summary}</bdi>
        </p>
      )}
      <p className="link-card-foot">
        <bdi className="link-card-host">{host}</bdi>
        <span className="tag">{t.byAuthor}</span>
      </p>
    </div>
  );
}

/** Something of this organisation. It is asked for when it comes near the screen; its place is kept free from the start. */
function Inside({ target }: { target: Target }) {
  const [found, setFound] = useState<Found | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const { path } = target;
  const wanted = useRef(target);
  wanted.current = target;
  useEffect(() => {
    let stands = true;
    const ask = () => void look(wanted.current).then((now) => stands && setFound(now));
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        ask();
      },
      { rootMargin: "200px" },
    );
    if (place.current) near.observe(place.current);
    return () => {
      stands = false;
      near.disconnect();
    };
  }, [path]);
  return (
    <div className="link-card inside" ref={place} aria-busy={found === null || undefined}>
      <Words found={found} path={path} />
    </div>
  );
}

function Words({ found, path }: { found: Found | null; path: string }) {
  if (found === null) return <p className="link-card-quiet">{t.loading}</p>;
  switch (found.kind) {
    case "message":
      return <OfMessage message={found.message} path={path} />;
    case "room":
      return <OfRoom room={found.room} path={path} />;
    case "meeting":
      return <Card path={path} icon="people" kind={t.meeting} title={found.title} detail={[momentText(found.startsAt), found.place].filter(Boolean).join(" ")} />;
    case "note":
    case "ideas":
      return <Card path={path} icon="note" kind={t[found.kind]} title={found.title} />;
    case "failed":
      return <Card path={path} icon="open" kind={t.links} title={t.failed} />;
    default:
      return <p className="link-card-quiet">{t.none}</p>;
  }
}

function Card({ path, icon, kind, title, detail = "" }: { path: string; icon: "chat" | "open" | "note" | "people"; kind: string; title: string; detail?: string }) {
  return (
    <>
      <Link className="link-card-title" href={path} tabIndex={useReach()}>
        <bdi>{title}</bdi>
      </Link>
      <p className="link-card-foot">
        <Icon name={icon} size={14} />
        <span>{[kind, detail].filter(Boolean).join(" ")}</span>
      </p>
    </>
  );
}

function OfMessage({ message, path }: { message: Message; path: string }) {
  // Where this device follows its room, it is as it is now.
  const now = useStore(chatStore, (state) => state.messages[message.id]) ?? message;
  const room = useStore(chatStore, (state) => state.rooms[message.room_id] ?? null);
  const title = useRoomTitle(room);
  const author = usePerson(now.via ? null : now.author_id);
  const words = useExcerpt(now.body);
  if (now.withdrawn_at) return <p className="link-card-quiet">{t.withdrawn}</p>;
  const name = now.via ?? signed(author?.name ?? "…", now);
  return <Card path={path} icon="chat" kind={t.message} title={words === "" ? t.wordless : words} detail={[name, title && `#${title}`, momentText(now.sent_at)].filter(Boolean).join(" ")} />;
}

function OfRoom({ room, path }: { room: Room; path: string }) {
  return <Card path={path} icon="open" kind={t.room} title={useRoomTitle(room)} detail={room.purpose} />;
}
