import { dayOf, dayText, momentText, timeText } from "../../platform/dates.ts";
import { useWhereabouts, type Whereabouts } from "../../platform/whereabouts.ts";
import { t } from "../text.ts";

type Kind = NonNullable<Whereabouts["kind"]>;

export const kindWord = (kind: Kind) => t[`at_${kind}`];

/** 外出 県庁 */
export const whereText = ({ kind, place }: Pick<Whereabouts, "kind" | "place">) => [kind && kindWord(kind), place].filter(Boolean).join(" ");

/** 〜15:00 today, 今日中 for the rest of it, else the day, with the time unless it is the whole day. */
export function untilText(until: string | null | undefined, now = Date.now()): string {
  if (!until) return "";
  if (dayOf(until) === dayOf(now)) return `〜${timeText(until)}`;
  const last = dayOf(Date.parse(until) - 1);
  if (last === dayOf(now)) return t.today;
  return timeText(until) === "00:00" ? `〜${dayText(last)}` : `〜${momentText(until)}`;
}

/** Says in a word, and in a colour, where somebody is. */
export function WhereaboutsTag({ said, until = false }: { said: Whereabouts | null | undefined; until?: boolean }) {
  const now = useWhereabouts(said);
  return (
    now && (
      <span className="tag place" data-at={now.kind}>
        {whereText(now)}
        {until && now.until && ` ${untilText(now.until)}`}
      </span>
    )
  );
}
