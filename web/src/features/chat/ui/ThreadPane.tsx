import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import { Pane } from "../../../design/Pane.tsx";
import { Link, navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { changeThread } from "../actions.ts";
import { mayPost, restsIn } from "../model.ts";
import { chatStore } from "../store.ts";
import { t } from "../text.ts";
import { Conversation } from "./RoomView.tsx";
import { useRoomTitle } from "./titles.ts";

/** One topic beside the room: its first message, the replies, and its own composer. */
export function ThreadPane({ room: roomId, root }: { room: string; root: string }) {
  const room = useStore(chatStore, (state) => state.rooms[roomId] ?? null);
  const thread = useStore(chatStore, (state) => state.threads[root] ?? null);
  const [naming, setNaming] = useState(false);
  const title = useRoomTitle(room);
  const { leave } = useMe();
  return (
    <Pane key={root} labelledBy="thread-title" close={`/rooms/${roomId}`}>
      <header className="pane-head">
        <div className="room-heading">
          <h2 id="thread-title">{thread?.title ?? t.thread}</h2>
          <p>
            {title}
            {thread?.resolved_at && <span className="tag">{t.resolved}</span>}
          </p>
        </div>
        {thread && (
          <MenuButton
            label={t.threadMenu}
            items={[
              ...(room && restsIn(room, leave)
                ? []
                : ([
                    { label: thread.resolved_at ? t.unresolve : t.resolve, icon: "check", run: () => void changeThread(root, { resolved: !thread.resolved_at }) },
                    { label: thread.mine?.following ? t.unfollow : t.follow, icon: "bell", run: () => void changeThread(root, { following: !thread.mine?.following }) },
                    { label: t.nameThread, icon: "edit", run: () => setNaming(true) },
                  ] satisfies MenuItem[])),
              { label: t.print, icon: "print", run: () => navigate(`/print/rooms/${roomId}/threads/${root}`) },
            ]}
          />
        )}
        <Link className="icon-button" aria-label={t.closePane} href={`/rooms/${roomId}`}>
          <Icon name="close" />
        </Link>
      </header>
      <Conversation key={root} stream={{ room: roomId, thread: root }} label={t.replyInThread} canPost={room !== null && mayPost(room, leave)} />
      {naming && <NameThread root={root} title={thread?.title ?? ""} onClose={() => setNaming(false)} />}
    </Pane>
  );
}

function NameThread({ root, title, onClose }: { root: string; title: string; onClose: () => void }) {
  const [text, setText] = useState(title);
  return (
    <Dialog
      title={t.nameThread}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form="name-thread" className="button primary">
          {t.save}
        </button>
      }
    >
      <form
        id="name-thread"
        onSubmit={(event) => {
          event.preventDefault();
          void changeThread(root, { title: text.trim() });
          onClose();
        }}
      >
        <TextField label={t.threadTitle} maxLength={80} value={text} onChange={(event) => setText(event.target.value)} />
      </form>
    </Dialog>
  );
}
