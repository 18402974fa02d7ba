import { lazy, Suspense, type MouseEvent } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { address } from "../../../../platform/place.ts";
import { useStore } from "../../../../platform/store.ts";
import { withWords } from "../../../../platform/texts.ts";
import type { FileReference } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { decidedOf, isBarred } from "../downloads/barred.ts";
import { drawnSize, sizeOf } from "./size.ts";
import type { Looked, Said } from "./preview/kinds.ts";

/** A file as messages carry it; before it is sent, there is no more of it than its name. */
type Shown = Pick<FileReference, "name"> & Partial<FileReference> & { said?: Said };

const VersionMark = lazy(() => withWords(import("../versions/VersionMark.tsx")));

interface Props {
  files: readonly Shown[];
  /** The door below which their bytes are given out; nothing where there is none yet. */
  below?: string;
  /** Pictures are fetched without being asked for. */
  unasked?: boolean;
  /** Among which files one is looked at, when these are not all of them. */
  among?: readonly Shown[];
  /** Who said what they came with, and when. */
  said?: Said;
  tab?: number | undefined;
  /** Which version each is, is said beside it. */
  marked?: boolean;
}

/** The room below which files are given out; nothing where that is another door. */
const roomOf = (below: string | undefined) => /^\/rooms\/(\w+)$/.exec(below ?? "")?.[1] ?? null;

const addressOf = (file: Shown, below: string) => address(`/api${below}/files/${file.id}`);

let opening = false;

/** Opens the viewer, once for however many presses. */
function show(all: readonly Looked[], first: number, at: string): void {
  if (opening) return;
  opening = true;
  void withWords(import("./viewer.tsx"))
    // Offline, or after the program was renewed, there is none to be had: the browser shows it in its own way.
    .then(({ view }) => view(all, first), () => void open(at, "_blank", "noopener"))
    .finally(() => (opening = false));
}

/** What a message carries: pictures as pictures, everything else by name and size. Each is looked at over the room. */
export function Attached({ files, below, unasked = true, among = files, said, tab, marked = true }: Props) {
  const room = roomOf(below);
  // What is decided about the room meanwhile shows.
  useStore(chatStore, (state) => decidedOf(state.rooms, room));
  const look = (file: Shown) => {
    const all = among.flatMap((one) => {
      const { id, name, kind, size = null, width = null, height = null, version = null } = one;
      return below && id ? [{ id, at: addressOf(one, below), name, kind, size, width, height, room, version, said: one.said ?? said ?? null }] : [];
    });
    const first = all.findIndex(({ id }) => id === file.id);
    show(all, first, addressOf(file, below ?? ""));
  };
  return (
    <ul className="message-files">
      {files.map((file, index) => (
        <li key={file.id ?? index}>
          {file.id && below ? <Door file={file} at={addressOf(file, below)} look={unasked ? look : null} barred={room !== null && isBarred(room, (file.said ?? said)?.author)} tab={tab} /> : [file.name, file.note].filter(Boolean).join(" — ")}
          {marked && file.version && room && (
            <Suspense>
              <VersionMark room={room} file={file as FileReference} tab={tab} />
            </Suspense>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Whoever asks the browser for another window means the browser's own way to show it. */
const isPlain = (event: MouseEvent) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

function Door({ file, at, look, barred, tab }: { file: Shown; at: string; look: ((file: Shown) => void) | null; barred: boolean; tab?: number | undefined }) {
  const { name, size, kind, width, height } = file;
  // What is only looked at has no address of its own: a button, and no link.
  const Way = barred ? "button" : "a";
  const onClick = (event: MouseEvent) => {
    if (!look || !isPlain(event)) return;
    event.preventDefault();
    look(file);
  };
  if (look && kind === "picture" && width && height) {
    return (
      <Way className="file-picture" {...(barred ? { type: "button" } : { href: at, target: "_blank", rel: "noreferrer" })} tabIndex={tab} title={name} aria-haspopup="dialog" onClick={onClick}>
        <img src={`${at}/thumbnail`} alt={name} {...drawnSize(width, height)} loading="lazy" decoding="async" />
      </Way>
    );
  }
  return (
    <Way className="file-chip" {...(barred ? { type: "button" } : { href: `${at}?save=true`, download: name })} tabIndex={tab} aria-haspopup={look ? "dialog" : undefined} onClick={onClick}>
      <Icon name="file" size={18} />
      <span>{name}</span>
      {size !== null && size !== undefined && <small>{sizeOf(size)}</small>}
    </Way>
  );
}
