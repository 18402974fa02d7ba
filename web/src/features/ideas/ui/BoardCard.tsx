import { useEffect, useRef, useState, type PointerEvent } from "react";
import { Failed } from "../../../design/ListState.tsx";
import type { CardProps } from "../../../platform/cards.ts";
import { Link } from "../../../platform/router.ts";
import { t } from "../text.ts";
import { watch } from "../actions.ts";
import type { One } from "../sync.ts";
import { useBoard } from "./useBoard.ts";
import { WriteBox } from "./WriteBox.tsx";
import { ideasText, untold, votesText } from "./words.ts";
import "./ideas.css";

/** A finger that stays on a field means the field, and not the message around it. */
const keepsToItself = (event: PointerEvent) => {
  if ((event.target as Element).closest("input, textarea, label")) event.stopPropagation();
};

/** A theme in the talk: ideas are written where it stands. */
export default function BoardCard({ id, room, tab }: CardProps) {
  const { one, gone, error, again } = useBoard(id, "cards");
  if (gone) return <p className="idea-gone">{t.gone}</p>;
  if (!one) return error ? <Failed error={error} retry={again} /> : <div className="idea-board-card" aria-busy />;
  return <Shown one={one} room={room} tab={tab} />;
}

function Shown({ one: { board, ideas }, room, tab }: { one: One; room: string; tab: -1 | undefined }) {
  const [writing, setWriting] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (writing) box.current?.querySelector("textarea")?.focus();
  }, [writing]);
  // Whoever writes is shown what is like it.
  useEffect(() => (writing ? watch(board.id, "whole", () => undefined) : undefined), [writing, board.id]);
  const votes = votesText(board);
  const hidden = untold(board);
  return (
    <section className="idea-board-card" aria-label={`${t.ideas}: ${board.theme}`} data-closed={board.ideas_closed_at ? true : undefined} onPointerDown={keepsToItself}>
      <header className="idea-head">
        <span className="tag">{t.ideas}</span>
        {board.anonymous && <span className="tag">{t.anonymous}</span>}
        <span className="idea-until">
          {ideasText(board)}
          {votes && ` ・ ${votes}`}
        </span>
      </header>
      <p className="idea-theme">{board.theme}</p>
      {board.explanation && <p className="idea-explanation">{board.explanation}</p>}
      {hidden && <p className="hint">{hidden}</p>}
      {writing && board.may_write && (
        <div ref={box}>
          <WriteBox board={board} ideas={Object.values(ideas ?? {})} tab={tab} onDone={() => setWriting(false)} />
        </div>
      )}
      <footer className="idea-foot">
        {typeof board.ideas === "number" && <span>{t.count(board.ideas)}</span>}
        {board.votes_each > 0 && typeof board.votes === "number" && <span>{t.votesCount(board.votes)}</span>}
        {board.may_write && !writing && (
          <button type="button" className="button small primary" tabIndex={tab} onClick={() => setWriting(true)}>
            {t.writeIdea}
          </button>
        )}
        <Link className="button small" tabIndex={tab} href={`/rooms/${room}/ideas/${board.id}`}>
          {t.openBoard}
        </Link>
      </footer>
    </section>
  );
}
