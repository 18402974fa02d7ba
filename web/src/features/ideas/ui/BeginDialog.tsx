import { useId, useState } from "react";
import { MomentField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, SelectField, TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { announce } from "../../../platform/announce.ts";
import type { AddingProps } from "../../../platform/cards.ts";
import { newId } from "../../../platform/ids.ts";
import { operatorId } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { fromField, MOST_VOTES, SHOWS, toField, type Shows } from "../model.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";
import "./ideas.css";

const DEFAULT_VOTES = 3;
const WEEK_MS = 604_800_000;

/** Asks a room for ideas. */
export function BeginDialog({ room, thread, asPost, shared, onClose }: AddingProps) {
  const form = useId();
  // The same id while the dialog stands: sent twice, it is one board.
  const [id] = useState(newId);
  const [theme, setTheme] = useState("");
  const [explanation, setExplanation] = useState("");
  const [anonymous, setAnonymous] = useState(false);
  const [wants, setShows] = useState<Shows>("always");
  const [votes, setVotes] = useState(DEFAULT_VOTES);
  const [ideasUntil, setIdeasUntil] = useState("");
  const [votesUntil, setVotesUntil] = useState("");
  // What appears while a name does has an author.
  const shows = anonymous ? "closed" : wants;
  const { error, busy, submit } = useSubmit(async () => {
    const made = await api.begin(room, {
      id,
      theme,
      explanation,
      anonymous,
      shows,
      votes_each: votes,
      ideas_until: ideasUntil ? fromField(ideasUntil) : null,
      votes_until: votesUntil && votes > 0 ? fromField(votesUntil) : null,
      thread,
      as_post: asPost,
      operator_id: operatorId(),
    });
    put(made);
    announce(t.sent);
    onClose();
  });
  const failed = (field: string) => fault(error, field);
  const listed = Boolean(error) && ["theme", "explanation", "ideas_until", "votes_until", "anonymous"].every((field) => !failed(field));
  return (
    <Dialog
      title={t.begin}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || theme.trim() === ""}>
            {t.send}
          </button>
        </>
      }
    >
      <form id={form} className="idea-form" onSubmit={submit}>
        {shared && <p className="hint">{t.sharedRoom}</p>}
        <TextArea label={t.theme} hint={t.themeHint} required rows={2} value={theme} error={failed("theme")} onChange={(event) => setTheme(event.currentTarget.value)} />
        <TextArea label={t.explanation} hint={t.explanationHint} rows={2} value={explanation} error={failed("explanation")} onChange={(event) => setExplanation(event.currentTarget.value)} />
        <Choice
          label={t.names}
          value={anonymous ? "secret" : "named"}
          options={[
            { value: "named", label: t.named, hint: t.namedHint },
            { value: "secret", label: t.anonymous, hint: t.anonymousHint },
          ]}
          onChange={(value) => {
            setAnonymous(value === "secret");
            // Without names it needs an end.
            if (value === "secret" && ideasUntil === "") setIdeasUntil(toField(new Date(Date.now() + WEEK_MS).toISOString()));
          }}
        />
        {failed("anonymous") && (
          <p className="field-error" role="alert">
            {failed("anonymous")}
          </p>
        )}
        {!anonymous && (
          <SelectField label={t.shows} hint={t.showsHint} value={shows} onChange={(event) => setShows(event.currentTarget.value as Shows)}>
            {SHOWS.map((value) => (
              <option key={value} value={value}>
                {t[`show_${value}`]}
              </option>
            ))}
          </SelectField>
        )}
        <MomentField label={t.ideasUntil} hint={anonymous ? t.fixedUntilHint : t.ideasUntilHint} required={anonymous} value={ideasUntil} error={failed("ideas_until")} onChange={(next) => setIdeasUntil(next)} />
        <SelectField label={t.votesEach} value={String(votes)} onChange={(event) => setVotes(Number(event.currentTarget.value))}>
          {Array.from({ length: MOST_VOTES + 1 }, (_, count) => (
            <option key={count} value={String(count)}>
              {count === 0 ? t.noVotes : t.votesOf(count)}
            </option>
          ))}
        </SelectField>
        {votes > 0 && <MomentField label={t.votesUntil} value={votesUntil} error={failed("votes_until")} onChange={(next) => setVotesUntil(next)} />}
        {listed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
