import { useEffect, useRef, useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { Mark } from "../../../../design/Mark.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf, shortText } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.shares.ts";
import { shareNewsStore } from "../../store.ts";
import { t } from "../../text.shares.ts";
import AnswerDialog from "./AnswerDialog.tsx";
import OfferDialog from "./OfferDialog.tsx";
import { SharesTable } from "./SharesTable.tsx";
import { roomText, shareProblem, shownOf, stateText, waitsForUs, type Phase } from "./words.ts";
import "./shares.css";

const columns = (): Column<api.Share>[] => [
  [t.organisation, ({ organisation }) => organisation.name],
  [t.direction, ({ direction }) => (direction === "offered" ? t.byUs : t.byThem)],
  [t.ownRoom, roomText],
  [t.theirRoom, ({ their_room }) => their_room ?? ""],
  [t.purpose, ({ purpose }) => purpose],
  [t.stateColumn, ({ state }) => stateText(state)],
  [t.offeredAt, ({ offered_at }) => dayOf(offered_at)],
  [t.offeredBy, ({ offered_by }) => offered_by?.name ?? ""],
  [t.answeredAt, ({ answered_at }) => (answered_at ? dayOf(answered_at) : "")],
  [t.endedAt, ({ ended_at }) => (ended_at ? dayOf(ended_at) : "")],
  [t.endedBy, ({ ended_by }) => (ended_by ? (ended_by === "us" ? t.endedByUs : t.endedByThem) : "")],
  [t.peopleThere, ({ partners }) => partners],
];

type Ask = { kind: "offer" } | { kind: "answer" | "decline" | "withdraw" | "end"; share: api.Share };

/** The rooms that this organisation shares with others, and what waits for its answer. */
export default function Shares() {
  const me = useMe();
  const title = useArrival();
  const news = useStore(shareNewsStore, (count) => count);
  const [text, setText] = useState("");
  const [phase, setPhase] = useState<Phase>("all");
  const [ask, setAsk] = useState<Ask | null>(null);
  const list = useLoad(`shares ${news}`, api.shares);
  const all = list.value ?? [];
  // What was pressed goes with its card or its menu: the focus goes on from the title.
  const acted = useRef(false);
  useEffect(() => {
    if (acted.current && document.activeElement === document.body) title.current?.focus();
    acted.current = false;
  }, [list.value, title]);
  const reload = () => {
    acted.current = true;
    list.reload();
  };
  const changes = !me.leave && me.rights === "administrator";
  const waiting = all.filter(waitsForUs);
  const rest = all.filter((share) => !waitsForUs(share));
  const shown = shownOf(rest, phase, text);
  async function* pages() {
    yield await api.shares();
  }
  const close = () => setAsk(null);
  const stop = async (share: api.Share, verb: "decline" | "withdraw" | "end", done: string) => {
    try {
      await api.stop(share.id, verb);
      toast(done);
    } catch (error) {
      toast(shareProblem(error), "error");
    }
    reload();
  };
  const offer = changes && (
    <button type="button" className="button primary" onClick={() => setAsk({ kind: "offer" })}>
      <Icon name="plus" size={18} />
      {t.offer}
    </button>
  );
  const empty = all.length === 0;
  const phases: [Phase, string][] = [
    ["all", t.stateAll],
    ["on", t.stateOn],
    ["over", t.stateOver],
  ];
  return (
    <section className="admin-page" aria-labelledby="shares-title">
      <header className="admin-head">
        <h1 id="shares-title" ref={title} tabIndex={-1}>
          {t.title}
        </h1>
        {!empty && offer}
      </header>
      <p className="hint shares-width">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={empty} retry={list.reload}>
        <Empty icon="share" title={t.none}>
          <p>{changes ? t.noneHint : t.noneHintToRead}</p>
          {offer}
        </Empty>
      </ListState>
      {waiting.length > 0 && (
        <section className="shares-waiting" aria-labelledby="shares-waiting-title">
          <h2 id="shares-waiting-title">{t.received}</h2>
          <ul>
            {waiting.map((share) => (
              <li key={share.id} className="share-card">
                <Mark organisation={share.organisation} among={[me.organisation]} />
                <div className="share-words">
                  <b>{t.receivedFrom(share.organisation.name, shortText(share.offered_at))}</b>
                  {share.their_room && <span>{t.receivedRoom(share.their_room)}</span>}
                  <span className="share-purpose">{share.purpose}</span>
                </div>
                {changes && (
                  <button type="button" className="button primary" aria-label={t.answerTo(share.organisation.name)} onClick={() => setAsk({ kind: "answer", share })}>
                    {t.answer}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {rest.length > 0 && (
        <>
          <div className="pane-tools">
            <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
            <ExportButton name={t.title} columns={columns()} pages={pages} />
          </div>
          <div className="sort-bar" role="group" aria-label={t.state}>
            {phases.map(([value, label]) => (
              <button key={value} type="button" className="chip-button" aria-pressed={value === phase} onClick={() => setPhase(value)}>
                {label}
              </button>
            ))}
          </div>
          {shown.length === 0 && <p role="status">{t.nothingFound}</p>}
          {shown.length > 0 && <SharesTable shares={shown} changes={changes} onWithdraw={(share) => setAsk({ kind: "withdraw", share })} onEnd={(share) => setAsk({ kind: "end", share })} />}
        </>
      )}
      {ask?.kind === "offer" && <OfferDialog onClose={close} onDone={reload} />}
      {ask?.kind === "answer" && <AnswerDialog share={ask.share} onClose={close} onDecline={() => setAsk({ kind: "decline", share: ask.share })} onDone={reload} />}
      {ask?.kind === "decline" && (
        <Confirm title={t.answerTitle(ask.share.organisation.name)} text={t.declineAsk(ask.share.organisation.name)} confirm={t.decline} danger onConfirm={() => void stop(ask.share, "decline", t.declinedNow)} onClose={close} />
      )}
      {ask?.kind === "withdraw" && (
        <Confirm title={t.withdrawOf(ask.share.organisation.name)} text={t.withdrawAsk(ask.share.organisation.name)} confirm={t.withdraw} danger onConfirm={() => void stop(ask.share, "withdraw", t.withdrawnNow)} onClose={close} />
      )}
      {ask?.kind === "end" && (
        <Confirm title={t.endOf(ask.share.organisation.name)} text={t.endAsk(ask.share.organisation.name)} confirm={t.end} danger onConfirm={() => void stop(ask.share, "end", t.endedNow(ask.share.organisation.name))} onClose={close} />
      )}
    </section>
  );
}
