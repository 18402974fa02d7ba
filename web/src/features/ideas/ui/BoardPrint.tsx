import { useState } from "react";
import { createPortal } from "react-dom";
import { postText } from "../../../design/people/PersonRow.tsx";
import { usePrinting } from "../../../design/usePrinting.ts";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { useMe } from "../../../platform/session.ts";
import type { Board, Column, Comment } from "../model.ts";
import { byIdea } from "../sync.comments.ts";
import { t } from "../text.ts";
import { ideasText, votesText } from "./words.ts";

interface Props {
  board: Board;
  columns: readonly Column[];
  /** What is said about all of them. */
  comments: readonly Comment[];
  people: Readonly<Record<Id, PersonBrief>>;
  onDone: () => void;
}

/** The board on A4: a table a group, what was united beneath, who printed it and when. */
export function BoardPrint({ board, columns, comments, people, onDone }: Props) {
  const me = useMe();
  const [printedAt] = useState(() => Date.now());
  usePrinting(onDone);
  const said = byIdea(comments);
  const about = (idea: Id) => (said.get(idea) ?? []).map((one) => <li key={one.id}>{[t.commentMark, one.words, name(one.author_id)].filter(Boolean).join(" ")}</li>);
  const name = (id: Id | null | undefined) => (id ? (people[id]?.name ?? "") : "");
  return createPortal(
    <div className="idea-print">
      <h1>{board.theme}</h1>
      {board.explanation && <p>{board.explanation}</p>}
      <p>{[t.ideas, board.anonymous ? t.anonymous : null, ideasText(board), votesText(board), typeof board.ideas === "number" ? t.count(board.ideas) : null].filter(Boolean).join(" ・ ")}</p>
      <p>
        {me.organisation.name} ・ {t.printedBy(`${me.person.name} ${postText(me.person)}`, momentText(printedAt))}
      </p>
      {columns
        .filter((column) => column.stacks.length > 0)
        .map(({ group, stacks }) => (
          <section key={group?.id ?? "none"}>
            <h2>{group?.name ?? t.unsorted}</h2>
            <table>
              <thead>
                <tr>
                  {board.votes_each > 0 && <th scope="col">{t.col_votes}</th>}
                  <th scope="col">{t.col_words}</th>
                  {!board.anonymous && <th scope="col">{t.col_author}</th>}
                  <th scope="col">{t.col_verdict}</th>
                </tr>
              </thead>
              <tbody>
                {stacks.map(({ idea, under }) => (
                  <tr key={idea.id}>
                    {board.votes_each > 0 && <td>{idea.votes}</td>}
                    <td>
                      {idea.words}
                      {said.has(idea.id) && <ul>{about(idea.id)}</ul>}
                      {under.length > 0 && (
                        <ul>
                          {under.map((one) => (
                            <li key={one.id}>
                              {one.words} {name(one.author_id)}
                              {said.has(one.id) && <ul>{about(one.id)}</ul>}
                            </li>
                          ))}
                        </ul>
                      )}
                    </td>
                    {!board.anonymous && <td>{name(idea.author_id)}</td>}
                    <td>{idea.verdict === "open" ? "" : `${t[idea.verdict]} ${idea.reason}`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
    </div>,
    document.body,
  );
}
