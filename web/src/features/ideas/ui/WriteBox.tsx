import { useEffect, useRef, useState } from "react";
import { TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { lineStore } from "../../../platform/live.ts";
import { useDebounced } from "../../../platform/load.ts";
import { useStore } from "../../../platform/store.ts";
import { vote, write } from "../actions.ts";
import { LONGEST, type Board, type Counted } from "../model.ts";
import { begun, keepDraft, recallDraft, type Draft } from "../store.own.ts";
import { similarTo } from "../model.similar.ts";
import { t } from "../text.ts";
import { excerpt, fault, problem } from "./words.ts";

interface Props {
  board: Board;
  /** What was written already, as far as one sees it. */
  ideas: readonly Counted[];
  tab?: -1 | undefined;
  onDone?: () => void;
}

/** Where an idea is written: what was typed stays on this machine until it is out. */
export function WriteBox({ board, ideas, tab, onDone }: Props) {
  const live = useStore(lineStore, (line) => line === "live");
  const [draft, setDraft] = useState<Draft>(begun);
  // What stands in the field, also for what goes on while something is on its way.
  const latest = useRef(draft);
  const show = (next: Draft) => {
    latest.current = next;
    setDraft(next);
  };
  useEffect(() => {
    let wanted = true;
    // Whoever types already goes on with what they type.
    void recallDraft(board.id).then((kept) => kept && wanted && latest.current.words === "" && show(kept));
    return () => {
      wanted = false;
    };
  }, [board.id]);
  const type = (words: string) => {
    const next = { ...latest.current, words };
    show(next);
    void keepDraft(board.id, next);
  };
  const { error, busy, submit } = useSubmit(async () => {
    const sent: Draft = { ...latest.current, sent: true };
    show(sent);
    await keepDraft(board.id, sent);
    await write(board, sent);
    // What was typed meanwhile is the next one.
    const { words } = latest.current;
    const next = words === sent.words ? begun() : begun(words);
    show(next);
    await keepDraft(board.id, next);
    if (next.words === "") onDone?.();
  });
  const settled = useDebounced(draft.words);
  const alike = board.sees ? similarTo(settled, ideas.filter((idea) => !idea.merged_into)) : [];
  return (
    <form className="idea-write" onSubmit={submit}>
      <TextArea label={t.yourIdea} hint={board.anonymous ? t.secretHint : t.ideaHint} rows={2} maxLength={LONGEST * 2} tabIndex={tab} value={draft.words} error={fault(error, "words") ?? (error ? problem(error) : null)} onChange={(event) => type(event.currentTarget.value)} />
      {alike.length > 0 && (
        <div className="idea-alike" role="status">
          <b>{t.similarTo}</b>
          <ul>
            {alike.map((idea) => (
              <li key={idea.id}>
                {idea.words}
                {board.may_vote && !board.my_votes.includes(idea.id) && (
                  <button type="button" className="link-button" tabIndex={tab} aria-label={`${t.voteInstead}: ${excerpt(idea.words)}`} onClick={() => void vote(board, idea.id, true)}>
                    {t.voteInstead}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {!live && (
        <p className="hint" role="status">
          {t.offline}
        </p>
      )}
      <div className="idea-buttons">
        <button type="submit" className="button small primary" tabIndex={tab} disabled={busy || draft.words.trim() === ""}>
          {t.postIdea}
        </button>
        {onDone && (
          <button type="button" className="button small" tabIndex={tab} onClick={onDone}>
            {t.close}
          </button>
        )}
      </div>
    </form>
  );
}
