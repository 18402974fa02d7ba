import type { Adding } from "../../../platform/cards.ts";
import { t } from "../text.ts";
import { AskDialog } from "./AskDialog.tsx";

/** What of stamps can be put into a room. */
export const adds = (): Adding[] => [
  { label: t.actionStamp, icon: "list", dialog: (where) => <AskDialog {...where} first="yes_no" /> },
  { label: t.schedulePoll, icon: "clock", dialog: (where) => <AskDialog {...where} first="schedule" /> },
];
