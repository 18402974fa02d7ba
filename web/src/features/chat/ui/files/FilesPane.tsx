import { lazy, Suspense, useState } from "react";
import { SelectField, TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { Pane } from "../../../../design/Pane.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { useDebounced, usePages } from "../../../../platform/load.ts";
import { query } from "../../../../platform/http.ts";
import { meet, usePerson } from "../../../../platform/people.ts";
import { Link, useQuery } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { withWords } from "../../../../platform/texts.ts";
import * as api from "../../api.files.ts";
import { mayPost } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t as paper } from "../../text.paper.ts";
import { t as albums } from "../../text.albums.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.files.ts";
import { FolderTabs } from "../albums/FolderTabs.tsx";
import { NewVersionButton } from "../versions/NewVersionButton.tsx";
import { Attached } from "./Attached.tsx";

const ChosenBar = lazy(() => withWords(import("../albums/ChosenBar.tsx")));

const KINDS = ["picture", "video", "audio", "pdf", "document", "text", "archive", "other"] as const;

const SORTS = ["newest", "name", "largest"] as const;

/** The files of a room, in an order of one's choice, found by name, kind and person. */
export function FilesPane({ room: id }: { room: string }) {
  const [kind, setKind] = useState("");
  const [text, setText] = useState("");
  const [sort, setSort] = useState<(typeof SORTS)[number]>("newest");
  const [author, setAuthor] = useState("");
  const person = usePerson(author);
  const name = useDebounced(text.trim());
  const show = useQuery("show");
  const group = show === "pictures" || show === "documents" ? show : "";
  const goal = useQuery("album");
  const { leave } = useMe();
  const room = useStore(chatStore, (state) => state.rooms[id] ?? null);
  const mayChoose = group === "pictures" && room !== null && Boolean(room.mine) && mayPost(room, leave);
  const [picked, setPicked] = useState<readonly string[] | null>(goal ? [] : null);
  const chosen = mayChoose ? picked : null;
  const toggle = (file: string) => setPicked((now) => (now?.includes(file) ? now.filter((one) => one !== file) : [...(now ?? []), file]));
  // What comes or is taken back meanwhile shows.
  const news = useStore(chatStore, (state) => `${state.rooms[id]?.last_seq} ${state.rooms[id]?.tick}`);
  const page = async (cursor: string | null) => {
    const found = await api.roomFiles(id, { kind: group ? "" : kind, group, name, author, sort }, cursor);
    meet(found.people);
    return found;
  };
  const list = usePages(`files ${id} ${group} ${kind} ${name} ${author} ${sort}`, page, news);
  const narrowed = kind !== "" || group !== "" || name !== "" || author !== "";
  return (
    <Pane labelledBy="files-title" close={`/rooms/${id}`}>
      <header className="pane-head">
        <div className="room-heading">
          <h2 id="files-title">{t.roomFiles}</h2>
        </div>
        <Link className="icon-button" aria-label={paper.printList} title={paper.printList} href={`/print/lists/files${query({ room: id, kind: group ? "" : kind, group, name, author, sort })}`}>
          <Icon name="print" />
        </Link>
        <Link className="icon-button" aria-label={chat.closePane} href={`/rooms/${id}`}>
          <Icon name="close" />
        </Link>
      </header>
      <FolderTabs room={id} tab={group || "all"} />
      <div className="files-tools">
        <TextField label={t.name} type="search" value={text} onChange={(event) => setText(event.target.value)} />
        {!group && (
          <SelectField label={t.kind} value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t.allKinds}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {t[one]}
              </option>
            ))}
          </SelectField>
        )}
        <SelectField label={t.sort} value={sort} onChange={(event) => setSort(SORTS.find((one) => one === event.target.value) ?? "newest")}>
          {SORTS.map((one) => (
            <option key={one} value={one}>
              {t[one === "name" ? "byName" : one]}
            </option>
          ))}
        </SelectField>
        {author !== "" && (
          <button type="button" className="button" onClick={() => setAuthor("")}>
            {t.onlyOf(person?.name ?? "…")}
            <Icon name="close" size={16} />
          </button>
        )}
      </div>
      {mayChoose && (
        <div className="files-choosing">
          {chosen === null ? (
            <button type="button" className="button" onClick={() => setPicked([])}>
              {albums.choose}
            </button>
          ) : (
            <Suspense>
              <ChosenBar room={id} album={goal} files={chosen} onDone={() => setPicked(null)} />
            </Suspense>
          )}
        </div>
      )}
      <div className="pane-body">
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="file" title={narrowed ? t.noneFound : t.none}>
            <p>{narrowed ? t.noneFoundHint : t.noneHint}</p>
          </Empty>
        </ListState>
        <ul className="files-list">
          {list.items.map((item) => (
            <Item key={item.file.id} room={id} item={item} all={list.items} choose={author === "" ? setAuthor : null} chosen={chosen} toggle={toggle} />
          ))}
        </ul>
        <MoreButton more={list.more} />
      </div>
    </Pane>
  );
}

interface ItemProps {
  room: string;
  item: api.RoomFile;
  all: readonly api.RoomFile[];
  /** Narrows the list to a person's files, when it is not yet. */
  choose: ((person: string) => void) | null;
  /** Those that are chosen for an album, while some are being chosen. */
  chosen: readonly string[] | null;
  toggle: (file: string) => void;
}

function Item({ room, item, all, choose, chosen, toggle }: ItemProps) {
  const author = usePerson(item.author_id);
  const below = item.thread_id ? `/rooms/${room}/threads/${item.thread_id}` : `/rooms/${room}`;
  return (
    <li>
      {chosen && (
        <label className="file-choose">
          <input type="checkbox" aria-label={albums.chooseThis(item.file.name)} checked={chosen.includes(item.file.id ?? "")} onChange={() => toggle(item.file.id ?? "")} />
        </label>
      )}
      <Attached files={[item.file]} among={all.map(({ file, author_id: author, sent_at: at }) => ({ ...file, said: { author, at } }))} below={`/rooms/${room}`} />
      <p>
        {choose ? (
          <button type="button" className="link-button" aria-label={t.chooseOnly(author?.name ?? "…")} title={t.chooseOnly(author?.name ?? "…")} onClick={() => choose(item.author_id)}>
            {author?.name ?? "…"}
          </button>
        ) : (
          <span>{author?.name ?? "…"}</span>
        )}{" "}
        <time dateTime={item.sent_at}>{momentText(item.sent_at)}</time>{" "}
        <Link href={`${below}?at=${item.seq}`} aria-label={t.messageOf(item.file.name)}>
          {t.toMessage}
        </Link>{" "}
        <NewVersionButton room={room} file={item.file} />
      </p>
    </li>
  );
}
