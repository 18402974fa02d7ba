import type { Id } from "../../../platform/ids.ts";
import { tabOf } from "../model.ts";
import PrintFaq from "./PrintFaq.tsx";
import PrintQuestions from "./PrintQuestions.tsx";

/** What is shown beside a room, on A4: what waits, what was answered, its FAQ. */
export default function Print({ room, list }: { room: Id; list: string }) {
  const tab = tabOf(list);
  return tab === "faq" ? <PrintFaq room={room} /> : <PrintQuestions room={room} state={tab === "answered" ? "answered" : "open"} />;
}
