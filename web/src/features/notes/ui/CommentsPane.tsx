import { useRef, useState } from "react";
import { TextArea } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty } from "../../../design/ListState.tsx";
import { Pane } from "../../../design/Pane.tsx";
import { shortText } from "../../../platform/dates.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { comment, settle, withdrawComment } from "../actions.ts";
import { threadsOf, type Comment, type CommentThread } from "../model.ts";
import { commentsStore } from "../store.ts";
import { t } from "../text.ts";
import { showPlace } from "./editor/shown.ts";
import "./notes.css";

const NONE: readonly Comment[] = [];

/** What is said beside a page: what is open first, each with its answers. */
export default function CommentsPane({ room, id }: { room: Id; id: Id }) {
  const all = useStore(commentsStore, (known) => known[id] ?? NONE);
  const threads = threadsOf(all);
  const open = threads.filter(({ root }) => !root.resolved_at);
  const settled = threads.filter(({ root }) => root.resolved_at);
  return (
    <Pane labelledBy="note-comments-title" close={`/rooms/${room}/notes/${id}`}>
      <header className="pane-head">
        <h2 id="note-comments-title">{t.comments}</h2>
        <Link className="icon-button" href={`/rooms/${room}/notes/${id}`} aria-label={t.close}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body notes">
        {threads.length === 0 && (
          <Empty icon="reply" title={t.noComments}>
            <p>{t.noCommentsHint}</p>
          </Empty>
        )}
        <ul className="note-threads">
          {open.map((thread) => (
            <Thread key={thread.root.id} note={id} thread={thread} />
          ))}
        </ul>
        {settled.length > 0 && (
          <details>
            <summary>{t.settledCount(settled.length)}</summary>
            <ul className="note-threads">
              {settled.map((thread) => (
                <Thread key={thread.root.id} note={id} thread={thread} />
              ))}
            </ul>
          </details>
        )}
      </div>
    </Pane>
  );
}

function Thread({ note, thread: { root, answers } }: { note: Id; thread: CommentThread }) {
  const me = useMe();
  const [body, setBody] = useState("");
  const answer = useRef(newId());
  const send = async () => {
    if (await comment(note, { id: answer.current, root_id: root.id, place: null, words: "", body })) {
      setBody("");
      answer.current = newId();
    }
  };
  return (
    <li className="note-thread">
      {root.words && (
        <button type="button" className="note-words" onClick={() => showPlace(note, root.place ?? null)}>
          {root.words}
        </button>
      )}
      {[root, ...answers].map((said) => (
        <div key={said.id} className="note-said">
          <p className="note-said-head">
            <strong>{said.author.name}</strong> <small>{shortText(said.said_at)}</small>
            {!said.withdrawn_at && said.author.id === me.person.id && (
              <button type="button" className="icon-button small" aria-label={t.removeComment} title={t.removeComment} onClick={() => void withdrawComment(note, said.id)}>
                <Icon name="trash" size={16} />
              </button>
            )}
          </p>
          <p className="note-said-words">{said.withdrawn_at ? t.commentGone : said.body}</p>
        </div>
      ))}
      {root.resolved_at && root.resolved_by && <small>{t.settledBy(root.resolved_by.name)}</small>}
      {!me.leave && (
        <form
          className="note-answer"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <TextArea label={t.answer} rows={2} maxLength={2000} value={body} onChange={(event) => setBody(event.target.value)} />
          <div className="note-band-acts">
            <button type="submit" className="button small" disabled={body.trim() === ""}>
              {t.send}
            </button>
            <button type="button" className="button small" onClick={() => void settle(note, root.id, !root.resolved_at)}>
              {root.resolved_at ? t.unsettle : t.settle}
            </button>
          </div>
        </form>
      )}
    </li>
  );
}
