import { peopleStore, wantPeople } from "../../../platform/people.ts";
import { useEffect } from "react";
import type { IconName } from "../../../design/Icon.tsx";
import { useStore } from "../../../platform/store.ts";
import { roomTitle, type Room, type RoomKind } from "../model.ts";
import { chatStore } from "../store.ts";
import { t } from "../text.ts";

/** A room's name as this person sees it. */
export function useRoomTitle(room: Room | null): string {
  const me = useStore(chatStore, (state) => state.me);
  const key = room?.people.join() ?? "";
  useEffect(() => {
    if (key !== "") wantPeople(key.split(","));
  }, [key]);
  return useStore(peopleStore, (people) => (room ? roomTitle(room, people, me, t.notesToSelf) : ""));
}

export function roomIcon(kind: RoomKind): IconName {
  return { unit: "unit", rule: "rule", open: "open", private: "lock", direct: "chat", request: "desk" }[kind] as IconName;
}

export function kindText(kind: RoomKind): string {
  return { unit: t.kindUnit, rule: t.kindRule, open: t.kindOpen, private: t.kindPrivate, direct: t.kindDirect, request: t.requests }[kind];
}
