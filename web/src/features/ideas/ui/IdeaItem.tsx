import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Menu, type MenuItem } from "../../../design/Menu.tsx";
import { anchorOf, type Anchor } from "../../../design/Popover.tsx";
import { cards } from "../../../platform/cards.ts";
import { shortText } from "../../../platform/dates.ts";
import { usePerson } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import { moveTo, unite, vote } from "../actions.ts";
import { isOpen, type Board, type Counted, type Stack } from "../model.ts";
import { t } from "../text.ts";
import { Comments } from "./Comments.tsx";
import { excerpt } from "./words.ts";

/** What is asked about an idea before it is done. */
export type Asking = { kind: "edit" | "back" | "unite" | "judge" | "new_group" | "task"; idea: Counted };

interface Props {
  board: Board;
  stack: Stack;
  /** Those that it may be the same as. */
  alike: readonly Counted[];
  onAsk: (asking: Asking) => void;
}

/** Who wrote an idea, and when; nobody knows it of one without a name. */
export function Author({ idea }: { idea: Pick<Counted, "author_id" | "written_at"> }) {
  const person = usePerson(idea.author_id ?? null);
  if (!idea.author_id) return null;
  return (
    <span className="idea-author">
      {person?.name ?? ""} {idea.written_at ? shortText(idea.written_at) : ""}
    </span>
  );
}

/** An idea on the board, with its votes and what lies under it. */
export function IdeaItem({ board, stack: { idea, under }, alike, onAsk }: Props) {
  const isFor = board.my_votes.includes(idea.id);
  const left = board.votes_each - board.my_votes.length;
  const others = alike.filter((one) => one.merged_into !== idea.id && one.id !== idea.merged_into);
  return (
    <article className="idea-item" data-verdict={idea.verdict} aria-label={excerpt(idea.words)} data-idea={idea.id} tabIndex={-1}>
      <p className="idea-words">{idea.words}</p>
      {idea.verdict !== "open" && (
        <p className="idea-verdict">
          <b>{t[idea.verdict]}</b> {idea.reason}
        </p>
      )}
      <footer className="idea-foot">
        {board.votes_each > 0 && (
          <button type="button" className="idea-vote" aria-pressed={isFor} aria-label={`${t.vote(excerpt(idea.words))} ${t.votes(idea.votes)}`} disabled={!board.may_vote || (!isFor && left <= 0)} onClick={() => void vote(board, idea.id, !isFor)}>
            <span aria-hidden="true">▲</span> {idea.votes}
          </button>
        )}
        <Author idea={idea} />
        {board.may_sort && others.length > 0 && (
          <button type="button" className="link-button" onClick={() => onAsk({ kind: "unite", idea })}>
            {t.maybeSame(others.length)}
          </button>
        )}
        <Actions board={board} idea={idea} onAsk={onAsk} />
      </footer>
      <Comments board={board} idea={idea} />
      {under.length > 0 && (
        <details className="idea-under" open={under.length <= 3}>
          <summary>{t.underHere(under.length)}</summary>
          <ul>
            {under.map((one) => (
              <li key={one.id}>
                <p className="idea-words">{one.words}</p>
                <footer className="idea-foot">
                  <Author idea={one} />
                  <Actions board={board} idea={one} onAsk={onAsk} />
                </footer>
                <Comments board={board} idea={one} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

function Actions({ board, idea, onAsk }: { board: Board; idea: Counted; onAsk: (asking: Asking) => void }) {
  const me = useMe();
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const own = idea.author_id === me.person.id && isOpen(board, "ideas");
  const head = !idea.merged_into;
  const sorts = board.may_sort;
  const moves: (MenuItem | false)[] = [
    head && Boolean(idea.group_id) && { label: t.moveTo(t.unsorted), icon: "move", run: () => void moveTo(board, idea, null) },
    ...board.groups.map((group): MenuItem | false => head && group.id !== idea.group_id && { label: t.moveTo(group.name), icon: "move", run: () => void moveTo(board, idea, group) }),
    head && { label: t.moveToNew, icon: "plus", run: () => onAsk({ kind: "new_group", idea }) },
    head && { label: t.unite, icon: "link", run: () => onAsk({ kind: "unite", idea }) },
    !head && { label: t.part, icon: "link", run: () => void unite(board, idea, null) },
    { label: t.judge, icon: "check", run: () => onAsk({ kind: "judge", idea }) },
  ];
  const items: (MenuItem | false)[] = [
    ...(sorts ? moves : []),
    Boolean(cards["task"]?.From) && sorts && idea.verdict === "adopted" && !me.person.guest && { label: t.makeTask, icon: "check", run: () => onAsk({ kind: "task", idea }) },
    own && { label: t.edit, icon: "edit", run: () => onAsk({ kind: "edit", idea }) },
    own && { label: t.takeBack, icon: "trash", danger: true, run: () => onAsk({ kind: "back", idea }) },
  ];
  const shown = items.filter((item) => item !== false);
  if (shown.length === 0) return null;
  const label = t.menuOf(excerpt(idea.words));
  return (
    <>
      <button type="button" className="icon-button small idea-more" aria-label={label} title={label} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(anchorOf(event.currentTarget))}>
        <Icon name="more" size={18} />
      </button>
      {anchor && <Menu anchor={anchor} label={label} items={shown} onClose={() => setAnchor(null)} />}
    </>
  );
}
