import { copy } from "../../../design/copy.ts";
import { useMe } from "../../../platform/session.ts";
import { t } from "../text.ts";

/** The codes for the day the telephone is lost; nobody can show them a second time. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { login, organisation } = useMe();
  return (
    <section className="recovery-codes" aria-labelledby="recovery-title">
      <h2 id="recovery-title">{t.recoveryCodes}</h2>
      <p>{t.recoveryCodesHint}</p>
      <p>
        Engawa {organisation.name} {login}
      </p>
      <ol>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="form-actions">
        <button type="button" className="button" onClick={() => window.print()}>
          {t.print}
        </button>
        <button type="button" className="button" onClick={() => void copy(codes.join("\n"))}>
          {t.copy}
        </button>
        <button type="button" className="button primary" onClick={onDone}>
          {t.recoveryCodesKept}
        </button>
      </div>
    </section>
  );
}
