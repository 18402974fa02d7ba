import { Icon } from "../../../../design/Icon.tsx";
import { address } from "../../../../platform/place.ts";
import type { FileReference } from "../../model.ts";
import { drawnSize, sizeOf } from "./size.ts";

/** A file as messages carry it; before it is sent, there is no more of it than its name. */
type Shown = Pick<FileReference, "name"> & Partial<FileReference>;

interface Props {
  files: readonly Shown[];
  /** The door below which their bytes are given out; nothing where there is none yet. */
  below?: string;
  /** Pictures are fetched without being asked for. */
  unasked?: boolean;
  tab?: number | undefined;
}

/** What a message carries: pictures as pictures, everything else by name and size. */
export function Attached({ files, below, unasked = true, tab }: Props) {
  return (
    <ul className="message-files">
      {files.map((file, index) => (
        <li key={file.id ?? index}>{file.id && below ? <Door file={file} path={`${below}/files/${file.id}`} drawn={unasked} tab={tab} /> : [file.name, file.note].filter(Boolean).join(" — ")}</li>
      ))}
    </ul>
  );
}

function Door({ file, path, drawn, tab }: { file: Shown; path: string; drawn: boolean; tab?: number | undefined }) {
  const at = address(`/api${path}`);
  const { name, size, kind, width, height } = file;
  if (drawn && kind === "picture" && width && height)
    return (
      <a className="file-picture" href={at} target="_blank" rel="noreferrer" tabIndex={tab} title={name}>
        <img src={`${at}/thumbnail`} alt={name} {...drawnSize(width, height)} loading="lazy" decoding="async" />
      </a>
    );
  return (
    <a className="file-chip" href={`${at}?save=true`} download={name} tabIndex={tab}>
      <Icon name="file" size={18} />
      <span>{name}</span>
      {size !== null && size !== undefined && <small>{sizeOf(size)}</small>}
    </a>
  );
}
