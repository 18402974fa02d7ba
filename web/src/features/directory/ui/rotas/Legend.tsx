import type { RotaMonth } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import { sortText } from "./words.ts";

/** What the signs mean, with the hours of the cycle. */
export function Legend({ month }: { month: RotaMonth }) {
  return (
    <section aria-label={t.legend}>
      <dl className="rota-legend">
        {month.sorts.map((sort) => (
          <div key={`${sort.kind} ${sort.begins} ${sort.ends}`}>
            <dt data-kind={sort.kind}>{t[`glyph_${sort.kind}`]}</dt>
            <dd>{sortText(sort)}</dd>
          </div>
        ))}
        <div>
          <dt className="rota-excepted">&nbsp;</dt>
          <dd>{t.excepted}</dd>
        </div>
      </dl>
    </section>
  );
}
