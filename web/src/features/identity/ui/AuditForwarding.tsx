import { momentText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { problemText } from "../../../platform/problems.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";

function Server({ address, encrypted, sent, sent_at, waiting, trouble }: api.Forwarding) {
  return (
    <li>
      <strong className="number">{address}</strong>
      {trouble ? (
        <p className="form-error">
          {(trouble.fault === "untrusted" ? t.serverUntrusted : t.serverAway)(momentText(trouble.since))}
          {t.recordsWait}
          <small className="block number">{trouble.detail}</small>
        </p>
      ) : (
        !encrypted && <p className="hint">{t.notEncrypted}</p>
      )}
      <p>{sent_at ? t.recordsSent(sent, momentText(sent_at)) : t.noneSent}</p>
      {waiting > 0 && <p>{t.recordsWaiting(waiting)}</p>}
    </li>
  );
}

/** How far the records have got to the log servers. */
export function AuditForwarding() {
  const { value, error, loading, reload } = useLoad("audit forwarding", api.auditForwarding);
  return (
    <details className="audit-check">
      <summary>{t.forwarding}</summary>
      <div className="form">
        {error !== null && <p className="form-error">{problemText(error)}</p>}
        {value?.length === 0 && <p className="hint">{t.noLogServer}</p>}
        {value && value.length > 0 && (
          <ul className="log-servers">
            {value.map((server) => (
              <Server key={server.address} {...server} />
            ))}
          </ul>
        )}
        <div className="form-actions">
          <button type="button" className="button" onClick={reload} disabled={loading}>
            {t.lookAgain}
          </button>
        </div>
      </div>
    </details>
  );
}
