import type { AtProps } from "../../../platform/cards.ts";
import { navigate } from "../../../platform/router.ts";
import { CallMeeting } from "./CallMeeting.tsx";

// When offices are open. Whoever calls it says otherwise.
const MORNING = "09:00";

/** Calls a meeting for a date that people have agreed upon. */
export function CallAt({ room, title, day, from, onClose }: AtProps) {
  return <CallMeeting room={room} about={{ title, startsAt: `${day}T${from ?? MORNING}` }} onClose={onClose} onMade={(meeting) => navigate(`/rooms/${room}/meetings/${meeting.id}`)} />;
}
