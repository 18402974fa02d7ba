import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { useDebounced, useLoad } from "../../../../platform/load.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.ts";
import type { Room } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.shares.ts";
import { kindText, roomIcon } from "../titles.ts";
import { OneOf } from "./OneOf.tsx";
import { choicesOf, shareable } from "./words.ts";

/** Enough to choose from; whoever looks for another one searches. */
const SHOWN = 30;
const MOST_PAGES = 4;

interface Props {
  label: string;
  hint?: string;
  room: Room | null;
  /** Whether a room that is shared already will do: one that offers may be shared with several organisations. */
  sharedToo: boolean;
  onChange: (room: Room) => void;
}

/** The administered rooms that a search finds, as many as are shown. */
async function administered(search: string, fits: (room: Room) => boolean): Promise<Room[]> {
  const found: Room[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page: Awaited<ReturnType<typeof api.administeredRooms>> = await api.administeredRooms(search, cursor);
    found.push(...page.items.filter(fits));
    cursor = page.next ?? null;
    if (cursor === null || found.length >= SHOWN) break;
  }
  return found;
}

/** Chooses one of the rooms that people made: my own, and those that I look after. */
export function RoomField({ label, hint, room, sharedToo, onChange }: Props) {
  const own = useStore(chatStore, (state) => state.rooms);
  const [text, setText] = useState("");
  const search = useDebounced(text.trim());
  const fits = (candidate: Room) => shareable(candidate) && (sharedToo || candidate.shared_with.length === 0);
  const list = useLoad(`shareable ${search} ${sharedToo}`, () => administered(search, fits));
  const rows = choicesOf(Object.values(own).filter((candidate) => candidate.mine && fits(candidate)), list.value ?? [], text, room, SHOWN);
  return (
    <OneOf
      label={label}
      hint={hint}
      rows={rows}
      keyOf={(candidate) => candidate.id}
      chosen={room?.id ?? null}
      onChoose={onChange}
      show={(candidate) => (
        <>
          <Icon name={roomIcon(candidate.kind)} size={18} />
          <span className="one-of-words">
            <b>{candidate.name}</b>
            <small>{[kindText(candidate.kind), candidate.purpose].filter(Boolean).join(" ・ ")}</small>
          </span>
        </>
      )}
      search={{ label: t.searchRooms, text, onChange: setText }}
    >
      <ListState loading={list.loading} error={list.error} empty={rows.length === 0} retry={list.reload}>
        <p role="status">{t.noRooms}</p>
      </ListState>
    </OneOf>
  );
}
