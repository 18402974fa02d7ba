import { dayOf } from "../../../platform/dates.ts";

export type Until = "noon" | "evening" | "tomorrow" | "always";

const at = (day: string, time: string) => new Date(`${day}T${time}:00+09:00`);

/** The instants that make sense now: noon only in the morning, the evening only before closing time. */
export function untilOptions(now: number): { value: Until; instant: string | null }[] {
  const today = dayOf(now);
  const options: { value: Until; instant: string | null }[] = [];
  const noon = at(today, "12:00");
  const evening = at(today, "17:15");
  if (now < noon.getTime()) options.push({ value: "noon", instant: noon.toISOString() });
  if (now < evening.getTime()) options.push({ value: "evening", instant: evening.toISOString() });
  options.push({ value: "tomorrow", instant: at(dayOf(now + 86_400_000), "08:30").toISOString() });
  options.push({ value: "always", instant: null });
  return options;
}
