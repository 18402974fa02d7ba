import { useMe } from "../../../../platform/session.ts";
import { desksForMe, isToPost, partnerOf, type Room } from "../../model.ts";
import { t } from "../../text.requests.ts";
import { AskButton } from "./AskButton.tsx";
import { useDesks } from "./desks.ts";
import "./requests.css";

/** Stands where one would write to somebody whom only some can reach. */
export default function BarredNotice({ room, title }: { room: Room; title: string }) {
  const me = useMe();
  const desks = desksForMe(useDesks());
  return (
    <div className="room-archived barred">
      <p>{isToPost(room) ? t.barredPost : partnerOf(room, me.person.id) ? t.barredOne(title) : t.barredSome}</p>
      {desks.length > 0 && <AskButton desks={desks} className="button small" />}
    </div>
  );
}
