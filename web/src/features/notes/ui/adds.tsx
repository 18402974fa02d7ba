import type { Adding } from "../../../platform/cards.ts";
import { navigate } from "../../../platform/router.ts";
import { t } from "../text.ts";
import { NewNote } from "./NewNote.tsx";

/** What of notes can be put into a room. */
export const adds = (): Adding[] => [
  { label: t.title, icon: "note", dialog: ({ room, onClose }) => <NewNote room={room} onClose={onClose} onMade={(note) => navigate(`/rooms/${room}/notes/${note.id}`)} /> },
];
