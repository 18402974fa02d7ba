import { Dialog } from "../../../design/Dialog.tsx";
import { ListState, Loading } from "../../../design/ListState.tsx";
import { shortText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { Comparison } from "./Comparison.tsx";
import { ReadPage } from "./ReadPage.tsx";

/** What somebody looks at: the page as of a version, or what differs between two. */
export type Look = { kind: "then"; seq: number } | { kind: "between"; from: number; to: number };

export function LookDialog({ id, look, title, onClose }: { id: Id; look: Look; title: string; onClose: () => void }) {
  return (
    <Dialog title={title} width="wide" onClose={onClose}>
      {look.kind === "then" ? <Then id={id} seq={look.seq} /> : <Between id={id} from={look.from} to={look.to} />}
    </Dialog>
  );
}

function Then({ id, seq }: { id: Id; seq: number }) {
  const { value, loading, error, reload } = useLoad(`${id} ${seq}`, () => api.page(id, seq));
  if (!value) return loading ? <Loading /> : <ListState loading={false} error={error} empty retry={reload}>{null}</ListState>;
  return <ReadPage doc={value.doc} note={id} />;
}

/** What differs between two versions of a note. */
export function Between({ id, from, to }: { id: Id; from: number; to: number }) {
  const { value, loading, error, reload } = useLoad(`${id} ${from} ${to}`, () => api.compare(id, from, to));
  if (!value) return loading ? <Loading /> : <ListState loading={false} error={error} empty retry={reload}>{null}</ListState>;
  return <Comparison lines={value} />;
}

/** Who has seen a note, and whether they have seen what it says now. */
export function ReadersDialog({ id, seq, onClose }: { id: Id; seq: number; onClose: () => void }) {
  const { value, loading, error, reload } = useLoad(id, () => api.readers(id));
  return (
    <Dialog title={t.readersOf} width="small" onClose={onClose}>
      <ListState loading={loading} error={error} empty={!value?.length} retry={reload}>
        <p>{t.noReaders}</p>
      </ListState>
      <ul className="note-readers">
        {(value ?? []).map((reader) => (
          <li key={reader.person.id}>
            <strong>{reader.person.name}</strong>
            <small>
              {shortText(reader.at)} ・ {reader.seq >= seq ? t.upToDate : t.behind}
            </small>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
