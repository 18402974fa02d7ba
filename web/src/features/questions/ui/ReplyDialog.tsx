import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { operatorId } from "../../../platform/session.ts";
import * as api from "../api.ts";
import type { Question } from "../model.ts";
import { t } from "../text.ts";
import { AnswerDialog, type Former } from "./AnswerDialog.tsx";
import { useCalled } from "./useCalled.ts";

/** The answers that were given last in a room, each once. */
async function formerOf(room: Id): Promise<Former[]> {
  const { items } = await api.ofRoom(room, "answered", null);
  const answers = new Map(items.flatMap(({ answer_id: id, answer }) => (id && answer ? [[id, answer] as const] : [])));
  return [...answers].map(([id, words]) => ({ id, words }));
}

/** Answers a question of the room by a reply, or by an answer that was given to the same question before. */
export function ReplyDialog({ room, question, onClose }: { room: Id; question: Question; onClose: () => void }) {
  const former = useLoad(`former answers ${room}`, () => formerOf(room)).value ?? [];
  const called = useCalled([question.words, ...former.map(({ words }) => words)]);
  return (
    <AnswerDialog
      words={called(question.words)}
      step={question.step}
      hint={t.answerHint}
      former={former.map(({ id, words }) => ({ id, words: called(words) }))}
      send={(id, words, step) => api.answer(question.id, { answer_id: id, ...(words === null ? {} : { words }), step, operator_id: operatorId() })}
      renew={() => api.question(question.id).then(({ step }) => step)}
      onClose={onClose}
    />
  );
}
