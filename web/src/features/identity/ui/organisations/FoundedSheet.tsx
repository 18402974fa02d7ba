import { copy } from "../../../../design/copy.ts";
import { focused } from "../../../../design/focus.ts";
import { prefixOf } from "../../../../platform/place.ts";
import type { Founded } from "../../api.organisations.ts";
import { t } from "../../text.organisations.ts";

interface Props {
  founded: Founded;
  /** The first administrator's name. */
  person: string;
  onDone: () => void;
}

/** What the first administrator of a new organisation is handed; nobody can show it a second time. */
export function FoundedSheet({ founded: { organisation, login, initial_password }, person, onDone }: Props) {
  const address = `${location.origin}${prefixOf(organisation.code ?? null)}/`;
  const lines: [string, string][] = [
    [t.address, address],
    [t.login, login],
    [t.initialPassword, initial_password],
  ];
  const sheet = [organisation.name, ...lines.map(([label, value]) => `${label} ${value}`)].join("\n");
  return (
    <section className="founded-sheet" aria-labelledby="founded-title">
      <h2 id="founded-title" ref={focused} tabIndex={-1}>
        {t.foundTitle(organisation.name)}
      </h2>
      <p>{t.foundHint(person)}</p>
      <dl>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="form-actions">
        <a className="button" href={address} target="_blank" rel="noopener">
          {t.openIt(organisation.name)}
        </a>
        <button type="button" className="button" onClick={() => window.print()}>
          {t.print}
        </button>
        <button type="button" className="button" onClick={() => void copy(sheet)}>
          {t.copy}
        </button>
        <button type="button" className="button primary" onClick={onDone}>
          {t.close}
        </button>
      </div>
    </section>
  );
}
