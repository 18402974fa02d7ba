import { lazy, Suspense, type Dispatch, type SetStateAction } from "react";
import { copy } from "../../../design/copy.ts";
import { Menu, type MenuItem } from "../../../design/Menu.tsx";
import { Popover, type Anchor } from "../../../design/Popover.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { cards } from "../../../platform/cards.ts";
import { questioning } from "../../../platform/questioning.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { toast } from "../../../platform/toast.ts";
import { changeThread, keepDraft, markUnread, react, withdraw } from "../actions.ts";
import { restsIn, type Message } from "../model.ts";
import { chatStore } from "../store.ts";
import { saidIn } from "../sync.ts";
import { t as menu } from "../text.menu.ts";
import { t as pins } from "../text.pins.ts";
import { t } from "../text.ts";
import { t as forwards } from "../text.forwards.ts";
import { plainText } from "./markup/blocks.ts";
import type { RowActions } from "./MessageRow.tsx";
import { calledText } from "./names.ts";
import { addressOf, copyBody, isMine, laterPart, mayForward, mayPutBy, putBy } from "./messageKeys.ts";

const EmojiPicker = lazy(() => withWords(import("./EmojiPicker.tsx")));
const ForwardDialog = lazy(() => withWords(import("./forwards/ForwardDialog.tsx")));
const WhenDialog = lazy(() => withWords(import("./later/WhenDialog.tsx")));
const AddDialog = lazy(() => withWords(import("./albums/AddDialog.tsx")));
const MessageDialog = lazy(() => withWords(import("./MessageDialog.tsx")));

export interface MenuState {
  message: Message;
  anchor: Anchor | null;
  view: "menu" | "quick" | "emoji" | "receipts" | "reactions" | "history" | "withdraw" | "forward" | "remind" | "task" | "album";
}

interface Props {
  state: MenuState;
  setState: Dispatch<SetStateAction<MenuState | null>>;
  actions: RowActions;
  canPost: boolean;
  inThread: boolean;
  onEdit: (message: Message) => void;
}

/** The pictures and films of a message. */
const framed = ({ files }: Message) => files.flatMap(({ id, kind }) => (id && (kind === "picture" || kind === "video") ? [id] : []));

const QUICK_EMOJI = ["👍", "🙇", "🎉"];

/** The stamps that answer without a word: one press each. */
function QuickReactions({ message, onMore, onDone }: { message: Message; onMore: () => void; onDone: () => void }) {
  const stamps = useStore(chatStore, (state) => state.stamps);
  return (
    <div className="quick-reactions" role="group" aria-label={t.addReaction}>
      {[...stamps, ...QUICK_EMOJI.map((code) => ({ code, label: code }))].map((stamp) => (
        <button
          key={stamp.code}
          type="button"
          className="chip-button"
          aria-pressed={message.reactions.some((reaction) => reaction.code === stamp.code && reaction.mine)}
          onClick={() => {
            void react(message, stamp.code);
            onDone();
          }}
        >
          {stamp.label}
        </button>
      ))}
      <button type="button" className="chip-button" aria-label={menu.moreEmoji} onClick={onMore}>
        <Icon name="smile" size={16} />…
      </button>
    </div>
  );
}

/** Sends new versions of what a message carries. */
const renewals = ({ files, room_id, thread_id }: Message): MenuItem[] =>
  files.flatMap(({ id, name }) => (id ? [{ label: forwards.renew(files.length > 1 ? name : ""), icon: "attach" as const, run: () => void withWords(import("./versions/send.ts")).then((part) => part.chooseVersion(thread_id ?? room_id, { id, name })) }] : []));

