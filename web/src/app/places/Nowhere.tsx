import { Empty } from "../../design/ListState.tsx";
import { t } from "./text.ts";

/** The address names an organisation that there is not. */
export function Nowhere() {
  return (
    <main className="start">
      <Empty page icon="help" title={t.nowhere}>
        <p>{t.nowhereHint}</p>
        <a className="button" href="/">
          {t.toHome}
        </a>
      </Empty>
    </main>
  );
}
