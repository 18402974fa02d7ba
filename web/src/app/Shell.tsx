import { lazy, Suspense, useEffect, useState } from "react";
import { Avatar } from "../design/Avatar.tsx";
import { Boundary } from "../design/Boundary.tsx";
import { Icon, type IconName } from "../design/Icon.tsx";
import { Empty } from "../design/ListState.tsx";
import { anchorOf, type Anchor } from "../design/Popover.tsx";
import { totals } from "../features/chat/model.ts";
import { chatStore } from "../features/chat/store.ts";
import { HandoversBand } from "../features/handovers/routes.tsx";
import { MemoForm } from "../features/phone_memos/routes.tsx";
import { belongsToInputMethod } from "../platform/ime.ts";
import { layoutStore } from "../platform/layout.ts";
import { lineStore } from "../platform/live.ts";
import { showUnread } from "../platform/notifications.ts";
import { memoStore, writeMemo } from "../platform/phoneMemo.ts";
import { within } from "../platform/place.ts";
import { find, Link, navigate, usePath } from "../platform/router.ts";
import { useMe } from "../platform/session.ts";
import { useStore } from "../platform/store.ts";
import { withWords } from "../platform/texts.ts";
import { INSPECTIONS, mayVisit } from "./admin/places.ts";
import { opensToGuests } from "./guests.ts";
import { routes } from "./routes.tsx";
import { lockScreen } from "./start.ts";
import { t } from "./text.ts";
import { WaitingMark } from "./WaitingMark.tsx";

const OwnMenu = lazy(() => withWords(import("./OwnMenu.tsx")));
const SignOutAsk = lazy(() => import("./SignOutAsk.tsx"));
const Jump = lazy(() => withWords(import("./Jump.tsx")));
const Help = lazy(() => withWords(import("./Help.tsx")));
const Chooser = lazy(() => withWords(import("../features/identity/ui/organisations/Chooser.tsx")));
const Using = lazy(() => withWords(import("../features/identity/ui/operators/Using.tsx")));

const BroadcastsBand = lazy(() => withWords(import("../features/broadcasts/ui/BroadcastsBand.tsx")));
const BroadcastsMark = lazy(() => withWords(import("../features/broadcasts/ui/BroadcastsMark.tsx")));
const TasksWatch = lazy(() => withWords(import("../features/tasks/ui/TasksWatch.tsx")));
const GuestBand = lazy(() => withWords(import("../features/directory/ui/guests/GuestBand.tsx")));
const EndingBand = lazy(() => withWords(import("../features/directory/ui/guests/EndingBand.tsx")));
const OffDuty = lazy(() => withWords(import("../features/directory/ui/rotas/OffDuty.tsx")));
const AskedBand = lazy(() => withWords(import("../features/directory/ui/whereabouts/AskedBand.tsx")));
const WhereaboutsDialog = lazy(() => withWords(import("../features/directory/ui/whereabouts/WhereaboutsDialog.tsx")));
const OnLeave = lazy(() => withWords(import("../features/directory/ui/leaves/OnLeave.tsx")));

// Whoever writes a memo is asked about personal numbers as in the talk; features do not know one another.
const guard = (words: readonly string[]) => withWords(import("../features/chat/ui/guard/ask.tsx")).then((part) => part.clear(words));

/** What stands over the page. */
export type Over = "jump" | "help" | "whereabouts" | "organisations" | "sign-out" | null;

