import { useEffect, useState, type FormEvent } from "react";
import { CountMark } from "../../../design/CountMark.tsx";
import { fieldError, TextArea } from "../../../design/Field.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import { momentText, shortText } from "../../../platform/dates.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { useLoad, usePages } from "../../../platform/load.ts";
import { tell } from "../../../platform/refusals.ts";
import { toast } from "../../../platform/toast.ts";
import { askSummary } from "../actions.ts";
import * as api from "../api.ts";
import type { Reply } from "../model.ts";
import { t } from "../text.ts";
import { useNews } from "./useNews.ts";

function Said({ replies }: { replies: readonly Reply[] }) {
  return (
    <ol className="broadcast-replies">
      {replies.map((reply) => (
        <li key={reply.id} data-mine={reply.by_recipient || undefined}>
          <p className="broadcast-facts">
            <b>
              {reply.author.name}
              {reply.operator && t.by(reply.operator)}
            </b>
            <small>{momentText(reply.said_at)}</small>
            {reply.seen && <small>{t.seen}</small>}
          </p>
          <p className="broadcast-said">{reply.body}</p>
        </li>
      ))}
    </ol>
  );
}

/** A field for what is written back; what was typed stays until the server has it. */
function Write({ label, hint, action, send }: { label: string; hint?: string; action: string; send: (id: Id, body: string) => Promise<unknown> }) {
  const [text, setText] = useState("");
  // The same id until it is sent: sent twice, it is said once.
  const [id, setId] = useState(newId);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await send(id, text);
      setText("");
      setId(newId());
      toast(t.replied);
    } catch (failure) {
      setError(failure);
      if (!fieldError(failure, "body")) void tell(failure);
    }
    setBusy(false);
  };
  return (
    <form className="broadcast-write" onSubmit={(event) => void submit(event)}>
      <TextArea label={label} hint={hint} rows={3} value={text} error={fieldError(error, "body")} onChange={(event) => setText(event.target.value)} />
      <button type="submit" className="button" disabled={busy || text.trim() === ""}>
        {action}
      </button>
    </form>
  );
}

/** What I, who received it, wrote to the sender, with the answers. */
export function OwnReplies({ id }: { id: Id }) {
  const { value, loading, error, reload } = useLoad(`broadcast ${id} replies`, () => api.ownReplies(id));
  useNews(id, reload);
  const items = value?.items ?? [];
  const unseen = items.some((reply) => !reply.by_recipient && !reply.seen);
  useEffect(() => {
    if (unseen) void api.sawAnswers(id).then(askSummary).catch(() => undefined);
  }, [unseen, id]);
  return (
    <section className="broadcast-section" aria-label={t.replyTitle}>
      <ListState loading={loading} error={error} empty={!value} retry={reload}>
        {null}
      </ListState>
      {items.length > 0 && <Said replies={items} />}
      <Write label={t.replyTitle} hint={t.replyHint} action={t.replySend} send={(reply, body) => api.reply(id, { id: reply, body }).then(reload)} />
    </section>
  );
}

/** What recipients wrote, for those who answer for the broadcast. */
export function Conversations({ id }: { id: Id }) {
  const list = usePages(`broadcast ${id} conversations`, (cursor) => api.conversations(id, cursor));
  const [open, setOpen] = useState<Id | null>(null);
  useNews(id, list.reload);
  return (
    <section className="broadcast-section" aria-labelledby="broadcast-replies">
      <h2 id="broadcast-replies">{t.replies}</h2>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="reply" title={t.noReplies}>
          <p>{t.noRepliesHint}</p>
        </Empty>
      </ListState>
      <ul className="broadcast-conversations">
        {list.items.map(({ person, last, last_at, unseen }) => (
          <li key={person.id}>
            <button type="button" className="broadcast-conversation" aria-expanded={open === person.id} onClick={() => setOpen(open === person.id ? null : person.id)}>
              <PersonRow person={person} watch={false} />
              <span className="broadcast-last">{last}</span>
              <small>{shortText(last_at)}</small>
              {unseen > 0 && <CountMark count={unseen} words={t.newReplies(unseen)} />}
            </button>
            {open === person.id && <Conversation id={id} person={person.id} name={person.name} />}
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </section>
  );
}

function Conversation({ id, person, name }: { id: Id; person: Id; name: string }) {
  const { value, loading, error, reload } = useLoad(`broadcast ${id} with ${person}`, () => api.conversation(id, person));
  useNews(id, reload);
  const items = value?.items ?? [];
  const unseen = items.some((reply) => reply.by_recipient && !reply.seen);
  useEffect(() => {
    if (unseen) void api.sawConversation(id, person).then(askSummary).catch(() => undefined);
  }, [unseen, id, person]);
  return (
    <section aria-label={t.conversationWith(name)}>
      <ListState loading={loading} error={error} empty={!value} retry={reload}>
        {null}
      </ListState>
      <Said replies={items} />
      <Write label={t.conversationWith(name)} action={t.answer} send={(reply, body) => api.answer(id, person, { id: reply, body }).then(reload)} />
    </section>
  );
}
