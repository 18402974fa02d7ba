import type { Room } from "../../model.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.shares.ts";
import "./shares.css";

/** Says before somebody comes into a shared room that the other side learns their name. */
export default function NamesCross({ room }: { room: Room }) {
  return <p className="names-cross">{t.namesCross(room.shared_with.map(({ name }) => name).join(chat.comma))}</p>;
}
