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
import { desksForMe, isToPost, unreadOf, withRequest, type ContactRequest } from "../../model.ts";
import { chatStore, requestNewsStore } from "../../store.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.requests.ts";
import { Page } from "../Page.tsx";
import { AskButton } from "./AskButton.tsx";
import { changeClaim, claimAct, claimText, isShared } from "./claims.ts";
import { useDesks } from "./desks.ts";
import "./requests.css";

/** The requests that I asked and those of my desk, or of my posts, the newest first. */
export default function Requests({ closed, toPosts = false }: { closed: boolean; toPosts?: boolean }) {
  const me = useMe().person.id;
  const news = useStore(requestNewsStore, (count) => count);
  const all = useDesks();
  const desks = toPosts ? [] : desksForMe(all);
  const list = usePages(`requests ${toPosts} ${closed} ${news}`, async (cursor) => {
    const page = await api.requests(toPosts, closed, cursor);
    meet(page.items.flatMap(({ asked_by, claimed_by }) => (claimed_by ? [asked_by, claimed_by] : [asked_by])));
    return page;
  });
  // What was there on the other tab is not shown while this one loads.
  const items = list.items.filter(({ room }) => Boolean(room.archived_at) === closed && isToPost(room) === toPosts);
  const claim = async (request: ContactRequest) => {
    const changed = await changeClaim(request, me);
    if (changed) list.replace(withRequest(list.items, changed));
  };
  const home = toPosts ? "/to-posts" : "/requests";
  const tabs = [
    [home, toPosts ? t.filterWaiting : t.filterOpen, !closed],
    [`${home}/closed`, toPosts ? t.filterDone : t.filterClosed, closed],
  ] as const;
  const none = toPosts
    ? { title: closed ? t.noneDone : t.noneWaiting, hint: closed ? t.noneDoneHint : t.noneWaitingHint }
    : { title: closed ? t.noneClosed : t.noneOpen, hint: closed ? t.noneClosedHint : desks.length > 0 ? t.noneOpenHint : all.length > 0 ? t.noneOpenAtDesk : t.noDesk };
  return (
    <Page title={toPosts ? chat.toPosts : chat.requests} tools={desks.length > 0 && <AskButton desks={desks} className="button small primary" />}>
      <nav className="request-tabs" aria-label={t.state}>
        {tabs.map(([href, label, current]) => (
          <Link key={href} className="tab" href={href} replace aria-current={current ? "page" : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="desk" title={none.title}>
          <p>{none.hint}</p>
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

/** How an open request stands, in words. */
function State({ request, me }: { request: ContactRequest; me: string }) {
  if (isToPost(request.room) && request.vacant && !request.room.mine?.barred) return <span className="tag">{t.vacant}</span>;
  return isShared(request) ? <span className="tag">{claimText(request, me)}</span> : null;
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
            {request.barrier_name && `${t.requestTo(request.barrier_name)} ・ `}
            {t.askedBy(person.name)} <small>{postText(person)}</small>
          </span>
          <span className="request-state">
            <time dateTime={when} title={momentText(when)}>
              {shortText(when)}
            </time>
            {room.archived_at ? isToPost(room) && <span className="tag">{t.done}</span> : <State request={request} me={me} />}
          </span>
        </span>
      </Link>
      {request.at_desk && !room.archived_at && isShared(request) && (
        <button type="button" className="button small" aria-label={t.about(claimAct(request, me).label, room.name)} onClick={onClaim}>
          {claimAct(request, me).label}
        </button>
      )}
    </li>
  );
}
