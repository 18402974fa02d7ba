import { useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { allPages, useDebounced, usePages } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useQuery } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import type { Bot, BotToken, NewBot } from "../../model.ts";
import { t } from "../../text.bots.ts";
import { BotCard } from "./BotCard.tsx";
import { BotDialog } from "./BotDialog.tsx";
import { MadeToken, TokenDialog } from "./TokenDialog.tsx";
import "./bots.css";

const columns = (): Column<Bot>[] => [
  [t.name, (bot) => bot.name],
  [t.reading, (bot) => bot.reading],
  [t.purpose, (bot) => bot.purpose],
  [t.sponsor, ({ sponsor }) => (sponsor.active ? sponsor.name : t.noSponsor)],
  [t.state, ({ person }) => (person.active ? t.running : t.stopped)],
  [t.tokenCount, ({ tokens }) => tokens.length],
];

type Ask = { kind: "add" } | { kind: "change" | "stop" | "token"; bot: Bot } | { kind: "remove"; bot: Bot; token: BotToken } | { kind: "made"; name: string; token: string };

const saidOf = ({ name, reading, purpose, sponsor_id }: Bot): NewBot => ({ name, reading, purpose, sponsor_id });

/** The programs that talk here, and the tokens by which they do. */
export default function Bots() {
  const me = useMe();
  const [text, setText] = useState(useQuery("q") ?? "");
  const [past, setPast] = useState(false);
  const [ask, setAsk] = useState<Ask | null>(null);
  const title = useArrival();
  const search = useDebounced(text.trim());
  const page = (cursor: string | null, limit?: number) => api.bots({ q: search, past }, cursor, limit);
  const list = usePages(`bots ${search} ${past}`, (cursor) => page(cursor));
  const close = () => setAsk(null);
  const attempt = async (work: () => Promise<unknown>, done: () => void) => {
    try {
      await work();
      done();
    } catch (error) {
      toast(problemText(error), "error");
    }
    list.reload();
  };
  const resume = (bot: Bot) => attempt(() => api.stopBot(bot.person.id, false), () => toast(t.resumed(bot.name)));
  const stop = (bot: Bot) =>
    attempt(
      () => api.stopBot(bot.person.id, true),
      () => {
        // What was stopped stays in sight, to go on from here.
        setPast(true);
        toast(t.stoppedNow(bot.name));
      },
    );
  const add = async (said: NewBot) => {
    const bot = await api.addBot(said);
    toast(t.made(bot.name));
    list.reload();
  };
  const change = async (bot: Bot, said: NewBot) => {
    await api.changeBot(bot, said);
    toast(t.saved);
    list.reload();
  };
  const fresh: NewBot = { name: "", reading: "", purpose: "", sponsor_id: me.person.id };
  return (
    <section className="admin-page" aria-labelledby="bots-title">
      <header className="admin-head">
        <h1 id="bots-title" ref={title} tabIndex={-1}>
          {t.bots}
        </h1>
        <button type="button" className="button primary" onClick={() => setAsk({ kind: "add" })}>
          <Icon name="plus" size={18} />
          {t.add}
        </button>
      </header>
      <p className="hint bot-hint">{t.hint}</p>
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
        <label className="check">
          <input type="checkbox" checked={past} onChange={(event) => setPast(event.target.checked)} />
          {t.pastToo}
        </label>
        <ExportButton name={t.bots} columns={columns()} pages={() => allPages((cursor) => page(cursor, 200))} />
      </div>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        {search ? (
          <p role="status">{t.nothingFound}</p>
        ) : (
          <Empty icon="bot" title={t.none}>
            <p>{t.noneHint}</p>
          </Empty>
        )}
      </ListState>
      {list.items.length > 0 && (
        <ul className="bots">
          {list.items.map((bot) => (
            <BotCard key={bot.person.id} bot={bot} onAct={(kind) => (kind === "resume" ? void resume(bot) : setAsk({ kind, bot }))} onRemove={(token) => setAsk({ kind: "remove", bot, token })} />
          ))}
        </ul>
      )}
      <MoreButton more={list.more} />
      {ask?.kind === "add" && <BotDialog title={t.add} given={fresh} sponsor={me.person} confirm={t.create} onSave={add} onClose={close} />}
      {ask?.kind === "change" && <BotDialog title={t.changeOf(ask.bot.name)} given={saidOf(ask.bot)} sponsor={ask.bot.sponsor} confirm={t.save} onSave={(said) => change(ask.bot, said)} onClose={close} />}
      {ask?.kind === "stop" && <Confirm title={t.stopOf(ask.bot.name)} text={t.stopAsk(ask.bot.name)} confirm={t.stop} danger onConfirm={() => void stop(ask.bot)} onClose={close} />}
      {ask?.kind === "token" && (
        <TokenDialog
          bot={ask.bot}
          onClose={close}
          onMade={(name, token) => {
            setAsk({ kind: "made", name, token });
            list.reload();
          }}
        />
      )}
      {ask?.kind === "made" && <MadeToken name={ask.name} token={ask.token} onClose={close} />}
      {ask?.kind === "remove" && (
        <Confirm
          title={t.removeOf(ask.token.name)}
          text={t.removeAsk(ask.token.name)}
          confirm={t.remove}
          danger
          onConfirm={() => void attempt(() => api.removeBotToken(ask.bot.person.id, ask.token.id), () => toast(t.removed(ask.token.name)))}
          onClose={close}
        />
      )}
    </section>
  );
}
