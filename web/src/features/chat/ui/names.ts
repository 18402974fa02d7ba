import { peopleStore } from "../../../platform/people.ts";
import { unitName } from "../../../platform/units.ts";
import { isGuest } from "../../../platform/session.ts";
import type { Id } from "../../../platform/ids.ts";
import type { PostName } from "../model.ts";
import { chatStore } from "../store.ts";
import { t } from "../text.ts";

/** Whom or what a mark in a body calls. */
export type Called = { t: "person" | "unit" | "room"; id: Id } | { t: "everyone" };

/** The name of what is called; null while it is not known here. */
export function calledName(kind: "person" | "unit" | "room", id: Id): string | null {
  // Guests see no units; that one is called is all they read.
  if (kind === "unit") return isGuest() ? t.unit : unitName(id);
  return (kind === "person" ? peopleStore.get()[id]?.name : chatStore.get().rooms[id]?.name) ?? null;
}

/** 「ひばり保育園(佐藤 花子)」: an account by name, with who was using it when it is a shared one. */
export function usedBy(name: string, operator: { name: string } | null | undefined): string {
  return operator ? `${name}(${operator.name})` : name;
}

/** 「財政課長 事務取扱」: the post as whose holder somebody wrote; nothing where they wrote as themselves. */
export function asPostText(post: PostName | null | undefined): string {
  return post ? [post.name, postKindText(post.kind)].filter(Boolean).join(" ") : "";
}

/** How a post is held, where that is to be said. */
export function postKindText(kind: PostName["kind"]): string {
  return { main: "", concurrent: t.postConcurrent, acting: t.postActing, seconded: t.postSeconded }[kind];
}

/** 「佐藤 花(財政課長 事務取扱)」: who said something, with who was using a shared account, and as which post. */
export function signed(name: string, said: { operator?: { name: string } | null; as_post?: PostName | null }): string {
  const post = asPostText(said.as_post);
  return `${usedBy(name, said.operator)}${post && `(${post})`}`;
}

/** What is called, as people read it. */
export function calledText(called: Called): string {
  if (called.t === "everyone") return `@${t.everyone}`;
  return `${called.t === "room" ? "#" : "@"}${calledName(called.t, called.id) ?? (called.t === "room" ? t.anotherRoom : "…")}`;
}
