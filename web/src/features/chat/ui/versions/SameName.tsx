import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import * as api from "../../api.files.ts";
import { chatStore } from "../../store.ts";
import type { Bringing } from "../../store.files.ts";
import { t } from "../../text.versions.ts";
import { sayOf } from "../files/bring.ts";
import { namesake } from "./place.ts";
import "./versions.css";

/** A thread stands in the room of its first message. */
const roomOf = (stream: Id) => chatStore.get().messages[stream]?.room_id ?? stream;

/** Whether a file that is being brought renews one of the room: said by who chose it so, or asked when there is one of its name. */
export function SameName({ stream, file }: { stream: Id; file: Bringing }) {
  // What goes into an album is a version of nothing, and its stream is no room.
  if (stream.startsWith("album ")) return null;
  const { id, name, of } = file;
  if (of) return <Renewing stream={stream} id={id} name={name} of={of.name} />;
  return of === undefined ? <Ask stream={stream} id={id} name={name} /> : null;
}

function Renewing({ stream, id, name, of }: { stream: Id; id: Id; name: string; of: string }) {
  return (
    <span className="same-name">
      {t.willBe(of)}
      <button type="button" className="link-button" aria-label={t.apartOf(name)} onClick={() => sayOf(stream, id, null)}>
        {t.apart}
      </button>
    </span>
  );
}

function Ask({ stream, id, name }: { stream: Id; id: Id; name: string }) {
  const room = roomOf(stream);
  const { value: known } = useLoad(`namesake ${room} ${name}`, async () => {
    const found = await api.roomFiles(room, { kind: "", group: "", author: "", name, sort: "newest" }, null);
    return namesake(found.items.map((item) => item.file), name, id);
  });
  const of = known?.id;
  if (!known || !of) return null;
  return (
    <span className="same-name" role="status">
      {t.sameName}
      <button type="button" className="link-button" aria-label={t.asVersionOf(name)} onClick={() => sayOf(stream, id, { id: of, name: known.name })}>
        {t.asVersion}
      </button>
      <button type="button" className="link-button" aria-label={t.apartOf(name)} onClick={() => sayOf(stream, id, null)}>
        {t.apart}
      </button>
    </span>
  );
}
