import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";
import { Failed } from "../../../design/ListState.tsx";
import { Icon } from "../../../design/Icon.tsx";
import type { CardProps } from "../../../platform/cards.ts";
import { dayOf, dayText, momentText, soonText } from "../../../platform/dates.ts";
import { usePerson } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { finish, load, saw, take, watch } from "../actions.ts";
import { telephone } from "../../../platform/telephone.ts";
import { callerOf, isFading, isLate, stateOf, type Memo } from "../model.ts";
import { heldMemo, heldStore, isGone } from "../store.ts";
import { t } from "../text.ts";
import "./memos.css";

/** A phone memo in the talk. */
export function MemoCard({ id, tab }: CardProps) {
  const memo = useStore(heldStore, () => heldMemo(id));
  const gone = useStore(heldStore, () => isGone(id));
  const [error, setError] = useState<unknown>(null);
  useEffect(() => watch(id, setError), [id]);
  if (gone) return <p className="memo-gone">{t.gone}</p>;
  if (!memo) {
    const again = () => {
      setError(null);
      load(id).catch(setError);
    };
    return error ? <Failed error={error} retry={again} /> : <div className="memo-card" aria-busy />;
  }
  return <MemoFace memo={memo} tab={tab} />;
}

/** A finger that stays on the number means the number, and not the message around it. */
const keepsToItself = (event: PointerEvent) => {
  if ((event.target as Element).closest("a, button")) event.stopPropagation();
};

/** A press; not the second one of a double click. */
const onPress = (act: () => Promise<void>) => (event: MouseEvent) => {
  if (event.detail < 2) void act();
};

/** A key that is held down presses once. */
const onHeld = (event: KeyboardEvent) => {
  if (event.repeat && event.key === "Enter") event.preventDefault();
};

const SIGHT_MS = 1000;

/** Half of it is on screen, or as much as fills half of the screen. */
const isInSight = (entry: IntersectionObserverEntry) => entry.isIntersecting && (entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= innerHeight / 2);

/** Says once that the addressee has had a memo before their eyes for a moment, with nothing over it. */
function useSight(memo: Memo) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = card.current;
    if (!element || memo.seen) return;
    let timer: ReturnType<typeof setInterval> | undefined;
    const look = () => {
      if (document.visibilityState === "visible" && !document.querySelector("dialog[open]")) saw(memo);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        clearInterval(timer);
        if (last && isInSight(last)) timer = setInterval(look, SIGHT_MS);
      },
      { threshold: [0, 0.25, 0.5, 0.75, 1] },
    );
    observer.observe(element);
    return () => {
      clearInterval(timer);
      observer.disconnect();
    };
  }, [memo]);
  return card;
}

/** A memo wherever it stands: who called, why, how far it is, and what can be done. */
export function MemoFace({ memo, tab }: { memo: Memo; tab?: -1 | undefined }) {
  const me = useMe();
  const card = useSight(memo);
  const to = usePerson(memo.addressee_id)?.name ?? "…";
  const writer = usePerson(memo.operator_id ?? memo.writer_id)?.name ?? "…";
  const taker = usePerson(memo.taken?.by ?? null)?.name ?? "…";
  const doer = usePerson(memo.done?.by ?? null)?.name ?? "…";
  const reader = usePerson(memo.seen?.by ?? null)?.name ?? "…";
  const state = stateOf(memo);
  const caller = callerOf(memo);
  const cleared = Boolean(memo.cleared_at);
  const late = isLate(memo, Date.now());
  const number = telephone(memo.number);
  const acts = memo.may_handle && !me.leave;
  const own = (me.shared?.operator?.id ?? me.person.id) === memo.taken?.by;
  return (
    <section ref={card} className="memo-card" data-state={state} aria-label={`${t.memo}: ${caller || t.nameless}`} onPointerDown={keepsToItself}>
      <header className="memo-head">
        <span className="tag">
          <Icon name="phone" size={14} /> {t.memo}
        </span>
        <span className="tag memo-state" data-state={state}>
          {t[state]}
        </span>
        <time dateTime={memo.called_at} title={momentText(memo.called_at)}>
          {soonText(memo.called_at)}
        </time>
      </header>
      {cleared ? (
        <p className="hint">{memo.done ? t.cleared : t.clearedOpen}</p>
      ) : (
        <>
          <p className="memo-caller">
            {caller ? (memo.caller ? t.honorific(caller) : t.ofCompany(caller)) : t.nameless}
            {memo.number &&
              (number ? (
                <a className="memo-number" href={number} tabIndex={tab}>
                  {memo.number}
                </a>
              ) : (
                <span className="memo-number">{memo.number}</span>
              ))}
          </p>
          <p className="memo-matter">
            <b>{t[memo.matter]}</b>
            {memo.call_back_by && (
              <span data-late={late || undefined}>
                {t.by(soonText(memo.call_back_by))} {late && <b>{t.late}</b>}
              </span>
            )}
          </p>
          {memo.words && <p className="memo-words">{memo.words}</p>}
        </>
      )}
      <p className="memo-people">{t.toFrom(to, writer)}</p>
      <ul className="memo-steps">
        <li>{memo.seen ? t.seenAt(reader, soonText(memo.seen.at)) : t.unreadAt}</li>
        {memo.taken && <li>{t.takenAt(taker, soonText(memo.taken.at))}</li>}
        {memo.done && <li>{t.doneAt(doer, soonText(memo.done.at))}</li>}
      </ul>
      {acts && !cleared && (
        <p className="memo-buttons">
          {/* One button, whichever way it goes: whoever pressed it by key stays at it. */}
          <button type="button" className={memo.done ? "button small" : "button small primary"} tabIndex={tab} onKeyDown={onHeld} onClick={onPress(() => finish(memo, !memo.done))}>
            {!memo.done && <Icon name="check" size={16} />}
            {memo.done ? t.reopen : t.finish}
          </button>
          {!memo.done && (
            <button type="button" className="button small" tabIndex={tab} onKeyDown={onHeld} onClick={onPress(() => take(memo, !own))}>
              {own ? t.leave : memo.taken ? t.takeOver : t.take}
            </button>
          )}
        </p>
      )}
      {memo.done && !cleared && <p className="hint">{t.keeps(memo.kept_days)}</p>}
      {isFading(memo, Date.now()) && <p className="hint">{t.keepsOpen(dayText(dayOf(memo.kept_until)))}</p>}
    </section>
  );
}
