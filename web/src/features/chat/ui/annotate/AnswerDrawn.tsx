import { Icon } from "../../../../design/Icon.tsx";
import { navigate } from "../../../../platform/router.ts";
import { sessionStore } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { withWords } from "../../../../platform/texts.ts";
import { toast } from "../../../../platform/toast.ts";
import { keepDraft } from "../../actions.ts";
import { mayPost, type Message } from "../../model.ts";
import { answerIn, bringingStore } from "../../store.files.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.annotate.ts";
import { bring, MOST_FILES } from "../files/bring.ts";
import type { Looked } from "../files/preview/kinds.ts";
import { failed } from "./chosen.ts";
import { keptStore } from "./kept.ts";

/** Puts a picture into a reply to a message; what leads to where that is written follows once nothing lies over it. */
function answer(message: Message, file: File, close: () => void): string | (() => void) {
  const stream = { room: message.room_id, thread: message.thread_id ?? null };
  const key = stream.thread ?? stream.room;
  if ((bringingStore.get()[key]?.length ?? 0) >= MOST_FILES) return t.full(MOST_FILES);
  bring(key, [file]);
  return () => {
    close();
    if (!answerIn(key, message)) {
      keepDraft(stream, chatStore.get().drafts[key]?.body ?? "", message.id);
      navigate(stream.thread ? `/rooms/${stream.room}/threads/${stream.thread}` : `/rooms/${stream.room}`);
    }
    toast(t.attached(file.name));
  };
}

/** Draws on a picture of a room, which stays as it is, and answers its message with what was drawn. */
export default function AnswerDrawn({ file, close }: { file: Looked; close: () => void }) {
  const message = useStore(chatStore, (state) => Object.values(state.messages).find(({ files }) => files.some(({ id }) => id === file.id)) ?? null);
  const room = useStore(chatStore, (state) => state.rooms[message?.room_id ?? ""] ?? null);
  const me = useStore(sessionStore, (state) => state);
  const on = `sent ${file.id}`;
  const kept = useStore(keptStore, (all) => on in all);
  if (!message || message.withdrawn_at || !room?.mine || !me || !mayPost(room, me.leave)) return null;
  const start = async () => {
    const { draw } = await withWords(import("./draw.tsx"));
    draw({
      name: file.name,
      bytes: async () => {
        const answered = await fetch(file.at);
        if (!answered.ok) throw new Error(String(answered.status));
        return answered.blob();
      },
      on,
      finish: t.finishAnswer,
      take: (drawn) => answer(message, drawn, close),
    });
  };
  return (
    <button type="button" className="button small" aria-haspopup="dialog" onClick={() => void start().catch(failed)}>
      <Icon name="edit" size={18} />
      {kept ? t.answerGoOn : t.answer}
    </button>
  );
}
