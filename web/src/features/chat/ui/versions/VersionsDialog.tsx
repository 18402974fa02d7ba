import { Dialog } from "../../../../design/Dialog.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { meet, usePerson } from "../../../../platform/people.ts";
import { address } from "../../../../platform/place.ts";
import { Link } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.files.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.versions.ts";
import { useBarred } from "../downloads/asked.ts";
import { Attached } from "../files/Attached.tsx";
import { placeOf } from "./place.ts";
import "./versions.css";

interface Props {
  room: Id;
  file: Id;
  name: string;
  onClose: () => void;
}

/** All versions of a file, the newest first: whose they are, since when, and how each is had. */
export default function VersionsDialog({ room, file, name, onClose }: Props) {
  const news = useStore(chatStore, (state) => state.rooms[room]?.last_seq);
  const { value, error, loading, reload } = useLoad(`versions ${room} ${file} ${news}`, async () => {
    const found = await api.versions(room, file);
    meet(found.people);
    return found.items;
  });
  const items = value ?? [];
  return (
    <Dialog title={t.versionsOf(name)} onClose={onClose}>
      <ListState loading={loading && value === null} error={error} empty={items.length === 0} retry={reload}>
        <p>{t.newestGone}</p>
      </ListState>
      <ol className="versions-list" reversed>
        {items.map((item) => (
          <Version key={item.file.id} room={room} item={item} all={items} onClose={onClose} />
        ))}
      </ol>
    </Dialog>
  );
}

function Version({ room, item, all, onClose }: { room: Id; item: api.RoomFile; all: readonly api.RoomFile[]; onClose: () => void }) {
  const { file, author_id: author, sent_at: at } = item;
  const by = usePerson(author);
  const number = file.version?.number ?? 1;
  const below = `/rooms/${room}`;
  const door = address(`/api${below}/files/${file.id}`);
  // A version may have come over from another organisation, which has its say.
  const barred = useBarred({ at: door, room, said: { author, at } });
  return (
    <li value={number}>
      <b>{t.version(number)}</b> {!file.version?.newest && <small>{t.newest}</small>}
      <Attached files={[file]} among={all.map((one) => ({ ...one.file, said: { author: one.author_id, at: one.sent_at } }))} said={{ author, at }} below={below} marked={false} />
      <p>
        <span>{by?.name ?? "…"}</span>
        <time dateTime={at}>{momentText(at)}</time>
        <Link href={placeOf(room, item)} aria-label={t.messageOf(number)} onClick={onClose}>
          {t.toMessage}
        </Link>
        {barred === false && (
          <a href={`${door}?save=true`} download={file.name} aria-label={t.saveOf(number)}>
            {t.save}
          </a>
        )}
      </p>
    </li>
  );
}
