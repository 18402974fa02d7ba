import { useId } from "react";
import type { Id } from "../../../platform/ids.ts";
import { viewing, type FileToView } from "../../../platform/viewing.ts";
import { addressOf } from "../api.files.ts";
import { isPicture, sizeOf, type BroadcastFile } from "../model.files.ts";
import { t } from "../text.files.ts";

interface Props {
  broadcast: Id;
  files: readonly BroadcastFile[];
  /** Those that can be looked at; all when absent. What a draft does not have yet cannot. */
  kept?: ReadonlySet<Id>;
}

const toView = (broadcast: Id, { id, name, size, kind, width = null, height = null }: BroadcastFile): FileToView => ({ id, at: addressOf(broadcast, id), name, size, kind, width, height, said: null });

let opening = false;

/** Shows a file over the page, the others beside it. */
function view(broadcast: Id, id: Id, files: readonly BroadcastFile[]): void {
  const first = files.findIndex((file) => file.id === id);
  if (first < 0 || opening) return;
  const inBrowser = () => void open(addressOf(broadcast, id), "_blank", "noopener");
  if (!viewing.view) return inBrowser();
  opening = true;
  const all = files.map((file) => toView(broadcast, file));
  // Offline, or after the program was renewed, there is none to be had: the browser shows it in its own way.
  void viewing.view(all, first).catch(inBrowser).finally(() => (opening = false));
}

/** What goes with a broadcast, to be looked at and saved. */
export function FileList({ broadcast, files, kept }: Props) {
  const id = useId();
  if (files.length === 0) return null;
  const there = kept ? files.filter((file) => kept.has(file.id)) : files;
  return (
    <section className="broadcast-section" aria-labelledby={id}>
      <h2 id={id}>{t.filesOf(files.length)}</h2>
      <ul className="broadcast-files">
        {files.map((file) => (
          <li key={file.id}>
            {isPicture(file) && there.includes(file) && <img src={`${addressOf(broadcast, file.id)}/thumbnail`} alt="" width={56} height={42} loading="lazy" decoding="async" />}
            <b>{file.name}</b>
            <small>
              {t.kindOf(file.kind)} ・ {sizeOf(file.size)}
            </small>
            {there.includes(file) && (
              <span className="broadcast-file-acts">
                <button type="button" className="button small" aria-label={t.openOf(file.name)} aria-haspopup="dialog" onClick={() => view(broadcast, file.id, there)}>
                  {t.open}
                </button>
                <a className="button small" href={`${addressOf(broadcast, file.id)}?save=true`} download={file.name} aria-label={t.keepOf(file.name)}>
                  {t.keep}
                </a>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What goes with a broadcast, by name, on paper. */
export function FileNames({ files }: { files: readonly BroadcastFile[] }) {
  if (files.length === 0) return null;
  return (
    <>
      <h2>{t.filesOf(files.length)}</h2>
      <ol className="broadcast-paper-files">
        {files.map((file) => (
          <li key={file.id}>
            {file.name} ({t.kindOf(file.kind)} ・ {sizeOf(file.size)})
          </li>
        ))}
      </ol>
    </>
  );
}
