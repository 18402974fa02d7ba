import type { Column as FileColumn } from "../../../design/export/ExportButton.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import type { Board, Counted } from "../model.ts";
import { t } from "../text.ts";

/** What of ideas stands in a file: of those without a name neither who nor when. */
export function columnsOfFile(board: Board, ideas: readonly Counted[], people: Readonly<Record<Id, PersonBrief>>): FileColumn<Counted>[] {
  const heads = new Map(ideas.map((idea) => [idea.id, idea]));
  const head = (idea: Counted) => heads.get(idea.merged_into ?? "") ?? null;
  const names = new Map(board.groups.map((group) => [group.id, group.name]));
  const named: FileColumn<Counted>[] = [
    [t.col_author, (idea) => people[idea.author_id ?? ""]?.name ?? ""],
    [t.col_at, (idea) => (idea.written_at ? momentText(idea.written_at) : "")],
  ];
  return [
    [t.col_group, (idea) => names.get((head(idea) ?? idea).group_id ?? "") ?? t.unsorted],
    [t.col_words, (idea) => idea.words],
    [t.col_votes, (idea) => (head(idea) ? "" : idea.votes)],
    ...(board.anonymous ? [] : named),
    [t.col_verdict, (idea) => (idea.verdict === "open" ? "" : t[idea.verdict])],
    [t.col_reason, (idea) => idea.reason],
    [t.col_under, (idea) => head(idea)?.words ?? ""],
  ];
}
