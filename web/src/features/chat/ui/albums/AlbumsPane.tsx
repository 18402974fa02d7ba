import { useRef, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { Pane } from "../../../../design/Pane.tsx";
import { shortText } from "../../../../platform/dates.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { usePerson } from "../../../../platform/people.ts";
import { address } from "../../../../platform/place.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import type { Album } from "../../api.albums.ts";
import { mayPost } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.albums.ts";
import { t as files } from "../../text.files.ts";
import { t as chat } from "../../text.ts";
import { make } from "./acting.ts";
import { AlbumPane } from "./AlbumPane.tsx";
import { FolderTabs } from "./FolderTabs.tsx";
import { NameDialog } from "./NameDialog.tsx";
import { useAlbums } from "./useAlbums.ts";
import "./albums.css";

/** The albums of a room, or one of them. */
export default function AlbumsPane({ room, album }: { room: Id; album: Id | null }) {
  return album ? <AlbumPane key={album} room={room} id={album} /> : <List room={room} />;
}

function List({ room: id }: { room: Id }) {
  const { leave } = useMe();
  const room = useStore(chatStore, (state) => state.rooms[id] ?? null);
  const list = useAlbums(id);
  const [making, setMaking] = useState(false);
  const proposed = useRef(newId());
  const writes = room !== null && Boolean(room.mine) && mayPost(room, leave);
  const onMake = async (name: string) => {
    const album = await make(id, proposed.current, name);
    if (!album) return false;
    navigate(`/rooms/${id}/albums/${album.id}`);
    return true;
  };
  return (
    <Pane labelledBy="albums-title" close={`/rooms/${id}`}>
      <header className="pane-head">
        <div className="room-heading">
          <h2 id="albums-title">{files.roomFiles}</h2>
        </div>
        <Link className="icon-button" aria-label={chat.closePane} href={`/rooms/${id}`}>
          <Icon name="close" />
        </Link>
      </header>
      <FolderTabs room={id} tab="albums" />
      <div className="pane-body">
        {writes && (
          <button type="button" className="button" onClick={() => setMaking(true)}>
            <Icon name="plus" size={18} />
            {t.newAlbum}
          </button>
        )}
        {(room?.shared_with.length ?? 0) > 0 && <p className="hint">{t.ownSide}</p>}
        {list.kept && <p className="hint">{t.offline}</p>}
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="file" title={t.none}>
            <p>{writes ? t.noneHint : t.noneRead}</p>
          </Empty>
        </ListState>
        <ul className="albums">
          {list.items.map((album) => (
            <Item key={album.id} album={album} />
          ))}
        </ul>
        <MoreButton more={list.more} />
      </div>
      {making && <NameDialog title={t.newAlbum} label={t.name} hint={t.nameHint} field="name" before="" confirm={t.make} act={onMake} onClose={() => setMaking(false)} />}
    </Pane>
  );
}

function Item({ album }: { album: Album }) {
  const maker = usePerson(album.made_by);
  return (
    <li>
      <Link href={`/rooms/${album.room_id}/albums/${album.id}`}>
        <span className="album-cover">{album.cover_id ? <img src={address(`/api/rooms/${album.room_id}/files/${album.cover_id}/thumbnail`)} alt="" loading="lazy" decoding="async" /> : <Icon name="file" size={28} />}</span>
        <span>
          <b>{album.name}</b>
          <small>{t.count(album.pictures)}</small>
          <small>{t.madeBy(maker?.name ?? "…", shortText(album.made_at))}</small>
        </span>
      </Link>
    </li>
  );
}
