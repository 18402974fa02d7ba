import { dayOf, dayText } from "../../../../platform/dates.ts";
import { problemText } from "../../../../platform/problems.ts";
import { t } from "../../text.participation.ts";
import { goingOf, type Outlook } from "./draft.ts";

/** Who comes and goes, day by day, before it is saved; or what will happen by itself. */
export function Preview({ outlook, loading, error }: { outlook: Outlook | null; loading: boolean; error: unknown }) {
  const today = dayOf(Date.now());
  const number = (count: number) => count.toLocaleString();
  const { now, later } = outlook ? goingOf(outlook) : { now: 0, later: 0 };
  const going = now + later;
  return (
    <section className="participation-preview" aria-label={t.preview}>
      <h2>{t.preview}</h2>
      <p className="hint">{t.previewHint}</p>
      <div role="status" aria-busy={loading}>
        {Boolean(error) && <p className="field-error">{problemText(error)}</p>}
        {outlook && outlook.steps.length === 0 && <p>{t.nothing}</p>}
        {outlook && outlook.steps.length > 0 && (
          <div className="table-scroll">
            <table className="table">
              <thead>
                <tr>
                  {[t.day, t.come, t.go, t.unusedAccounts, t.withoutAccount].map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {outlook.steps.map((step) => (
                  <tr key={step.on}>
                    <th scope="row">{step.on <= today ? t.today(dayText(step.on)) : dayText(step.on)}</th>
                    <td className="number">{number(step.come)}</td>
                    <td className="number">{number(step.go)}</td>
                    <td className="number">{number(step.unused)}</td>
                    <td className="number">{number(step.without_account)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {outlook && going > 0 && (
          <>
            <h3>{t.going}</h3>
            {later > 0 && <p className="field-error">{t.moving(later)}</p>}
            <p className="hint">{t.goingHint}</p>
            <p>
              {outlook.going.map(({ name }) => name).join("、")}
              {going > outlook.going.length && ` ${t.more(going - outlook.going.length)}`}
            </p>
          </>
        )}
      </div>
    </section>
  );
}
