import type { Finding } from "./api.ts";
import { t } from "./text.ts";

/** What somebody should look after, the most urgent first. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="findings">
      {findings.map(({ code, urgency, count }) => {
        const words = t[code];
        return (
          <li key={code} data-urgency={urgency}>
            <strong className="tag">{t[urgency]}</strong>
            <span>{typeof words === "function" ? words(count) : words}</span>
          </li>
        );
      })}
    </ul>
  );
}
