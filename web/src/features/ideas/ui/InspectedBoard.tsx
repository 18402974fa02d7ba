import { useEffect, useState } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { wantPeople } from "../../../platform/people.ts";
import * as api from "../api.ts";
import { columnsOf } from "../model.ts";
import { byIdea } from "../sync.comments.ts";
import { t } from "../text.ts";
import { Author } from "./IdeaItem.tsx";
import { untold } from "./words.ts";
import "./ideas.css";

/** A board in a room of others: looked at only when somebody asks for it, as each look is on record. */
export default function InspectedBoard({ id, inspection }: { id: Id; inspection: Id }) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Seen id={id} inspection={inspection} />;
  return (
    <button type="button" className="link-button" onClick={() => setWanted(true)}>
      {t.inspect}
    </button>
  );
}

function Seen({ id, inspection }: { id: Id; inspection: Id }) {
  const loaded = useLoad(`${inspection} ${id}`, async () => {
    const seen = await api.inspected(inspection, id);
    return { ...seen, comments: seen.ideas.some((idea) => idea.comments > 0) ? await api.inspectedComments(inspection, id) : [] };
  });
  const authors = [...(loaded.value?.ideas ?? []), ...(loaded.value?.comments ?? [])].flatMap((one) => (one.author_id ? [one.author_id] : [])).join();
  useEffect(() => {
    if (authors !== "") wantPeople([...new Set(authors.split(","))]);
  }, [authors]);
  if (loaded.error) return <Failed error={loaded.error} retry={loaded.reload} />;
  if (!loaded.value) return <Loading />;
  const { board, ideas, comments } = loaded.value;
  const said = byIdea(comments);
  return (
    <div className="idea-board-card">
      {untold(board) && <p className="hint">{untold(board)}</p>}
      {columnsOf(board.groups, ideas, "votes").map(({ group, stacks }) => (
        <section key={group?.id ?? "none"}>
          <b>{group?.name ?? t.unsorted}</b>
          <ul>
            {stacks
              .flatMap((stack) => [stack.idea, ...stack.under])
              .map((idea) => (
                <li key={idea.id}>
                  {idea.words} {board.votes_each > 0 && !idea.merged_into && t.votes(idea.votes)} <Author idea={idea} />
                  {said.has(idea.id) && (
                    <ul>
                      {said.get(idea.id)?.map((one) => (
                        <li key={one.id}>
                          {one.words} <Author idea={one} />
                        </li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
