import type { Id } from "../../platform/ids.ts";
import { createStore } from "../../platform/store.ts";
import type { Message } from "./model.ts";
import type { SentFile } from "./store.ts";

/** A file on its way to the server, for a message that is being written. */
export interface Bringing extends SentFile {
  /** Bytes that the server has. */
  sent: number;
  /** A picture that is being made smaller is not on its way yet. */
  state: "making" | "sending" | "paused" | "waiting" | "whole" | "refused";
  /** Why the server refuses it, or why it waits. */
  code: string | null;
  /** It has met no line on its way, and may be left behind by its message until it is there, whatever comes of the next try. */
  metNoLine?: boolean;
  /** It said where it was taken, and does not any more. */
  placeRemoved: boolean;
  /** A photo, of which somebody may choose how much is sent. */
  photo?: boolean;
  /** Something is drawn upon it that is not applied yet: it does not go before that is, or is thrown away. */
  drawing?: boolean;
  /** This device has no place for it: it goes with the page. */
  unkept?: boolean;
  /** How large it was before it was made smaller. */
  before?: number | undefined;
}

/** What goes with the message that is being written in each stream. */
export const bringingStore = createStore<Readonly<Record<Id, readonly Bringing[]>>>({});

export const NO_FILES: readonly Bringing[] = [];

export function putFiles(key: Id, change: (files: readonly Bringing[]) => readonly Bringing[]): void {
  bringingStore.update((all) => ({ ...all, [key]: change(all[key] ?? NO_FILES) }));
}

/** Files of a message that was taken back: whether the server still has them is asked before they go anywhere. */
export function giveBack(key: Id, files: readonly SentFile[]): void {
  putFiles(key, (now) => [...files.map((file) => ({ ...file, sent: file.waits ? 0 : file.size, state: "sending" as const, code: null, placeRemoved: false })), ...now]);
}

const conversations = new Map<Id, (message: Message) => void>();

/** Takes replies that begin elsewhere, for as long as a conversation stands on the screen. */
export function hearAnswers(key: Id, answer: (message: Message) => void): () => void {
  conversations.set(key, answer);
  return () => void (conversations.get(key) === answer && conversations.delete(key));
}

/** Begins a reply in the conversation in which it belongs; whether that stands on the screen. */
export function answerIn(key: Id, message: Message): boolean {
  conversations.get(key)?.(message);
  return conversations.has(key);
}
