import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";

export type Facts = Wire["QuestionFacts"];

/** What is known of messages as questions and as answers. */
export interface Marks {
  /** By question. */
  facts: Readonly<Record<Id, Facts>>;
  /** By the message that answers them. */
  answers: Readonly<Record<Id, readonly Id[]>>;
}

export const NO_MARKS: Marks = { facts: {}, answers: {} };

const without = <T>(all: Readonly<Record<Id, T>>, id: Id): Record<Id, T> => {
  const { [id]: _, ...rest } = all;
  return rest;
};

/** Lets a message answer a question, or no more. */
function answered(answers: Marks["answers"], message: Id | null | undefined, question: Id, does: boolean): Marks["answers"] {
  if (!message) return answers;
  const others = (answers[message] ?? []).filter((one) => one !== question);
  const now = does ? [...others, question] : others;
  return now.length > 0 ? { ...answers, [message]: now } : without(answers, message);
}

/** Takes a question as the server tells it; what is known already may be newer. */
export function put(marks: Marks, facts: Facts): Marks {
  const known = marks.facts[facts.id];
  if (known && known.at > facts.at) return marks;
  const answers = known?.answer_id === facts.answer_id ? marks.answers : answered(marks.answers, known?.answer_id, facts.id, false);
  return { facts: { ...marks.facts, [facts.id]: facts }, answers: answered(answers, facts.answer_id, facts.id, true) };
}

/** A message is no question any more. */
export function drop(marks: Marks, question: Id): Marks {
  const known = marks.facts[question];
  return known ? { facts: without(marks.facts, question), answers: answered(marks.answers, known.answer_id, question, false) } : marks;
}

/** The messages that have a mark. */
export const marked = ({ facts, answers }: Marks): Id[] => [...new Set([...Object.keys(facts), ...Object.keys(answers)])];
