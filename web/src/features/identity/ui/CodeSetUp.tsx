import { useState, type FormEvent } from "react";
import { TextField } from "../../../design/Field.tsx";
import { problemText } from "../../../platform/problems.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import "./identity.css";

/** An app's secret, to be scanned or typed; the first code that it shows proves that it has it. */
export function CodeSetUp({ code, onDone }: { code: api.NewCode; onDone: (recoveryCodes: string[]) => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const { recovery_codes } = await api.confirmCode(text);
      onDone(recovery_codes);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const { size, path } = code.picture;
  return (
    <form className="form" onSubmit={(event) => void confirm(event)}>
      <p>{t.codeScan}</p>
      <svg className="qr" role="img" aria-label={t.codePicture} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
        <path fill="#fff" d={`M0,0h${size}v${size}h-${size}z`} />
        <path fill="#000" d={path} />
      </svg>
      <p>
        {t.codeType}
        <br />
        <span className="secret">{code.secret.replace(/(.{4})(?=.)/g, "$1 ")}</span>
      </p>
      <p>
        <a href={code.address}>{t.codeHere}</a>
      </p>
      <TextField label={t.codeShown} hint={t.codeShownHint} required inputMode="numeric" autoComplete="one-time-code" error={error ? problemText(error) : null} value={text} onChange={(event) => setText(event.target.value)} />
      <div className="form-actions">
        <button type="submit" className="button primary" disabled={busy || text.trim() === ""}>
          {t.codeConfirm}
        </button>
      </div>
    </form>
  );
}
