import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { newId, type Id } from "../../../../platform/ids.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.search.ts";
import { asKind, type Kind } from "./Kinds.tsx";
import { load, useSaved, type SavedSearch } from "./saved.ts";

/** The searches that I keep: one press looks again, a cross throws away, which can be taken back. */
export function Saved({ q, room, kind, onApply }: { q: string; room: Id | null; kind: Kind; onApply: (q: string, room: Id | null, kind: Kind) => void }) {
  const me = useMe().person.id;
  const all = useSaved();
  const [naming, setNaming] = useState(false);
  const [renaming, setRenaming] = useState<SavedSearch | null>(null);
  const change = async (act: Promise<unknown>, said: string, undo: (() => void) | null = null) => {
    try {
      await act;
      toast(said, "done", undo && { label: chat.undo, run: undo });
    } catch (error) {
      toast(problemText(error), "error");
    }
    // The line tells the same; without a line it is here all the same.
    await load(me).catch(() => undefined);
  };
  const keep = ({ id, name, q: words, room: within, kind: what }: Omit<SavedSearch, "saved_at">) => change(api.saveSearch(id, { name, q: words, room: within, kind: what }), t.savedDone(name));
  const isNow = (one: SavedSearch) => one.q === q && (one.room ?? null) === room && asKind(one.kind) === kind;
  const isKept = all.some(isNow);
  if (all.length === 0 && q === "") return null;
  return (
    <div className="search-chips" role="group" aria-label={t.saved}>
      {all.map((one) => (
        <span key={one.id} className="search-saved">
          <button type="button" className="button small" aria-pressed={isNow(one)} title={one.q} onClick={() => onApply(one.q, one.room ?? null, asKind(one.kind))}>
            {one.name}
          </button>
          <button type="button" className="icon-button small" aria-haspopup="dialog" aria-label={t.renameSaved(one.name)} onClick={() => setRenaming(one)}>
            <Icon name="edit" size={16} />
          </button>
          <button type="button" className="icon-button small" aria-label={t.forgetSaved(one.name)} onClick={() => void change(api.forgetSearch(one.id), t.forgottenSaved(one.name), () => void keep(one))}>
            <Icon name="close" size={16} />
          </button>
        </span>
      ))}
      {q !== "" && !isKept && (
        <button type="button" className="button small" onClick={() => setNaming(true)}>
          <Icon name="plus" size={16} />
          {t.save}
        </button>
      )}
      {naming && <Naming title={t.save} first={q} onClose={() => setNaming(false)} onName={(name) => void keep({ id: newId(), name, q, room, kind: kind === "all" ? null : kind })} />}
      {renaming && <Naming title={t.rename} first={renaming.name} onClose={() => setRenaming(null)} onName={(name) => void keep({ ...renaming, name })} />}
    </div>
  );
}

function Naming({ title, first, onName, onClose }: { title: string; first: string; onName: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState(first.slice(0, 60));
  return (
    <Dialog
      title={title}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form="name-search" className="button primary" disabled={name.trim() === ""}>
          {chat.save}
        </button>
      }
    >
      <form
        id="name-search"
        onSubmit={(event) => {
          event.preventDefault();
          onName(name.trim());
          onClose();
        }}
      >
        <TextField label={t.savedName} maxLength={60} required value={name} onChange={(event) => setName(event.target.value)} />
      </form>
    </Dialog>
  );
}
