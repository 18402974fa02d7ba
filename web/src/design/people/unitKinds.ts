import type { Unit } from "../../platform/people.ts";
import { t } from "./text.kinds.ts";

export type UnitKind = Unit["kind"];

/** From the largest to the smallest. */
export const UNIT_KINDS: readonly UnitKind[] = ["bureau", "department", "section", "team", "office", "facility", "council", "other"];

export const unitKindText = (kind: UnitKind): string => t[kind];