/** Everything that can be done with a message: its menu, and the sheets that the menu opens. */
export function MessageMenu({ state, setState, actions, canPost, inThread, onEdit }: Props) {
  // The row may have changed since the menu was opened.
  const message = useStore(chatStore, (all) => all.messages[state.message.id]) ?? state.message;
  const thread = useStore(chatStore, (all) => all.threads[message.id] ?? null);
  const room = useStore(chatStore, (all) => all.rooms[message.room_id] ?? null);
  const {
    leave,
    person: { guest },
  } = useMe();
  const rests = room !== null && restsIn(room, leave);
  const close = () => setState(null);
  const show = (view: MenuState["view"]) => setState({ ...state, view });
  const alive = !message.withdrawn_at;
  const mine = isMine(message);

  if (state.view === "menu" && state.anchor) {
    const items: (MenuItem | false)[] = [
      alive && canPost && { label: t.reply, icon: "reply", shortcut: "R", run: () => actions.reply(message) },
      !inThread && { label: t.openThread, icon: "thread", shortcut: "T", run: () => actions.thread(message) },
      thread?.mine && !rests ? { label: thread.mine.following ? t.unfollow : t.follow, icon: "bell", run: () => void changeThread(thread.id, { following: !thread.mine?.following }) } : false,
      mayForward(message) && { label: menu.forward, icon: "share", shortcut: "F", run: () => show("forward") },
      alive && canPost && { label: message.pinned ? pins.unpin : pins.pin, icon: "pin", run: () => void import("./pins/put.ts").then((part) => part.setPin(message, !message.pinned)) },
      alive && mayPutBy() && { label: t.later, icon: "clock", shortcut: "B", run: () => putBy(message) },
      alive && mayPutBy() && { label: t.remind, icon: "bell", run: () => show("remind") },
      Boolean(cards["task"]?.From) && alive && canPost && !message.card && message.kind === "text" && !guest && { label: t.makeTask, icon: "check", run: () => show("task") },
      alive && canPost && !message.card && message.kind === "text" && message.body !== "" && (mine || !guest) && { label: menu.markQuestion, icon: "note", run: () => void questioning.part?.().then((part) => part.mark(message.id)) },
      alive && canPost && !message.card && !guest && message.quote && !message.quote.withdrawn ? { label: menu.nameAnswer, icon: "check", run: () => void questioning.part?.().then((part) => message.quote && part.nameAnswer(message.quote.id, message.id)) } : false,
      alive && canPost && framed(message).length > 0 && { label: menu.toAlbum, icon: "file", run: () => show("album") },
      alive && mine && canPost && !message.card && { label: t.edit, icon: "edit", shortcut: "E", run: () => onEdit(message) },
      ...(alive && canPost ? renewals(message) : []),
      { label: menu.copyText, icon: "copy", shortcut: "C", run: () => copyBody(message) },
      { label: t.copyAddress, icon: "copy", run: () => void copy(addressOf(message)) },
      !inThread && { label: menu.markUnread, icon: "unread", run: () => void markUnread(message).then(() => toast(menu.markedUnread)) },
      !inThread && { label: t.whoRead, icon: "check", shortcut: "I", run: () => show("receipts") },
      message.reactions.length > 0 && { label: t.whoReacted, icon: "smile", run: () => show("reactions") },
      Boolean(message.edited_at) && alive && { label: t.editHistory, icon: "clock", run: () => show("history") },
      alive && mine && !rests && { label: t.withdraw, icon: "trash", danger: true, run: () => show("withdraw") },
    ];
    return (
      <Menu
        anchor={state.anchor}
        label={t.actions}
        onClose={() => setState((now) => (now?.view === "menu" ? null : now))}
        items={items.filter((item): item is MenuItem => item !== false)}
        head={alive && canPost ? <QuickReactions message={message} onMore={() => show("emoji")} onDone={close} /> : undefined}
      />
    );
  }
  if (state.view === "quick" && state.anchor) {
    return (
      <Popover anchor={state.anchor} label={t.addReaction} onClose={close}>
        <QuickReactions message={message} onMore={() => show("emoji")} onDone={close} />
      </Popover>
    );
  }
  if (state.view === "emoji" && state.anchor) {
    const pick = (emoji: string) => {
      void react(message, emoji);
      close();
    };
    return (
      <Popover anchor={state.anchor} label={menu.moreEmoji} onClose={close}>
        <Suspense fallback={<div className="emoji-loading">{t.loading}</div>}>
          <EmojiPicker onPick={pick} />
        </Suspense>
      </Popover>
    );
  }
  if (state.view === "forward") {
    return (
      <Suspense>
        <ForwardDialog message={message} onClose={close} />
      </Suspense>
    );
  }
  if (state.view === "album") {
    return (
      <Suspense>
        <AddDialog room={message.room_id} files={framed(message)} onClose={close} />
      </Suspense>
    );
  }
  if (state.view === "remind") {
    return (
      <Suspense>
        <WhenDialog title={t.remind} room={message.room_id} onPick={(at) => laterPart().then((part) => part.remindOf(message, at))} onClose={close} />
      </Suspense>
    );
  }
  const From = cards["task"]?.From;
  if (state.view === "task" && From) {
    return (
      <Suspense>
        <From room={message.room_id} thread={message.thread_id ?? null} message={message.id} words={plainText(saidIn(message), calledText)} source={null} shared={(room?.shared_with.length ?? 0) > 0} onClose={close} />
      </Suspense>
    );
  }
  if (state.view === "receipts" || state.view === "reactions" || state.view === "history" || state.view === "withdraw") {
    return (
      <Suspense>
        <MessageDialog message={message} view={state.view} onClose={close} onWithdraw={() => void withdraw(message).then(() => toast(menu.withdrawDone, "done", { label: menu.writeAgain, run: () => keepDraft({ room: message.room_id, thread: message.thread_id ?? null }, message.body, null) }))} />
      </Suspense>
    );
  }
  return null;
}
