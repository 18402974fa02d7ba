import { Fragment, useCallback, useEffect, useRef, useState, type FormEvent } from "react";
import { focused } from "../../../../design/focus.ts";
import { SortBar } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, Failed, Loading } from "../../../../design/ListState.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { query } from "../../../../platform/http.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { Link, navigate, useQuery } from "../../../../platform/router.ts";
import type { Looking } from "../../api.ts";
import { chatStore } from "../../store.ts";
import { t as paper } from "../../text.paper.ts";
import { t } from "../../text.search.ts";
import { Page } from "../Page.tsx";
import { Found, useFoundTitle } from "./Found.tsx";
import { asKind, kindName, Kinds, PANEL, type Kind } from "./Kinds.tsx";
import { Files, Notes, People, Rooms } from "./Others.tsx";
import { Narrow } from "./Narrow.tsx";
import { comingBack } from "./held.ts";
import { daysOf, hasWord, quoted, withDays, withWord } from "./pieces.ts";
import { searchKey, useResults, type FoundRoom, type Results } from "./results.ts";
import { Saved } from "./Saved.tsx";
import "./search.css";

/** What stands above the messages where everything is shown. */
const OTHERS: readonly Kind[] = ["people", "rooms", "notes", "files"];

/** How long after the last key the search begins. */
const SETTLES_MS = 350;

