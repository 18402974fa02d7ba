import { momentText } from "../../../platform/dates.ts";
import { Link } from "../../../platform/router.ts";
import type { Handover } from "../model.ts";
import { t } from "../text.ts";

/** What happened to a handover, the oldest first; its author opens what was handed in earlier. */
export function History({ handover }: { handover: Handover }) {
  const isOwn = handover.side === "predecessor";
  return (
    <section className="handover-section" aria-labelledby="handover-history">
      <h2 id="handover-history">{t.history}</h2>
      <ol className="handover-history">
        {handover.history.map((step) => (
          <li key={step.at}>
            <time dateTime={step.at}>{momentText(step.at)}</time> {t.step(step.act, step.by?.name ?? null)}
            {isOwn && step.version && (
              <>
                {" "}
                <Link href={`/print/handovers/${handover.id}/versions/${step.version}`}>{t.earlier(step.version)}</Link>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
