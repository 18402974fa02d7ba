import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { newId, type Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.search.ts";

/** The searches that I keep: one press looks again, a cross throws away, which can be taken back. */
export function Saved({ q, room, onApply }: { q: string; room: Id | null; onApply: (q: string, room: Id | null) => void }) {
  const saved = useLoad("saved searches", async () => (await api.savedSearches()).items);
  const [naming, setNaming] = useState(false);
  const all = saved.value ?? [];
  const change = async (act: Promise<unknown>, said: string, undo: (() => void) | null = null) => {
    try {
      await act;
      toast(said, "done", undo && { label: chat.undo, run: undo });
    } catch (error) {
      toast(problemText(error), "error");
    }
    saved.reload();
  };
  const keep = ({ id, name, q: words, room: within }: { id: Id; name: string; q: string; room?: Id | null }) => change(api.saveSearch(id, { name, q: words, room: within }), t.savedDone(name));
  const isKept = all.some((one) => one.q === q && (one.room ?? null) === room);
  if (all.length === 0 && q === "") return null;
  return (
    <div className="search-chips" role="group" aria-label={t.saved}>
      {all.map((one) => (
        <span key={one.id} className="search-saved">
          <button type="button" className="button small" aria-pressed={one.q === q && (one.room ?? null) === room} title={one.q} onClick={() => onApply(one.q, one.room ?? null)}>
            {one.name}
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
      {naming && <Naming q={q} onClose={() => setNaming(false)} onName={(name) => void keep({ id: newId(), name, q, room })} />}
    </div>
  );
}

function Naming({ q, onName, onClose }: { q: string; onName: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState(q.slice(0, 60));
  return (
    <Dialog
      title={t.save}
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
