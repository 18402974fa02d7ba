import { useEffect, useMemo, useState } from "react";
import { ExportButton } from "../../../design/export/ExportButton.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, Failed, Loading } from "../../../design/ListState.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import type { Id } from "../../../platform/ids.ts";
import { lineStore, say } from "../../../platform/live.ts";
import { afterPaint } from "../../../platform/paint.ts";
import { named } from "../../../platform/named.ts";
import { peopleStore, wantPeople } from "../../../platform/people.ts";
import { Link } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import { close, removeGroup, setUntil } from "../actions.ts";
import * as api from "../api.ts";
import { columnsOf, isOpen, type Board, type Column, type Comment, type Counted, type Group, type Order, type Part } from "../model.ts";
import { similarAmong } from "../model.similar.ts";
import { t } from "../text.ts";
import { Asked, GroupDialog, UntilDialog } from "./Asked.tsx";
import { BoardPrint } from "./BoardPrint.tsx";
import { columnsOfFile } from "./columns.ts";
import { IdeaItem, type Asking } from "./IdeaItem.tsx";
import { OwnIdeas } from "./OwnIdeas.tsx";
import { useBoard } from "./useBoard.ts";
import { WriteBox } from "./WriteBox.tsx";
import { ideasText, problem, untold, votesText } from "./words.ts";
import "./ideas.css";

/** Says that the room is looked at, whose counts are told to those who do. */
function useLooking(room: Id): void {
  const live = useStore(lineStore, (line) => line === "live");
  useEffect(() => {
    if (!live) return;
    // The room itself, which goes as this page comes, has its last word first.
    afterPaint(() => say({ t: "look", room }));
    return () => say({ t: "look", room: null });
  }, [room, live]);
}

/** A board with all its ideas: written, voted for and sorted. */
export default function BoardPage({ room, id }: { room: Id; id: Id }) {
  const { one, gone, error, again } = useBoard(id, "whole");
  useLooking(room);
  if (gone) return <Empty page icon="list" title={t.gone} />;
  if (error && !one) return <Failed error={error} retry={again} />;
  if (!one) return <Loading />;
  return <Shown board={one.board} ideas={one.ideas ? Object.values(one.ideas) : null} room={room} />;
}

type Dialog = { kind: "group"; group: Group | null } | { kind: "until"; part: Part } | { kind: "idea"; asking: Asking } | null;

const NONE: Counted[] = [];

function Shown({ board, ideas, room }: { board: Board; ideas: Counted[] | null; room: Id }) {
  const [order, setOrder] = useState<Order>(board.votes_each > 0 ? "votes" : board.anonymous ? "reading" : "newest");
  const [dialog, setDialog] = useState<Dialog>(null);
  const [printing, setPrinting] = useState<readonly Comment[] | null>(null);
  const authors = [...new Set((ideas ?? []).flatMap((idea) => (idea.author_id ? [idea.author_id] : [])))].sort().join();
  useEffect(() => {
    if (authors !== "") wantPeople(authors.split(","));
  }, [authors]);
  const people = useStore(peopleStore, (known) => known);
  const all = ideas ?? NONE;
  const columns = useMemo(() => columnsOf(board.groups, all, order), [board.groups, all, order]);
  const heads = all.filter((idea) => !idea.merged_into);
  // Counts move twice a second while people vote; what is alike does not.
  const letters = heads.map((idea) => `${idea.id} ${idea.words}`).join("\n");
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const alike = useMemo(() => (board.may_sort ? similarAmong(heads) : new Map<Id, Counted[]>()), [letters, board.may_sort]);
  const votes = votesText(board);
  const hidden = untold(board);
  const left = board.votes_each - board.my_votes.length;
  const print = async () => {
    try {
      const comments = all.some((idea) => idea.comments > 0) ? await api.comments(board.id, null) : [];
      const said = [...new Set(comments.flatMap((one) => (one.author_id ? [one.author_id] : [])))];
      // What is printed is not drawn anew when names come.
      await named(said);
      setPrinting(comments);
    } catch (error) {
      toast(problem(error), "error");
    }
  };
  async function* pages() {
    yield columns.flatMap((column) => column.stacks.flatMap((stack) => [stack.idea, ...stack.under]));
  }
  return (
    <section className="page idea-page" aria-labelledby="page-title">
      <header className="room-header">
        <Link className="icon-button" href={`/rooms/${room}`} aria-label={t.back} title={t.back}>
          <Icon name="back" />
        </Link>
        <div className="room-heading">
          <h1 id="page-title">{board.theme}</h1>
          <p>
            {t.ideas}
            {board.anonymous && ` ・ ${t.anonymous}`} ・ {ideasText(board)}
            {votes && ` ・ ${votes}`}
          </p>
        </div>
        <Link className="icon-button" href={`/rooms/${room}/ideas`} aria-label={t.allBoards} title={t.allBoards}>
          <Icon name="list" />
        </Link>
        {board.may_sort && <MenuButton label={t.manage} items={managed(board, setDialog)} />}
      </header>
      <div className="idea-body">
        {board.explanation && <p className="idea-explanation">{board.explanation}</p>}
        {board.may_write && <WriteBox board={board} ideas={all} />}
        {board.anonymous && <OwnIdeas board={board} />}
        {hidden && <p className="hint">{hidden}</p>}
        <div className="idea-tools">
          <SortBar
            value={order}
            options={[...(board.votes_each > 0 ? [{ value: "votes" as const, label: t.byVotes }] : []), ...(board.anonymous ? [] : [{ value: "newest" as const, label: t.byNewest }]), { value: "reading", label: t.byReading }]}
            onChange={setOrder}
          />
          {typeof board.ideas === "number" && <span>{t.count(board.ideas)}</span>}
          {board.may_vote && (
            <span role="status">
              {t.votesLeft(Math.max(0, left), board.votes_each)} {left <= 0 && t.noVotesLeft}
            </span>
          )}
          {board.may_sort && board.sees && (
            <button type="button" className="button small" onClick={() => setDialog({ kind: "group", group: null })}>
              <Icon name="plus" size={16} />
              {t.addGroup}
            </button>
          )}
          <ExportButton name={board.theme.slice(0, 40)} columns={columnsOfFile(board, all, people)} pages={pages} />
          <button type="button" className="button small" onClick={() => void print()}>
            <Icon name="print" size={16} />
            {t.print}
          </button>
        </div>
        {!ideas && <Loading />}
        {ideas && ideas.length === 0 && !hidden && (
          <Empty icon="list" title={t.noIdeas}>
            <p>{t.noIdeasHint}</p>
          </Empty>
        )}
        {ideas && (ideas.length > 0 || board.groups.length > 0) && (
          <div className="idea-columns">
            {columns.map((column) => (
              <ColumnOf key={column.group?.id ?? "none"} board={board} column={column} alike={alike} onAsk={(asking) => setDialog({ kind: "idea", asking })} onRename={(group) => setDialog({ kind: "group", group })} />
            ))}
          </div>
        )}
      </div>
      {dialog?.kind === "group" && <GroupDialog board={board} group={dialog.group} onClose={() => setDialog(null)} />}
      {dialog?.kind === "until" && <UntilDialog board={board} part={dialog.part} onClose={() => setDialog(null)} />}
      {dialog?.kind === "idea" && <Asked board={board} ideas={all} asking={dialog.asking} onClose={() => setDialog(null)} />}
      {printing && <BoardPrint board={board} columns={columns} comments={printing} people={people} onDone={() => setPrinting(null)} />}
    </section>
  );
}

