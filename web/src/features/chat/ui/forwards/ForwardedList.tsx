import { momentText } from "../../../../platform/dates.ts";
import { unnamedStore, usePerson } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import type { Forwarded } from "../../api.forwards.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.forwards.ts";
import { Attached } from "../files/Attached.tsx";
import { LinkCards } from "../links/LinkCards.tsx";
import { Markup } from "../markup/Markup.tsx";
import { signed } from "../names.ts";
import { useReach } from "../reach.ts";
import { useRoomTitle } from "../titles.ts";
import "./forwards.css";

/** The door below which bytes of files are given out, nothing on paper; and whether pictures are fetched without being asked for. */
interface Door {
  below?: string;
  unasked?: boolean;
}

/** What a message forwards: whose words, where and when they were said, as they were. */
export default function ForwardedList({ forwarded, ...door }: { forwarded: readonly Forwarded[] } & Door) {
  return (
    <ul className="forwarded" aria-label={t.forwarded}>
      {forwarded.map((one, place) => (
        <One key={place} one={one} {...door} />
      ))}
    </ul>
  );
}

function One({ one, ...door }: { one: Forwarded } & Door) {
  const author = usePerson(one.via ? null : (one.author_id ?? null));
  const operator = usePerson(one.operator_id ?? null);
  const unnamed = useStore(unnamedStore, (all) => all.has(one.author_id ?? ""));
  const room = useStore(chatStore, (state) => state.rooms[one.room_id ?? ""] ?? null);
  const title = useRoomTitle(room);
  const tab = useReach();
  const nobody = one.organisation ? t.fromOrganisation(one.organisation) : unnamed ? t.unnamed : "…";
  const known = author ? signed(author.name, { operator, as_post: one.as_post }) : nobody;
  const name = one.via ?? (one.author_id ? known : t.somebody);
  const when = momentText(one.sent_at);
  return (
    <li className="forwarded-one" aria-label={t.said(name, when)}>
      <p className="forwarded-head">
        <b>{name}</b>{" "}
        {room ? (
          <Link href={`/rooms/${room.id}${one.thread_id ? `/threads/${one.thread_id}` : ""}?at=${one.seq}`} tabIndex={tab}>
            {title}
          </Link>
        ) : (
          one.room_id && <span>{t.elsewhere}</span>
        )}{" "}
        <time dateTime={one.sent_at}>{when}</time>
      </p>
      {one.withdrawn ? <p className="message-withdrawn">{one.passing ? t.forgottenSince : t.withdrawnSince}</p> : one.body !== "" && <Markup body={one.body} />}
      {one.body !== "" && <LinkCards body={one.body} headings={one.headings} quiet={!door.below || door.unasked === false} />}
      {one.files && one.files.length > 0 && <Attached files={one.files} said={{ author: one.via ? null : (one.author_id ?? null), at: one.sent_at }} tab={tab} {...door} />}
    </li>
  );
}
