import { useEffect, useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { useStore } from "../../../platform/store.ts";
import { takeBack } from "../actions.ts";
import { isOpen, type Board } from "../model.ts";
import { ownOf, ownStore, recallOwn, type Own } from "../store.own.ts";
import { t } from "../text.ts";
import { EditDialog } from "./Asked.tsx";
import { excerpt } from "./words.ts";

/** One's own ideas without a name: the server does not know whose they are, this device does. */
export function OwnIdeas({ board }: { board: Board }) {
  const open = isOpen(board, "ideas");
  useEffect(() => void (open && recallOwn(board.id)), [board.id, open]);
  const own = useStore(ownStore, () => ownOf(board.id));
  const [asking, setAsking] = useState<{ kind: "edit" | "back"; idea: Own } | null>(null);
  if (own.length === 0 || !open) return null;
  const done = () => setAsking(null);
  return (
    <section className="idea-own" aria-labelledby="own-ideas">
      <h2 id="own-ideas">{t.ownIdeas}</h2>
      <p className="hint">{t.ownIdeasHint}</p>
      <ul>
        {own.map((idea) => (
          <li key={idea.id} className="idea-item">
            <p className="idea-words">{idea.words}</p>
            <div className="idea-buttons">
              <button type="button" className="link-button" aria-label={`${t.edit}: ${excerpt(idea.words)}`} onClick={() => setAsking({ kind: "edit", idea })}>
                {t.edit}
              </button>
              <button type="button" className="link-button" aria-label={`${t.takeBack}: ${excerpt(idea.words)}`} onClick={() => setAsking({ kind: "back", idea })}>
                {t.takeBack}
              </button>
            </div>
          </li>
        ))}
      </ul>
      {asking?.kind === "edit" && <EditDialog board={board} idea={asking.idea} onClose={done} />}
      {asking?.kind === "back" && <Confirm title={t.takeBackTitle} text={t.takeBackText} confirm={t.takeBack} danger onConfirm={() => void takeBack(board, asking.idea)} onClose={done} />}
    </section>
  );
}