/** Looks for whatever can be found: messages, notes, people, rooms; in all rooms or in one. */
export default function Search() {
  const q = useQuery("q") ?? "";
  const room = useQuery("room");
  const kind = asKind(useQuery("kind"));
  const order: Looking["order"] = useQuery("order") === "best" ? "best" : "newest";
  const withMessages = kind === "all" || kind === "messages";
  const [text, setText] = useState(q);
  const [composing, setComposing] = useState(false);
  const [narrowing, setNarrowing] = useState(false);
  const [round, setRound] = useState(0);
  const box = useRef<HTMLInputElement | null>(null);
  // Whoever comes back from something found goes on there, and on a phone no keyboard covers it.
  const [back] = useState(() => comingBack<Results>(searchKey(chatStore.get().me, { q, room, order })));
  const comesBack = back?.opened ?? null;
  // The box has the focus when the page opens, and not again with every result that comes.
  const inBox = useCallback(
    (element: HTMLInputElement | null) => {
      if (element && !comesBack) focused(element);
      box.current = element;
    },
    [comesBack],
  );
  const typed = text.trim();
  const goTo = (next: string, within: string | null, what = kind, by = order) => navigate(`/search${query({ q: next, room: within, kind: what === "all" ? null : what, order: by === "newest" ? null : by })}`, { replace: true });
  useEffect(() => {
    // Half a conversion is nothing to look for.
    if (typed === q || composing) return undefined;
    const timer = setTimeout(() => goTo(typed, room), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [typed, q, room, kind, order, composing]);
  // Somebody came here again with other words.
  useEffect(() => {
    setText((now) => (now.trim() === q ? now : q));
  }, [q]);
  const { results, now, error, loading, reload, more } = useResults({ q: withMessages ? q : "", room, order }, back?.results ?? null);
  const count = results?.items.length ?? 0;
  useEffect(() => {
    if (comesBack) focusHit(comesBack);
  }, [comesBack]);

  // How many of each other kind are shown above the messages; null while that is not known.
  const [counts, setCounts] = useState<Partial<Record<Kind, number | null>>>({});
  const onCount = useCallback((of: Kind, found: number | null) => setCounts((all) => ({ ...all, [of]: found })), []);
  const others = kind !== "all" ? [] : room ? OTHERS.slice(2) : OTHERS;
  const isSettled = others.every((other) => counts[other] !== null && counts[other] !== undefined);
  const foundOthers = others.some((other) => (counts[other] ?? 0) > 0);
  const place = { q, room, order, few: kind === "all", onAll: (what: Kind) => goTo(typed, room, what), onCount };

  const go = (next: string) => {
    setText(next);
    goTo(next.trim(), room);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (typed !== q || q === "") go(text);
    else {
      reload();
      setRound((count) => count + 1);
    }
  };
  const filters: [string, string][] = [
    [t.mine, "from:me"],
    [t.links, "has:link"],
    [t.files, "has:file"],
    [t.mentions, "has:mention"],
    [t.threads, "has:thread"],
    [t.withNotes, "has:note"],
    [t.thisYear, t.thisYearWord],
    [t.lastYear, t.lastYearWord],
  ];
  const isOfMessages = (word: string) => ["has:file", "has:mention", "has:thread", "has:note"].includes(word);
  return (
    <Page title={t.search}>
      <form role="search" className="search-form" onSubmit={onSubmit}>
        <input
          ref={inBox}
          className="input search-box"
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          maxLength={400}
          aria-label={t.field}
          placeholder={t.placeholder}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={(event) => {
            setComposing(false);
            setText(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && belongsToInputMethod(event)) event.preventDefault();
          }}
        />
        <div className="search-chips" role="group" aria-label={t.chips}>
          {room && (
            <OnlyIn
              room={room}
              found={results?.rooms[room] ?? null}
              onLeave={() => {
                goTo(typed, null);
                box.current?.focus();
              }}
            />
          )}
          {filters.filter(([, word]) => withMessages || ((kind === "notes" || kind === "files") && !isOfMessages(word))).map(([label, word]) => (
            <button key={word} type="button" className="button small" aria-pressed={hasWord(text, word)} onClick={() => go(withWord(text, word, !hasWord(text, word)))}>
              {label}
            </button>
          ))}
          {kind !== "people" && kind !== "rooms" && (
            <button type="button" className="button small" aria-haspopup="dialog" onClick={() => setNarrowing(true)}>
              {t.narrow}
            </button>
          )}
        </div>
        <Saved
          q={q}
          room={room}
          kind={kind}
          onApply={(next, within, what) => {
            setText(next);
            if (next === q && within === room && what === kind) reload();
            else goTo(next, within, what);
          }}
        />
      </form>
      <Kinds kind={kind} onKind={(what) => goTo(typed, room, what)} />
      {q !== "" && kind !== "people" && kind !== "rooms" && (
        <div className="search-bar">
          <SortBar
            value={order}
            options={[
              { value: "newest", label: t.newest },
              { value: "best", label: t.best },
            ]}
            onChange={(by) => goTo(typed, room, kind, by)}
          />
          {(count > 0 || kind === "notes" || kind === "files") && (
            <Link className="button small" href={`/print/lists/search${query({ q, room, kind: kind === "all" ? "messages" : kind, order })}`}>
              <Icon name="print" size={16} />
              {paper.printList}
            </Link>
          )}
        </div>
      )}
      <div role="tabpanel" id={PANEL} aria-label={kindName(kind)}>
        {now?.building && <p className="hint">{t.building}</p>}
        {now !== null && now.notUnderstood.length > 0 && <p className="hint">{t.notUnderstood(now.notUnderstood.join(" "))}</p>}
        {q === "" && (
          <Empty icon="search" title={t.hint}>
            <p>{t.how}</p>
            <p>{t.operators}</p>
          </Empty>
        )}
        {q !== "" && (
          <Fragment key={round}>
            {(kind === "people" || (kind === "all" && !room)) && <People {...place} />}
            {(kind === "rooms" || (kind === "all" && !room)) && <Rooms {...place} />}
            {(kind === "notes" || kind === "all") && <Notes {...place} />}
            {(kind === "files" || kind === "all") && <Files {...place} />}
          </Fragment>
        )}
        {Boolean(error) && <Failed error={error} retry={reload} />}
        {loading && count === 0 && <Loading />}
        {now && !loading && count === 0 && !more && isSettled && foundOthers && <p className="hint">{t.noneOfMessages}</p>}
        {now && !loading && count === 0 && !more && isSettled && !foundOthers && (
          <Empty icon="search" title={t.nothing}>
            <p>{t.nothingHint}</p>
          </Empty>
        )}
        {results && withMessages && q !== "" && foundOthers && count > 0 && <h2 className="search-group-title">{t.messages}</h2>}
        {results && withMessages && q !== "" && (
          <ul className={now ? "cards" : "cards search-stale"} aria-busy={!now}>
            {results.items.map((hit) => (
              <Found key={hit.message.id} hit={hit} room={results.rooms[hit.message.room_id] ?? null} />
            ))}
          </ul>
        )}
        {more && withMessages && (
          <p className="search-older">
            {now?.to && <span>{order === "best" ? t.bestSince(momentText(now.to)) : t.searchedTo(momentText(now.to))}</span>}
            <button type="button" className="button more" onClick={() => void more().then((first) => first && requestAnimationFrame(() => focusHit(first)))}>
              {order === "best" ? t.further : t.older}
            </button>
          </p>
        )}
      </div>
      {narrowing && (
        <Narrow
          room={room}
          onPerson={(name) => go(withWord(text, `from:${quoted(name)}`, true))}
          onUnit={(name) => go(withWord(text, `unit:${quoted(name)}`, true))}
          days={daysOf(text)}
          onRoom={(within, since, until) => {
            const next = withDays(text, since, until);
            setText(next);
            goTo(next.trim(), within);
          }}
          onClose={() => setNarrowing(false)}
        />
      )}
    </Page>
  );
}

function focusHit(message: string) {
  document.getElementById(`hit-${message}`)?.querySelector("a")?.focus();
}

function OnlyIn({ room, found, onLeave }: { room: string; found: FoundRoom | null; onLeave: () => void }) {
  return (
    <button type="button" className="button small" aria-pressed="true" title={t.everywhere} onClick={onLeave}>
      {t.onlyIn(useFoundTitle(room, found))}
      <Icon name="close" size={16} />
    </button>
  );
}
