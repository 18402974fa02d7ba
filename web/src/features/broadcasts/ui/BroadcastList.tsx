import { useState } from "react";
import { CountMark } from "../../../design/CountMark.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { shortText, soonText } from "../../../platform/dates.ts";
import { usePages } from "../../../platform/load.ts";
import { may } from "../../../platform/powers.ts";
import { Link, usePath } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { byUrgency, isOverdue, percentOf, type BroadcastLine, type ReceivedLine } from "../model.ts";
import { editorOf, pageOf, summaryStore, tabStore, type Tab } from "../store.ts";
import { t } from "../text.ts";
import { StateTag } from "./StateTag.tsx";
import { useNews } from "./useNews.ts";
import { senderText } from "./words.ts";
import "./broadcasts.css";

/** The lists of broadcasts: what I received, what I answer for, what waits for my consent. */
export function BroadcastList() {
  const me = useMe();
  const summary = useStore(summaryStore, (state) => state);
  const chosen = useStore(tabStore, (state) => state);
  const sends = may(me, "broadcasts", "change");
  const tabs: [Tab, string, number][] = [["received", t.received, summary?.pending ?? 0]];
  if (!me.person.guest && (sends || may(me, "broadcasts") || summary?.answers)) tabs.push(["sent", t.sentByMe, summary?.unseen ?? 0]);
  if (may(me, "broadcasts", "release", null)) tabs.push(["waiting", t.waitingForMe, summary?.waiting ?? 0]);
  const tab = tabs.some(([key]) => key === chosen) ? chosen : "received";
  return (
    <nav className="broadcasts-list" aria-label={t.title}>
      <header className="broadcasts-head">
        <h2>{t.title}</h2>
        {sends && (
          <Link className="button small" href="/broadcasts/new">
            <Icon name="plus" size={16} />
            {t.new}
          </Link>
        )}
        {may(me, "settings", "change") && (
          <Link className="icon-button" href="/broadcasts/rule" aria-label={t.rule} title={t.rule}>
            <Icon name="settings" size={18} />
          </Link>
        )}
      </header>
      {tabs.length > 1 && (
        <div className="broadcasts-tabs" role="group" aria-label={t.title}>
          {tabs.map(([key, label, count]) => (
            <button key={key} type="button" className="chip-button" aria-pressed={key === tab} onClick={() => tabStore.set(key)}>
              {label}
              {count > 0 && <CountMark count={count} words={t.countOf(count)} />}
            </button>
          ))}
        </div>
      )}
      {tab === "received" && <ReceivedLines />}
      {tab === "sent" && <SentLines />}
      {tab === "waiting" && <WaitingLines />}
    </nav>
  );
}

function ReceivedLines() {
  const pending = usePages("broadcasts pending", (cursor) => api.received(true, cursor));
  const all = usePages("broadcasts received", (cursor) => api.received(false, cursor));
  const [reloadPending, reloadAll] = [pending.reload, all.reload];
  useNews(null, reloadPending);
  useNews(null, reloadAll);
  const rest = all.items.filter((line) => !line.mine.pending || line.withdrawn);
  const nothing = pending.items.length + all.items.length === 0;
  return (
    <>
      <ListState loading={pending.loading || all.loading} error={all.error} empty={nothing} retry={all.reload}>
        <Empty icon="broadcast" title={t.noneReceived}>
          <p>{t.noneReceivedHint}</p>
        </Empty>
      </ListState>
      {!nothing && (
        <>
          <h3>{t.pending}</h3>
          {pending.items.length === 0 && <p className="hint">{t.nonePending}</p>}
          <Lines lines={byUrgency(pending.items)} />
          <MoreButton more={pending.more} />
          {rest.length > 0 && <h3>{t.others}</h3>}
          <Lines lines={rest} />
          <MoreButton more={all.more} />
        </>
      )}
    </>
  );
}

function Lines({ lines }: { lines: readonly ReceivedLine[] }) {
  const path = usePath();
  const now = Date.now();
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.id}>
          <Link className="broadcast-line" href={pageOf(line.id)} data-pending={line.mine.pending || undefined} aria-current={path.startsWith(pageOf(line.id)) ? "page" : undefined}>
            <b>{line.title ?? t.withdrawnTitle}</b>
            <small>{senderText(line.sender)}</small>
            <small>{shortText(line.sent_at)}</small>
            {line.mine.pending && !line.must_read && <span className="tag">{t.unread}</span>}
            {line.mine.pending && line.must_read && (
              <span className="tag urgent" data-overdue={isOverdue(line, now) || undefined}>
                {t.mustRead}
                {line.confirm_by && ` ${isOverdue(line, now) ? t.overdue : t.confirmBy(soonText(line.confirm_by))}`}
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function SentLines() {
  const me = useMe();
  const oversees = may(me, "broadcasts") && me.powers.some((power) => power.function === "broadcasts" && !power.unit_ids);
  const [whose, setWhose] = useState<"mine" | "all">("mine");
  const list = usePages(`broadcasts sent ${whose}`, (cursor) => api.sent(null, whose === "all", cursor));
  useNews(null, list.reload);
  return (
    <>
      {oversees && (
        <SortBar
          value={whose}
          onChange={setWhose}
          options={[
            { value: "mine", label: t.mine },
            { value: "all", label: t.everybodys },
          ]}
        />
      )}
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="send" title={t.noneSent}>
          <p>{t.noneSentHint}</p>
          {may(me, "broadcasts", "change") && (
            <Link className="button" href="/broadcasts/new">
              {t.new}
            </Link>
          )}
        </Empty>
      </ListState>
      <Managed lines={list.items} />
      <MoreButton more={list.more} />
    </>
  );
}

function WaitingLines() {
  const list = usePages("broadcasts waiting", api.waiting);
  useNews(null, list.reload);
  return (
    <>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="check" title={t.noneWaiting}>
          <p>{t.noneWaitingHint}</p>
        </Empty>
      </ListState>
      <Managed lines={list.items} />
      <MoreButton more={list.more} />
    </>
  );
}

function Managed({ lines }: { lines: readonly BroadcastLine[] }) {
  const path = usePath();
  return (
    <ul>
      {lines.map((line) => {
        const percent = line.counts && percentOf(line.counts);
        return (
          <li key={line.id}>
            <Link className="broadcast-line" href={line.state === "draft" ? editorOf(line.id) : pageOf(line.id)} aria-current={path.startsWith(pageOf(line.id)) ? "page" : undefined}>
              <b>{line.title || t.noSubject}</b>
              <small>{senderText(line.sender)}</small>
              {(line.sent_at ?? line.send_at) && <small>{shortText(line.sent_at ?? line.send_at ?? "")}</small>}
              <StateTag state={line.state} />
              {line.counts && (
                <small>
                  {t.done(line.must_read)} {percent === null || percent === undefined ? t.noRate : t.rate(percent)}
                </small>
              )}
              {line.unseen > 0 && <CountMark count={line.unseen} words={t.newReplies(line.unseen)} />}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
