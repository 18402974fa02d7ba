import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";

export type BroadcastFile = Wire["BroadcastFile"];

/** Files of a broadcast at most. */
export const MOST_FILES = 10;

/** A file on its way to a draft. */
export interface Coming {
  id: Id;
  name: string;
  size: number;
  sent: number;
  /** `waiting` goes on by itself once there is a line; `checking`: the server looks for viruses in it; `paused` waits for a word. */
  state: "sending" | "paused" | "waiting" | "checking" | "refused";
  code: string | null;
}

/** As many of the files that were chosen as a draft still takes beside so many that it has, or that are on their way. */
export const fitting = (chosen: readonly File[], there: number): File[] => chosen.slice(0, Math.max(0, MOST_FILES - there));

/** A file that has come, as the draft has it. */
export const cameAs = ({ id, name, size, kind, width, height }: Wire["Upload"]): BroadcastFile => ({ id, name, size, kind: kind ?? "other", width: width ?? null, height: height ?? null });

/** Whether browsers show it as a picture. */
export const isPicture = ({ kind, width, height }: BroadcastFile): boolean => kind === "picture" && Boolean(width) && Boolean(height);

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** A number of bytes as people read it. */
export function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const count = bytes / 1024 ** step;
  return `${step > 0 && count < 10 ? count.toFixed(1) : Math.round(count)} ${UNITS[step]}`;
}
