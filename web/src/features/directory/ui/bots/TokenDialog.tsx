import { useState, type FormEvent } from "react";
import { copy } from "../../../../design/copy.ts";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { dayOf } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import { address } from "../../../../platform/place.ts";
import { problemText } from "../../../../platform/problems.ts";
import * as api from "../../api.ts";
import type { Bot } from "../../model.ts";
import { t } from "../../text.bots.ts";
import { latestDay, monthsAfter } from "../guests/days.ts";
import { exampleOf, headerOf } from "./example.ts";

/** Names the program that a new token is for, and until when it is good. */
export function TokenDialog({ bot, onMade, onClose }: { bot: Bot; onMade: (name: string, token: string) => void; onClose: () => void }) {
  const today = dayOf(Date.now());
  const [name, setName] = useState("");
  const [lastDay, setLastDay] = useState(() => monthsAfter(today, 12));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const { made, token } = await api.addBotToken(bot.person.id, { name: name.trim(), last_day: lastDay });
      onMade(made.name, token);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const faultIn = (field: string) => (error instanceof Problem ? error.fields.find((fault) => fault.field === field) : undefined);
  const nameError = faultIn("name")?.code === "too_many" ? t.tooManyTokens : fieldError(error, "name");
  return (
    <Dialog
      title={t.newTokenOf(bot.name)}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="bot-token" className="button primary" disabled={busy || name.trim() === "" || lastDay === ""}>
            {busy ? t.saving : t.create}
          </button>
        </>
      }
    >
      <form id="bot-token" className="form" onSubmit={(event) => void make(event)}>
        <TextField label={t.tokenName} hint={t.tokenNameHint} required maxLength={100} autoComplete="off" value={name} error={nameError} onChange={(event) => setName(event.target.value)} />
        <DayField label={t.lastDay} hint={t.lastDayHint} required min={today} max={latestDay(today)} value={lastDay} error={faultIn("last_day") ? t.dayRange : null} onChange={(next) => setLastDay(next)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** A token, shown this once, and how a program uses it. */
export function MadeToken({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  const example = exampleOf(location.origin + address(""), token, t.exampleBody);
  return (
    <Dialog
      title={t.madeTitle(name)}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button primary" onClick={() => void copy(token)}>
            {t.copyToken}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t.close}
          </button>
        </>
      }
    >
      <p className="bot-token">
        <code>{token}</code>
      </p>
      <p>{t.madeHint}</p>
      <section className="bot-how" aria-labelledby="bot-how">
        <h3 id="bot-how">{t.howTo}</h3>
        <ol>
          <li>{t.howRoom}</li>
          <li>
            {t.howHeader} <code>{headerOf("…")}</code>
          </li>
          <li>
            <code>POST /api/rooms/ROOM/messages</code> {t.howPost}
          </li>
          <li>{t.howId}</li>
        </ol>
        <h4>{t.example}</h4>
        <pre className="bot-example">{example}</pre>
        <div>
          <button type="button" className="button small" onClick={() => void copy(example)}>
            {t.copyExample}
          </button>
        </div>
      </section>
    </Dialog>
  );
}
