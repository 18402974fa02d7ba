import type { Adding } from "../../../platform/cards.ts";
import { t } from "../text.ts";
import CouncilDialog from "./CouncilDialog.tsx";
import ParcelDialog from "./ParcelDialog.tsx";
import RequestDialog from "./RequestDialog.tsx";

/** What of slips can be put into a room. */
export const adds = (): Adding[] => [
  { label: t.parcel, icon: "list", dialog: (where) => <ParcelDialog {...where} /> },
  { label: t.request, icon: "note", dialog: (where) => <RequestDialog {...where} /> },
  { label: t.council, icon: "note", dialog: (where) => <CouncilDialog {...where} /> },
];
