import { useEffect, useRef, useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { shortText } from "../../../platform/dates.ts";
import { usePerson } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { comment, takeBackComment } from "../actions.comments.ts";
import type { Board, Comment, Counted } from "../model.ts";
import { commentStore, loadComments, openComments } from "../store.comments.ts";
import { begun, commentPlace, keepDraft, recallDraft, type Draft } from "../store.own.ts";
import { t } from "../text.ts";
import { excerpt, fault, problem } from "./words.ts";

/** Characters of a comment. */
const LONGEST = 1_000;

/** How much is said about an idea, and all of it once somebody asks. */
export function Comments({ board, idea }: { board: Board; idea: Counted }) {
  const [open, setOpen] = useState(false);
  const count = idea.comments > 0 ? t.commentCount(idea.comments) : t.addComment;
  if (!board.sees || (idea.comments === 0 && !board.may_comment)) return null;
  return (
    <div className="idea-comments">
      <button type="button" className="link-button" aria-expanded={open} aria-label={`${count}: ${t.commentsOf(excerpt(idea.words))}`} onClick={() => setOpen(!open)}>
        {count}
      </button>
      {open && <Said board={board} idea={idea} />}
    </div>
  );
}

function Said({ board, idea }: { board: Board; idea: Counted }) {
  const said = useStore(commentStore, (all) => all[idea.id] ?? null);
  const [error, setError] = useState<unknown>(null);
  const [asking, setAsking] = useState<Comment | null>(null);
  useEffect(() => openComments(board.id, idea.id, setError), [board.id, idea.id]);
  const again = () => {
    setError(null);
    loadComments(board.id, idea.id).catch(setError);
  };
  if (error && !said) return <Failed error={error} retry={again} />;
  if (!said) return <Loading />;
  return (
    <>
      {said.length > 0 && (
        <ul aria-label={t.commentsOf(excerpt(idea.words))}>
          {said.map((one) => (
            <Line key={one.id} board={board} comment={one} onBack={() => setAsking(one)} />
          ))}
        </ul>
      )}
      {board.may_comment && <CommentBox board={board} idea={idea} />}
      {asking && <Confirm title={t.takeBackComment} text={t.takeBackCommentText} confirm={t.takeBack} danger onConfirm={() => void takeBackComment(board, asking)} onClose={() => setAsking(null)} />}
    </>
  );
}

function Line({ board, comment: one, onBack }: { board: Board; comment: Comment; onBack: () => void }) {
  const me = useMe().person.id;
  const person = usePerson(one.author_id ?? null);
  return (
    <li>
      <p className="idea-words">{one.words}</p>
      <footer className="idea-foot">
        {one.author_id && (
          <span className="idea-author">
            {person?.name ?? ""} {one.written_at ? shortText(one.written_at) : ""}
          </span>
        )}
        {(board.may_sort || (one.author_id === me && board.may_comment)) && (
          <button type="button" className="link-button" aria-label={t.takeBackOf(excerpt(one.words))} onClick={onBack}>
            {t.takeBack}
          </button>
        )}
      </footer>
    </li>
  );
}

/** Where something is said about an idea: what was typed stays on this machine until it is out. */
function CommentBox({ board, idea }: { board: Board; idea: Counted }) {
  const [draft, setDraft] = useState<Draft>(begun);
  const latest = useRef(draft);
  const show = (next: Draft) => {
    latest.current = next;
    setDraft(next);
  };
  const place = commentPlace(board.id, idea.id);
  useEffect(() => {
    let wanted = true;
    // Whoever types already goes on with what they type.
    void recallDraft(place).then((kept) => kept && wanted && latest.current.words === "" && show(kept));
    return () => {
      wanted = false;
    };
  }, [place]);
  const type = (words: string) => {
    const next = { ...latest.current, words };
    show(next);
    void keepDraft(place, next);
  };
  const { error, busy, submit } = useSubmit(async () => {
    const sent: Draft = { ...latest.current, sent: true };
    show(sent);
    await keepDraft(place, sent);
    await comment(board, idea.id, sent);
    // What was typed meanwhile is the next one.
    const { words } = latest.current;
    const next = words === sent.words ? begun() : begun(words);
    show(next);
    await keepDraft(place, next);
  });
  return (
    <form className="idea-write" onSubmit={submit}>
      <TextArea label={t.yourComment} hint={board.anonymous ? t.secretCommentHint : t.commentHint} rows={2} maxLength={LONGEST * 2} value={draft.words} error={fault(error, "words") ?? (error ? problem(error) : null)} onChange={(event) => type(event.currentTarget.value)} />
      <div className="idea-buttons">
        <button type="submit" className="button small primary" disabled={busy || draft.words.trim() === ""}>
          {t.postComment}
        </button>
      </div>
    </form>
  );
}
