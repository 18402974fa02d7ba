import { useEffect, useRef, useState, type FormEvent } from "react";
import { focused } from "../../../../design/focus.ts";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, Failed, Loading } from "../../../../design/ListState.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { query } from "../../../../platform/http.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { navigate, useQuery } from "../../../../platform/router.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.search.ts";
import { Page } from "../Page.tsx";
import { Found, useFoundTitle } from "./Found.tsx";
import { Narrow } from "./Narrow.tsx";
import { comingBack } from "./held.ts";
import { hasWord, quoted, withWord } from "./pieces.ts";
import { searchKey, useResults, type FoundRoom, type Results } from "./results.ts";
import { Saved } from "./Saved.tsx";
import "./search.css";

/** How long after the last key the search begins. */
const SETTLES_MS = 350;

/** Looks for what was said, in all rooms or in one. */
export default function Search() {
  const q = useQuery("q") ?? "";
  const room = useQuery("room");
  const [text, setText] = useState(q);
  const [composing, setComposing] = useState(false);
  const [narrowing, setNarrowing] = useState(false);
  const box = useRef<HTMLInputElement | null>(null);
  // Whoever comes back from something found goes on there, and on a phone no keyboard covers it.
  const [back] = useState(() => comingBack<Results>(searchKey(chatStore.get().me, q, room)));
  const comesBack = back?.opened ?? null;
  const typed = text.trim();
  const goTo = (next: string, within: string | null) => navigate(`/search${query({ q: next, room: within })}`, { replace: true });
  useEffect(() => {
    // Half a conversion is nothing to look for.
    if (typed === q || composing) return undefined;
    const timer = setTimeout(() => goTo(typed, room), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [typed, q, room, composing]);
  // Somebody came here again with other words.
  useEffect(() => {
    setText((now) => (now.trim() === q ? now : q));
  }, [q]);
  const { results, now, error, loading, reload, more } = useResults(q, room, back?.results ?? null);
  const count = results?.items.length ?? 0;
  useEffect(() => {
    if (comesBack) focusHit(comesBack);
  }, [comesBack]);

  const go = (next: string) => {
    setText(next);
    goTo(next.trim(), room);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === q && q !== "") reload();
    else go(text);
  };
  const filters: [string, string][] = [
    [t.mine, "from:me"],
    [t.links, "has:link"],
    [t.files, "has:file"],
    [t.mentions, "has:mention"],
    [t.threads, "has:thread"],
    [t.thisYear, t.thisYearWord],
    [t.lastYear, t.lastYearWord],
  ];
  return (
    <Page title={t.search}>
      <form role="search" className="search-form" onSubmit={onSubmit}>
        <input
          ref={(element) => {
            if (element && !box.current && !comesBack) focused(element);
            box.current = element;
          }}
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
          {filters.map(([label, word]) => (
            <button key={word} type="button" className="button small" aria-pressed={hasWord(text, word)} onClick={() => go(withWord(text, word, !hasWord(text, word)))}>
              {label}
            </button>
          ))}
          <button type="button" className="button small" aria-haspopup="dialog" onClick={() => setNarrowing(true)}>
            {t.narrow}
          </button>
        </div>
        <Saved
          q={q}
          room={room}
          onApply={(next, within) => {
            setText(next);
            if (next === q && within === room) reload();
            else goTo(next, within);
          }}
        />
      </form>
      {now?.building && <p className="hint">{t.building}</p>}
      {now !== null && now.notUnderstood.length > 0 && <p className="hint">{t.notUnderstood(now.notUnderstood.join(" "))}</p>}
      {q === "" && (
        <Empty icon="search" title={t.hint}>
          <p>{t.how}</p>
          <p>{t.operators}</p>
        </Empty>
      )}
      {Boolean(error) && <Failed error={error} retry={reload} />}
      {loading && count === 0 && <Loading />}
      {now && !loading && count === 0 && !more && (
        <Empty icon="search" title={t.nothing}>
          <p>{t.nothingHint}</p>
        </Empty>
      )}
      {results && q !== "" && (
        <ul className={now ? "cards" : "cards search-stale"} aria-busy={!now}>
          {results.items.map((hit) => (
            <Found key={hit.message.id} hit={hit} room={results.rooms[hit.message.room_id] ?? null} />
          ))}
        </ul>
      )}
      {more && (
        <p className="search-older">
          {now?.to && <span>{t.searchedTo(momentText(now.to))}</span>}
          <button type="button" className="button more" onClick={() => void more().then((first) => first && requestAnimationFrame(() => focusHit(first)))}>
            {t.older}
          </button>
        </p>
      )}
      {narrowing && (
        <Narrow
          room={room}
          onPerson={(name) => go(withWord(text, `from:${quoted(name)}`, true))}
          onRoom={(within) => goTo(typed, within)}
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
