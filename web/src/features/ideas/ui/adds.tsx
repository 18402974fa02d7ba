import type { Adding } from "../../../platform/cards.ts";
import { t } from "../text.ts";
import { BeginDialog } from "./BeginDialog.tsx";

/** What of idea boards can be put into a room. */
export const adds = (): Adding[] => [{ label: t.ideas, icon: "list", dialog: (where) => <BeginDialog {...where} /> }];
