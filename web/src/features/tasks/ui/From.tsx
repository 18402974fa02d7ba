import type { FromProps } from "../../../platform/cards.ts";
import TaskDialog from "./TaskDialog.tsx";

/** The dialog by which a task is made from words that stand somewhere. */
export default function From(props: FromProps) {
  return <TaskDialog {...props} asPost={null} task={null} />;
}