/** What who asked, and who owns the room, do with a board. */
function managed(board: Board, ask: (dialog: Dialog) => void): MenuItem[] {
  const [ideas, votes] = [isOpen(board, "ideas"), isOpen(board, "votes")];
  const items: (MenuItem | false)[] = [
    ideas && !board.anonymous && { label: t.closeIdeas, icon: "lock", run: () => void close(board, "ideas") },
    ideas && { label: t.setIdeasUntil, icon: "clock", run: () => ask({ kind: "until", part: "ideas" }) },
    !ideas && !board.anonymous && { label: t.openIdeas, icon: "reply", run: () => void setUntil(board, "ideas", null) },
    board.votes_each > 0 && votes && { label: t.closeVotes, icon: "lock", run: () => void close(board, "votes") },
    board.votes_each > 0 && votes && { label: t.setVotesUntil, icon: "clock", run: () => ask({ kind: "until", part: "votes" }) },
    board.votes_each > 0 && !votes && { label: t.openVotes, icon: "reply", run: () => void setUntil(board, "votes", null) },
  ];
  return items.filter((item) => item !== false);
}

interface ColumnProps {
  board: Board;
  column: Column;
  alike: ReadonlyMap<Id, readonly Counted[]>;
  onAsk: (asking: Asking) => void;
  onRename: (group: Group) => void;
}

function ColumnOf({ board, column: { group, stacks }, alike, onAsk, onRename }: ColumnProps) {
  const title = `idea-column-${group?.id ?? "none"}`;
  return (
    <section className="idea-column" aria-labelledby={title}>
      <header>
        <h2 id={title}>
          {group?.name ?? t.unsorted} <small>{stacks.length}</small>
        </h2>
        {group && board.may_sort && (
          <MenuButton
            label={t.groupMenu(group.name)}
            className="icon-button small"
            items={[{ label: t.renameGroup, icon: "edit", run: () => onRename(group) }, ...(stacks.length === 0 ? [{ label: t.removeGroup, icon: "trash" as const, danger: true, run: () => void removeGroup(board, group) }] : [])]}
          />
        )}
      </header>
      {stacks.length === 0 && <p className="hint">{t.emptyColumn}</p>}
      <ul aria-labelledby={title}>
        {stacks.map((stack) => (
          <li key={stack.idea.id}>
            <IdeaItem board={board} stack={stack} alike={alike.get(stack.idea.id) ?? NONE} onAsk={onAsk} />
          </li>
        ))}
      </ul>
    </section>
  );
}
