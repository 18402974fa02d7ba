import { copy } from "../../../design/copy.ts";
import type { Anchor } from "../../../design/Popover.tsx";
import { address } from "../../../platform/place.ts";
import { sessionStore } from "../../../platform/session.ts";
import { withWords } from "../../../platform/texts.ts";
import type { Message } from "../model.ts";
import { calledName } from "./names.ts";
import { chatStore } from "../store.ts";
import { t } from "../text.ts";
import { fromBody } from "./composer/tokens.ts";
import type { RowActions } from "./MessageRow.tsx";

interface Context {
  actions: RowActions;
  onEdit: (message: Message) => void;
  canPost: boolean;
  inThread: boolean;
  anchor: () => Anchor;
}

/** Whether this person may change the message. */
export function isMine(message: Message): boolean {
  return message.author_id === chatStore.get().me && !message.via;
}

/** Whether this person may send the message on: the server decides, this only offers it. */
export function mayForward({ room_id, withdrawn_at }: Message): boolean {
  const me = sessionStore.get();
  return !withdrawn_at && me !== null && !me.leave && !me.person.guest && !chatStore.get().rooms[room_id]?.no_forwarding;
}

/** Whether this person comes back to messages: whoever has a list of their own. */
export const mayPutBy = () => sessionStore.get()?.person.guest !== true;

export const laterPart = () => withWords(import("./later/put.ts"));

export const putBy = (message: Message) => void laterPart().then((part) => part.putBy(message));

/** The address of a message, to give to others. */
export function addressOf(message: Message): string {
  const path = message.thread_id ? `/rooms/${message.room_id}/threads/${message.thread_id}` : `/rooms/${message.room_id}`;
  return `${location.origin}${address(path)}?at=${message.seq}`;
}

/** Copies what a message says, with the names of those it calls and not their ids. */
export function copyBody({ body, forwarded }: Message): void {
  const all = [body, ...(forwarded ?? []).map((one) => one.body)].filter(Boolean);
  void copy(fromBody(all.join("\n\n"), calledName, t.everyone).text);
}

/** Does what a key means on a focused message; false when it means nothing. */
export function keyAction(key: string, message: Message, { actions, onEdit, canPost, inThread, anchor }: Context): boolean {
  if (message.kind === "notice") return false;
  const alive = !message.withdrawn_at;
  switch (key) {
    case "Enter":
    case "ContextMenu":
      actions.menu(message, anchor());
      return true;
    case "e":
      if (!isMine(message) || !alive || !canPost || message.card) return false;
      onEdit(message);
      return true;
    case "r":
      if (!alive || !canPost) return false;
      actions.reply(message);
      return true;
    case "t":
      if (inThread) return false;
      actions.thread(message);
      return true;
    case "s":
    case "+":
      if (!alive || !canPost) return false;
      actions.quick(message, anchor());
      return true;
    case "f":
      if (!mayForward(message)) return false;
      actions.forward(message);
      return true;
    case "b":
      if (!alive || !mayPutBy()) return false;
      putBy(message);
      return true;
    case "c":
      copyBody(message);
      return true;
    case "i":
      actions.receipts(message);
      return true;
    default:
      return false;
  }
}
