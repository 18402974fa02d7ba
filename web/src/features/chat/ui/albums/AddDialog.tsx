import { useRef, useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { ListState, MoreButton } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { Album } from "../../api.albums.ts";
import { t } from "../../text.albums.ts";
import { add, make } from "./acting.ts";
import { useAlbums } from "./useAlbums.ts";
import "./albums.css";

interface Props {
  room: Id;
  files: readonly Id[];
  onClose: () => void;
  onDone?: () => void;
}

/** Asks into which album some files of the room go; it may be a new one. */
export default function AddDialog({ room, files, onClose, onDone }: Props) {
  const list = useAlbums(room);
  const [name, setName] = useState("");
  const proposed = useRef(newId());
  const put = async (album: Album | null) => {
    if (!album) return;
    await add(album, files);
    onDone?.();
    onClose();
  };
  const { error, busy, submit, run } = useSubmit(async () => put(await make(room, proposed.current, name.trim())));
  const faulty = fieldError(error, "name");
  return (
    <Dialog title={t.toAlbum} onClose={onClose}>
      <form className="album-new" onSubmit={submit}>
        <TextField label={t.newAlbum} hint={t.nameHint} value={name} error={faulty} onChange={(event) => setName(event.target.value)} />
        <button type="submit" className="button" disabled={busy || name.trim() === ""}>
          {t.make}
        </button>
      </form>
      {Boolean(error) && !faulty && (
        <p className="field-error" role="alert">
          {problemText(error)}
        </p>
      )}
      <h3 className="sheet-section">{t.chooseAlbum}</h3>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <p className="hint">{t.noneToChoose}</p>
      </ListState>
      <ul className="album-choices">
        {list.items.map((album) => (
          <li key={album.id}>
            <button type="button" className="button" disabled={busy} onClick={() => run(() => put(album))}>
              <span>{album.name}</span>
              <small>{t.count(album.pictures)}</small>
            </button>
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </Dialog>
  );
}
