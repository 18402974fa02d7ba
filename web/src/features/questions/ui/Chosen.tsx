import { useEffect, useRef } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { Problem } from "../../../platform/http.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import * as api from "../api.ts";
import type { Desk } from "../model.ts";
import { t } from "../text.ts";
import { Item, useDialogs, useEntered } from "./QuestionList.tsx";
import { useCalled } from "./useCalled.ts";
import { useNews } from "./useNews.ts";

/** The question whose mark was pressed, above the list, wherever it stands in that. */
export function Chosen({ room, id, desk }: { room: Id; id: Id; desk: Desk }) {
  const news = useNews();
  const loaded = useLoad(`question ${id} ${news}`, () => api.question(id));
  const called = useCalled([loaded.value?.words, loaded.value?.answer]);
  const entered = useEntered(room, desk.owns, news);
  const { dialogs, open } = useDialogs(room, called);
  const heading = useRef<HTMLHeadingElement>(null);
  const question = loaded.value?.id === id && loaded.value.room_id === room ? loaded.value : null;
  const gone = loaded.error instanceof Problem && loaded.error.status === 404;
  // Whoever pressed a mark is led here, and reads on from here.
  useEffect(() => heading.current?.focus(), [id]);
  return (
    <section aria-labelledby="question-chosen">
      <div className="question-buttons">
        <h3 id="question-chosen" ref={heading} tabIndex={-1}>
          {t.chosen}
        </h3>
        <Link className="button small" href={`/rooms/${room}/questions`} replace>
          {t.allQuestions}
        </Link>
      </div>
      {gone ? <p role="status">{t.noLonger}</p> : !question && (
        <ListState loading={loaded.loading} error={loaded.error} empty retry={loaded.reload}>
          <p>{t.noLonger}</p>
        </ListState>
      )}
      {question && !gone && (
        <ul className="question-list">
          <Item question={question} desk={desk} entered={entered.has(question.id)} called={called} onAnswer={() => open("answer", question)} onPromote={() => open("promote", question)} />
        </ul>
      )}
      {dialogs}
    </section>
  );
}
