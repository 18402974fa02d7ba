import type { Adding } from "../../../platform/cards.ts";
import { navigate } from "../../../platform/router.ts";
import { t } from "../text.ts";
import { CallAt } from "./CallAt.tsx";
import { CallMeeting } from "./CallMeeting.tsx";

/** What of meetings can be put into a room. */
export const adds = (): Adding[] => [
  { label: t.title, icon: "list", dialog: ({ room, onClose }) => <CallMeeting room={room} onClose={onClose} onMade={(meeting) => navigate(`/rooms/${room}/meetings/${meeting.id}`)} />, at: (where) => <CallAt {...where} /> },
];
