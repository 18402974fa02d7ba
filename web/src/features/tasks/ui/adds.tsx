import type { Adding } from "../../../platform/cards.ts";
import { t } from "../text.ts";
import TaskDialog from "./TaskDialog.tsx";

/** What of tasks can be put into a room. */
export const adds = (): Adding[] => [{ label: t.task, icon: "list", dialog: (where) => <TaskDialog {...where} message={null} words="" source={null} task={null} /> }];
