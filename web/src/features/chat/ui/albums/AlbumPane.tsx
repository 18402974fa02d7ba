import { useRef, useState, type DragEvent } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, Failed, Loading, MoreButton } from "../../../../design/ListState.tsx";
import { MenuButton, type MenuItem } from "../../../../design/Menu.tsx";
import { Pane } from "../../../../design/Pane.tsx";
import { momentText, shortText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { allPages } from "../../../../platform/load.ts";
import { meet, usePerson } from "../../../../platform/people.ts";
import { address } from "../../../../platform/place.ts";
import { tell } from "../../../../platform/refusals.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { withWords } from "../../../../platform/texts.ts";
import * as api from "../../api.albums.ts";
import { mayPost } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { bringingStore } from "../../store.files.ts";
import { behind, inOrder } from "../../sync.albums.ts";
import { t } from "../../text.albums.ts";
import { t as chat } from "../../text.ts";
import { Bringing } from "../files/Bringing.tsx";
import { caption, makeCover, order, place, remove, rename, takeOut } from "./acting.ts";
import { FolderTabs } from "./FolderTabs.tsx";
import { NameDialog } from "./NameDialog.tsx";
import { isBarred } from "../downloads/barred.ts";
import { onTheWay, putInto } from "./putting.ts";
import { usePictures } from "./useAlbums.ts";
import "./albums.css";

const PAGE_FOR_ALL = 200;

const doorOf = (room: Id, picture: api.AlbumPicture) => address(`/api/rooms/${room}/files/${picture.file.id}`);
const idOf = (picture: api.AlbumPicture): Id => picture.file.id ?? "";
/** What a picture is called: by its caption, or else by its file. */
const nameOf = (picture: api.AlbumPicture) => picture.caption || picture.file.name;

/** Shows the pictures of an album one after another, also those that the list has not reached. */
async function look(room: Id, album: api.Album, shown: readonly api.AlbumPicture[], whole: boolean, first: Id): Promise<void> {
  let all = shown;
  if (!whole) {
    const found: api.AlbumPicture[] = [];
    try {
      for await (const items of allPages((cursor) => api.picturesOf(album.id, cursor, PAGE_FOR_ALL).then((page) => (meet(page.people), page)))) found.push(...items);
      all = inOrder(album.sort, found);
    } catch {
      // Without the line those are looked at that are here.
    }
  }
  const { view } = await withWords(import("../files/viewer.tsx"));
  const looked = all.map((picture) => ({
    id: idOf(picture),
    at: doorOf(room, picture),
    name: picture.file.name,
    size: picture.file.size ?? null,
    kind: picture.file.kind,
    width: picture.file.width ?? null,
    height: picture.file.height ?? null,
    said: { author: picture.author_id, at: picture.sent_at },
    caption: picture.caption,
    room,
    version: null,
  }));
  view(looked, Math.max(0, looked.findIndex(({ id }) => id === first)));
}

/** One album: its pictures small, in order, and all that is done with them. */
export function AlbumPane({ room: roomId, id }: { room: Id; id: Id }) {
  const me = useMe();
  const room = useStore(chatStore, (state) => state.rooms[roomId] ?? null);
  const list = usePictures(roomId, id);
  const coming = useStore(bringingStore, (all) => all);
  const [asking, setAsking] = useState<"name" | api.AlbumPicture | null>(null);
  const [arranging, setArranging] = useState(false);
  const [dragged, setDragged] = useState<Id | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const { album, items } = list;
  const maker = usePerson(album?.made_by ?? null);
  const writes = room !== null && Boolean(room.mine) && mayPost(room, me.leave);
  const removes = writes && album !== null && (album.made_by === me.person.id || room.mine?.role === "owner");
  const gone = album?.removed === true;
  const ids = items.map(idOf);

  const move = (file: Id, after: Id | null) => {
    const others = ids.filter((one) => one !== file);
    const picture = items.find((one) => idOf(one) === file);
    if (picture) void place(id, file, after, nameOf(picture), after === null ? 1 : others.indexOf(after) + 2);
  };
  const onStep = (file: Id, step: -1 | 1) => {
    const after = behind(ids, file, step);
    if (after !== undefined) move(file, after);
  };
  const onDrop = (target: Id) => {
    setDragged(null);
    if (!dragged || dragged === target) return;
    const forth = ids.indexOf(dragged) < ids.indexOf(target);
    // Dropped on one further on it comes behind that, dropped on one before it takes its place.
    move(dragged, forth ? target : (ids.filter((one) => one !== dragged)[ids.indexOf(target) - 1] ?? null));
  };
  const take = (element: HTMLInputElement) => {
    void putInto(roomId, id, [...(element.files ?? [])]).catch(tell);
    element.value = "";
  };

  const menu: (MenuItem | false)[] = [
    writes && { label: t.rename, icon: "edit", run: () => setAsking("name") },
    writes && items.length > 1 && { label: arranging ? t.arranged : t.arrange, icon: "move", run: () => setArranging(!arranging) },
    writes && album !== null && { label: album.sort === "hand" ? t.byTime : t.byHand, icon: "clock", run: () => void order(id, album.sort === "hand" ? "time" : "hand") },
    !isBarred(roomId, null) && { label: t.print, icon: "print", run: () => navigate(`/print/rooms/${roomId}/albums/${id}`) },
    removes && { label: t.remove, icon: "trash", danger: true, run: () => album && void remove(album) },
  ];
  return (
    <Pane labelledBy="album-title" close={`/rooms/${roomId}/albums`}>
      <header className="pane-head">
        <Link className="icon-button" aria-label={t.back} title={t.back} href={`/rooms/${roomId}/albums`}>
          <Icon name="back" />
        </Link>
        <div className="room-heading">
          <h2 id="album-title">{album?.name ?? t.albums}</h2>
          {album && (
            <p>
              {t.count(album.pictures)} ・ {t.madeBy(maker?.name ?? "…", shortText(album.made_at))}
            </p>
          )}
        </div>
        {album && !gone && <MenuButton label={t.albumMenu} items={menu.filter((item): item is MenuItem => item !== false)} />}
        <Link className="icon-button" aria-label={chat.closePane} href={`/rooms/${roomId}`}>
          <Icon name="close" />
        </Link>
      </header>
      <FolderTabs room={roomId} tab="albums" />
      <div className="pane-body">
        {writes && album && !gone && (
          <div className="album-tools">
            <button type="button" className="button primary" title={t.addHint} onClick={() => chooser.current?.click()}>
              <Icon name="plus" size={18} />
              {t.add}
            </button>
            <button type="button" className="button touch-only" onClick={() => camera.current?.click()}>
              {t.take}
            </button>
            <Link className="button" href={`/rooms/${roomId}/files?show=pictures&album=${id}`}>
              {t.fromRoom}
            </Link>
            {arranging && (
              <button type="button" className="button" onClick={() => setArranging(false)}>
                {t.arranged}
              </button>
            )}
            <input ref={chooser} type="file" accept="image/*,video/*" multiple hidden data-for="album" onChange={(event) => take(event.currentTarget)} />
            <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={(event) => take(event.currentTarget)} />
          </div>
        )}
        {arranging && <p className="hint">{t.arrangeHint}</p>}
        {list.kept && <p className="hint">{t.offline}</p>}
        {onTheWay(coming, id).map(([key, sent]) => (
          <div key={key} className="album-coming">
            <p className="hint">{t.sending(sent.length)}</p>
            <Bringing stream={key} files={sent} />
          </div>
        ))}
        {Boolean(list.error) && <Failed error={list.error} retry={list.reload} />}
        {!list.error && list.loading && items.length === 0 && <Loading />}
        {!list.error && !list.loading && items.length === 0 && (
          <Empty icon="file" title={t.emptyAlbum}>
            <p>{writes ? t.emptyAlbumHint : t.emptyRead}</p>
          </Empty>
        )}
        {!gone && !list.error && (
          <ol className="album-pictures">
            {items.map((picture, index) => (
              <Tile
                key={idOf(picture)}
                room={roomId}
                picture={picture}
                number={index + 1}
                before={ids[index - 1] ?? null}
                last={items.length}
                album={album}
                writes={writes}
                arranging={arranging && writes}
                dragged={dragged === idOf(picture)}
                onLook={() => album && void look(roomId, album, items, list.more === null, idOf(picture)).catch(tell)}
                onCaption={() => setAsking(picture)}
                onStep={(step) => onStep(idOf(picture), step)}
                onFirst={() => move(idOf(picture), null)}
                onDrag={setDragged}
                onDrop={() => onDrop(idOf(picture))}
              />
            ))}
          </ol>
        )}
        <MoreButton more={list.more} />
      </div>
      {asking === "name" && <NameDialog title={t.rename} label={t.name} hint={t.nameHint} field="name" before={album?.name ?? ""} confirm={t.save} act={(name) => rename(id, name)} onClose={() => setAsking(null)} />}
      {asking !== null && asking !== "name" && (
        <NameDialog title={asking.file.name} label={t.captionLabel} hint={t.captionHint} field="caption" before={asking.caption} confirm={t.save} optional act={(words) => caption(id, idOf(asking), words)} onClose={() => setAsking(null)} />
      )}
    </Pane>
  );
}

interface TileProps {
  room: Id;
  picture: api.AlbumPicture;
  number: number;
  before: Id | null;
  last: number;
  album: api.Album | null;
  writes: boolean;
  arranging: boolean;
  dragged: boolean;
  onLook: () => void;
  onCaption: () => void;
  onStep: (step: -1 | 1) => void;
  onFirst: () => void;
  onDrag: (file: Id | null) => void;
  onDrop: () => void;
}

function Tile({ room, picture, number, before, last, album, writes, arranging, dragged, onLook, onCaption, onStep, onFirst, onDrag, onDrop }: TileProps) {
  const author = usePerson(picture.author_id);
  const { file } = picture;
  const id = idOf(picture);
  const below = picture.thread_id ? `/rooms/${room}/threads/${picture.thread_id}` : `/rooms/${room}`;
  const name = nameOf(picture);
  const cover = album?.cover_chosen === true && album.cover_id === id;
  const items: (MenuItem | false)[] = [
    writes && { label: t.caption, icon: "edit", run: onCaption },
    writes && file.kind === "picture" && !cover && { label: t.cover, icon: "pin", run: () => album && void makeCover(album.id, id) },
    writes && number > 1 && { label: t.first, icon: "up", run: onFirst },
    { label: t.toMessage, icon: "chat", run: () => navigate(`${below}?at=${picture.seq}`) },
    writes && { label: t.takeOut, icon: "close", danger: true, run: () => album && void takeOut(album, picture, before) },
  ];
  const drags = arranging && {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer?.setData("text/plain", file.name);
      onDrag(id);
    },
    onDragEnd: () => onDrag(null),
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      onDrop();
    },
  };
  return (
    <li data-dragged={dragged || undefined} {...drags}>
      <button type="button" className="album-tile" aria-haspopup="dialog" aria-label={t.look(number, name)} onClick={onLook}>
        {file.kind === "picture" ? (
          <img src={`${doorOf(room, picture)}/thumbnail`} alt="" loading="lazy" decoding="async" draggable={false} />
        ) : (
          <span className="album-film">
            <Icon name="right" size={28} />
            {t.film}
          </span>
        )}
      </button>
      <div className="album-words">
        <p>
          <b>{number}</b> {picture.caption || <span className="album-file">{file.name}</span>}
          {cover && <span className="tag">{t.chosenCover}</span>}
        </p>
        <small>
          {author?.name ?? "…"} <time dateTime={picture.sent_at}>{momentText(picture.sent_at)}</time>
        </small>
      </div>
      <div className="album-acts">
        {arranging && (
          <>
            <button type="button" className="icon-button small" aria-label={t.earlier(number, name)} disabled={number === 1} onClick={() => onStep(-1)}>
              ←
            </button>
            <button type="button" className="icon-button small" aria-label={t.later(number, name)} disabled={number === last} onClick={() => onStep(1)}>
              →
            </button>
          </>
        )}
        <MenuButton label={t.pictureMenu(number, file.name)} className="icon-button small" items={items.filter((item): item is MenuItem => item !== false)} />
      </div>
    </li>
  );
}
