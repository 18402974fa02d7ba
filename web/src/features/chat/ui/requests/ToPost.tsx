import { useEffect, useState, type FormEvent } from "react";
import { fieldError, TextArea } from "../../../../design/Field.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { newId } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { meet, useFindable } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { lengthOf } from "../../../../platform/reading.ts";
import { navigate, useQuery } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import { send } from "../../actions.ts";
import * as api from "../../api.ts";
import { BODY_LIMIT, requestTo, type PostAddress } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { putRoom } from "../../sync.ts";
import { t } from "../../text.requests.ts";
import { clear } from "../guard/ask.tsx";
import { Page } from "../Page.tsx";

/** `/to-post?unit=a&title=b`: writes to whoever holds a post; where I have done so before, that talk opens. */
export default function ToPost() {
  const me = useMe();
  const unit = useQuery("unit") ?? "";
  const title = useQuery("title") || null;
  const rooms = useStore(chatStore, (state) => state.rooms);
  const known = requestTo(Object.values(rooms), me.person.id, unit, title)?.id ?? null;
  const findable = useFindable();
  const found = useLoad(`to-post ${unit} ${title} ${findable}`, async () => {
    const { items } = await api.postsOf(unit);
    return { post: items.find((post) => (post.title_id ?? null) === title) ?? null };
  });
  useEffect(() => {
    if (known) navigate(`/rooms/${known}`, { replace: true });
  }, [known]);
  if (known) return null;
  const post = found.value?.post ?? null;
  return (
    <Page title={post ? t.writeTo(post.name) : t.writeToPost}>
      <ListState loading={found.loading} error={found.error} empty={post === null} retry={found.reload}>
        <Empty icon="desk" title={t.noPost}>
          <p>{t.noPostHint}</p>
        </Empty>
      </ListState>
      {post && <WriteForm key={`${unit} ${title}`} post={post} leave={Boolean(me.leave)} />}
    </Page>
  );
}

function WriteForm({ post, leave }: { post: PostAddress; leave: boolean }) {
  const [body, setBody] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  // The same id for every try: a second press after a lost answer asks no second time.
  const [id] = useState(newId);
  const over = lengthOf(body) - BODY_LIMIT;
  const complete = body.trim() !== "" && over <= 0 && !leave;
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !complete) return;
    setBusy(true);
    setError(null);
    try {
      const cleared = await clear([body]);
      if (!cleared) {
        setBusy(false);
        return;
      }
      const { room, asked_by: asker } = await api.ask({ id, unit_id: post.unit_id, title_id: post.title_id ?? undefined, body: body.trim(), ...cleared });
      meet([asker]);
      chatStore.update((state) => putRoom(state, room));
      // There was a talk already that this device had not heard of: the words go there.
      if (room.id !== id) send({ room_id: room.id, body: body.trim(), reply_to: null, thread: null, also_to_room: false, ...cleared });
      toast(t.sentTo(post.name));
      navigate(`/rooms/${room.id}`, { replace: true });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form className="form" onSubmit={(event) => void ask(event)}>
      <p>{t.goesToPost(post.name, post.holders)}</p>
      <TextArea label={t.body} hint={t.whoReadsPost} required rows={6} value={body} error={over > 0 ? t.tooLong(over) : fieldError(error, "body")} onChange={(event) => setBody(event.target.value)} />
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {problemText(error)}
        </p>
      )}
      <p>
        <button type="submit" className="button primary" disabled={!complete || busy}>
          {busy ? t.sending : t.sendToPost}
        </button>
      </p>
    </form>
  );
}
