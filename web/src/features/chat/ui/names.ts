import { peopleStore } from "../../../platform/people.ts";
import { unitName } from "../../../platform/units.ts";
import type { Id } from "../../../platform/ids.ts";
import { chatStore } from "../store.ts";
import { t } from "../text.ts";

/** Whom or what a mark in a body calls. */
export type Called = { t: "person" | "unit" | "room"; id: Id } | { t: "everyone" };

/** The name of what is called; null while it is not known here. */
export function calledName(kind: "person" | "unit" | "room", id: Id): string | null {
  if (kind === "unit") return unitName(id);
  return (kind === "person" ? peopleStore.get()[id]?.name : chatStore.get().rooms[id]?.name) ?? null;
}

/** What is called, as people read it. */
export function calledText(called: Called): string {
  if (called.t === "everyone") return `@${t.everyone}`;
  return `${called.t === "room" ? "#" : "@"}${calledName(called.t, called.id) ?? (called.t === "room" ? t.anotherRoom : "…")}`;
}
