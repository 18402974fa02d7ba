import { percentOf, waitingOf, type Counts } from "../model.ts";
import { t } from "../text.ts";

/** How it is read, in numbers and as a bar. */
export function CountsBar({ counts, mustRead }: { counts: Counts; mustRead: boolean }) {
  const percent = percentOf(counts);
  const asked = counts.total - counts.away;
  return (
    <div className="broadcast-counts">
      <p>
        <b>
          {t.done(mustRead)} {t.ofTotal(counts.done, asked)}
        </b>{" "}
        {percent === null ? t.noRate : t.rate(percent)}
      </p>
      <progress value={counts.done} max={Math.max(asked, 1)} aria-label={t.done(mustRead)} />
      <p className="hint">
        {t.waiting(mustRead)} {waitingOf(counts).toLocaleString()} ・ {t.away} {counts.away.toLocaleString()}
        {mustRead && counts.read > 0 && ` ・ ${t.readOnly(counts.read)}`}
      </p>
    </div>
  );
}
