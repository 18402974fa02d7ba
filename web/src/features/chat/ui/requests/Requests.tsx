import { Avatar } from "../../../../design/Avatar.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { postText } from "../../../../design/people/PersonRow.tsx";
import { momentText, shortText } from "../../../../platform/dates.ts";
import { usePages } from "../../../../platform/load.ts";
import { meet } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.ts";
import { desksForMe, unreadOf, withRequest, type ContactRequest } from "../../model.ts";
import { chatStore, requestNewsStore } from "../../store.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.requests.ts";
import { Page } from "../Page.tsx";
import { AskButton } from "./AskButton.tsx";
import { changeClaim, claimAct, claimText } from "./claims.ts";
import { useDesks } from "./desks.ts";
import "./requests.css";

/** The requests that I asked and those of my desk, the newest first. */
export default function Requests({ closed }: { closed: boolean }) {
  const me = useMe().person.id;
  const news = useStore(requestNewsStore, (count) => count);
  const all = useDesks();
  const desks = desksForMe(all);
  const list = usePages(`requests ${closed} ${news}`, async (cursor) => {
    const page = await api.requests(closed, cursor);
    meet(page.items.flatMap(({ asked_by, claimed_by }) => (claimed_by ? [asked_by, claimed_by] : [asked_by])));
    return page;
  });
  // What was there on the other tab is not shown while this one loads.
  const items = list.items.filter(({ room }) => Boolean(room.archived_at) === closed);
  const claim = async (request: ContactRequest) => {
    const changed = await changeClaim(request, me);
    if (changed) list.replace(withRequest(list.items, changed));
  };
  const tabs = [
    ["/requests", t.filterOpen, !closed],
    ["/requests/closed", t.filterClosed, closed],
  ] as const;
  return (
    <Page title={chat.requests} tools={desks.length > 0 && <AskButton desks={desks} className="button small primary" />}>
      <nav className="request-tabs" aria-label={t.state}>
        {tabs.map(([href, label, current]) => (
          <Link key={href} className="tab" href={href} replace aria-current={current ? "page" : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="desk" title={closed ? t.noneClosed : t.noneOpen}>
          <p>{closed ? t.noneClosedHint : desks.length > 0 ? t.noneOpenHint : all.length > 0 ? t.noneOpenAtDesk : t.noDesk}</p>
        </Empty>
      </ListState>
      <ul className="requests">
        {items.map((request) => (
          <Row key={request.room.id} request={request} me={me} onClaim={() => void claim(request)} />
        ))}
      </ul>
      <MoreButton more={list.more} />
    </Page>
  );
}

function Row({ request, me, onClaim }: { request: ContactRequest; me: string; onClaim: () => void }) {
  const known = useStore(chatStore, (state) => state.rooms[request.room.id]);
  const room = known ?? request.room;
  const unread = unreadOf(room);
  const { asked_by: person, asked_at: when } = request;
  return (
    <li className="request" data-unread={unread > 0 || undefined}>
      <Link className="request-link" href={`/rooms/${room.id}`}>
        <Avatar person={person} size={36} />
        <span className="request-words">
          <b className="request-subject">
            {room.name}
            {unread > 0 && (
              <span className="badge">
                <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
                <span className="visually-hidden">{t.unread(unread)}</span>
              </span>
            )}
          </b>
          <span>
            {t.requestTo(request.barrier_name)} ・ {t.askedBy(person.name)} <small>{postText(person)}</small>
          </span>
          <span className="request-state">
            <time dateTime={when} title={momentText(when)}>
              {shortText(when)}
            </time>
            {!room.archived_at && <span className="tag">{claimText(request, me)}</span>}
          </span>
        </span>
      </Link>
      {request.at_desk && !room.archived_at && (
        <button type="button" className="button small" aria-label={t.about(claimAct(request, me).label, room.name)} onClick={onClaim}>
          {claimAct(request, me).label}
        </button>
      )}
    </li>
  );
}