/** Everything around a place: rail, list, content, right pane. */
export function Shell() {
  const me = useMe();
  const path = usePath();
  const layout = useStore(layoutStore, (value) => value);
  const [over, setOver] = useState<Over>(null);
  const memo = useStore(memoStore, (person) => person);
  const found = find(routes, path);
  const place = found?.value;
  const allowed = place && (me.person.guest ? opensToGuests(path) : place.rail !== "admin" || mayVisit(me, path));
  const rooms = useStore(chatStore, (state) => state.rooms);
  const threads = useStore(chatStore, (state) => state.threads);
  const { unread, mentions } = totals(rooms, threads);
  useEffect(() => showUnread(`${me.organisation.name} - Engawa`, unread, mentions), [unread, mentions, me.organisation.name]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (belongsToInputMethod(event)) return;
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOver("jump");
      } else if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "f") {
        event.preventDefault();
        setOver(null);
        const box = document.querySelector<HTMLInputElement>(".search-box");
        if (box) box.select();
        else navigate("/search");
      } else if (event.ctrlKey && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "m") {
        event.preventDefault();
        // What stands open may have words in it.
        if (!document.querySelector("dialog[open]")) writeMemo();
      } else if (event.key === "?" && !typing) {
        event.preventDefault();
        setOver("help");
      }
    };
    const onMessage = (event: MessageEvent<{ open?: string }>) => {
      if (event.data?.open) navigate(within(event.data.open));
    };
    document.addEventListener("keydown", onKeyDown);
    navigator.serviceWorker?.addEventListener("message", onMessage);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      navigator.serviceWorker?.removeEventListener("message", onMessage);
    };
  }, []);

  const pane = allowed && found ? place.pane?.(found.params) : undefined;
  const phone = layout === "phone";
  const showList = !phone || (place?.listFirst === true && !pane);
  const showContent = !phone || (!place?.listFirst && !pane);
  // Where a phone shows one column, that one is the page's main part.
  const ListTag = phone ? "main" : "div";
  const PaneTag = phone ? "main" : "aside";
  // Inside a conversation a phone needs every line for it.
  const showRail = !phone || !path.startsWith("/rooms/");
  return (
    <div className="shell" data-pane={pane ? true : undefined}>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <div className="banners">
        <LineBanner />
        {(me.leave || me.returned) && (
          <Suspense>
            <OnLeave />
          </Suspense>
        )}
        {!me.leave && me.person.off_duty_until && (
          <Suspense>
            <OffDuty />
          </Suspense>
        )}
        {me.ending && (
          <Suspense>
            <EndingBand />
          </Suspense>
        )}
        <Suspense>{!me.leave && <BroadcastsBand />}</Suspense>
        <Suspense>{!me.person.guest && <TasksWatch />}</Suspense>
        <Suspense>{me.whereabouts_asked_at && <AskedBand />}</Suspense>
        <Suspense>{me.person.guest ? <GuestBand /> : !me.leave && !me.shared && <HandoversBand />}</Suspense>
        {me.shared && (
          <Suspense>
            <Using onLock={lockScreen} />
          </Suspense>
        )}
      </div>
      {showRail && <Rail rail={place?.rail ?? null} unread={unread} mentions={mentions} administers={mayVisit(me, "/admin")} onOver={setOver} />}
      {showList && place && allowed && (
        <ListTag className="list-column" id={phone ? "content" : undefined} tabIndex={phone ? -1 : undefined}>
          {phone && <h1 className="visually-hidden">{t[place.rail]}</h1>}
          <Boundary place={place.rail}>{place.list}</Boundary>
        </ListTag>
      )}
      {(showContent || !allowed) && (
        <main className="content" id="content" tabIndex={-1}>
          {allowed && found ? (
            <Boundary place={path}>{place.content(found.params)}</Boundary>
          ) : (
            <Empty page icon="help" title={t.notFound}>
              <p>{t.notFoundHint}</p>
              <Link className="button" href="/">
                {t.toHome}
              </Link>
            </Empty>
          )}
        </main>
      )}
      {pane && (
        <PaneTag className="pane-column" id={phone ? "content" : undefined}>
          <Boundary place={path}>{pane}</Boundary>
        </PaneTag>
      )}
      <Suspense>
        {over === "jump" && <Jump onClose={() => setOver(null)} onOver={setOver} />}
        {over === "help" && <Help onClose={() => setOver(null)} />}
        {over === "whereabouts" && <WhereaboutsDialog person={me.person} onClose={() => setOver(null)} />}
        {over === "organisations" && <Chooser onClose={() => setOver(null)} />}
        {memo !== null && <MemoForm person={memo} guard={guard} />}
        {over === "sign-out" && <SignOutAsk onClose={() => setOver(null)} />}
      </Suspense>
    </div>
  );
}

const PATIENCE_MS = 3000;

/** Says calmly that the line is broken, once it has been for a moment. */
function LineBanner() {
  const line = useStore(lineStore, (state) => state);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (line === "live") {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [line]);
  return (
    <div className="line-banner" role="status">
      {shown && <p>{navigator.onLine ? t.reconnecting : t.offline}</p>}
    </div>
  );
}

interface RailProps {
  rail: string | null;
  unread: number;
  mentions: number;
  administers: boolean;
  onOver: (over: Over) => void;
}

function Rail({ rail, unread, mentions, administers, onOver }: RailProps) {
  const me = useMe();
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const openMenu = (button: Element) => {
    setAnchor(anchorOf(button));
    // There may be other organisations by now: the next time this opens, it offers the way to them.
    void import("../platform/listed.ts").then((part) => part.askListed()).catch(() => undefined);
  };
  const items: [string, string, IconName, string][] = [
    ["chat", "/", "chat", t.chat],
    ...(me.person.guest
      ? []
      : ([
          ["broadcasts", "/broadcasts", "broadcast", t.broadcasts],
          ["people", "/people", "people", t.people],
        ] satisfies [string, string, IconName, string][])),
    ["settings", "/settings", "settings", t.settings],
  ];
  if (administers) items.push(["admin", "/admin", "shield", t.admin]);
  return (
    <nav className="rail" aria-label={t.places}>
      <ul>
        {items.map(([key, href, icon, label]) => (
          <li key={key}>
            <Link className="rail-link" href={href} aria-current={rail === key ? "page" : undefined}>
              <Icon name={icon} size={24} />
              <span>{label}</span>
              {key === "chat" && unread > 0 && <b className={mentions > 0 ? "badge mention" : "badge"}>{unread > 99 ? "99+" : unread}</b>}
              <Suspense>{key === "broadcasts" && <BroadcastsMark />}</Suspense>
              {key === "admin" && <WaitingMark at={INSPECTIONS} />}
            </Link>
          </li>
        ))}
      </ul>
      <div className="rail-foot">
        <button type="button" className="rail-link" aria-label={`${t.jump} (Ctrl+K)`} title={`${t.jump} (Ctrl+K)`} onClick={() => onOver("jump")}>
          <Icon name="search" size={24} />
          <span>{t.jump}</span>
        </button>
        <button type="button" className="rail-me" aria-label={t.account} title={me.person.name} aria-haspopup="menu" onClick={(event) => openMenu(event.currentTarget)}>
          <Avatar person={me.person} size={36} />
        </button>
      </div>
      <Suspense>{anchor && <OwnMenu anchor={anchor} onClose={() => setAnchor(null)} onOver={onOver} />}</Suspense>
    </nav>
  );
}
