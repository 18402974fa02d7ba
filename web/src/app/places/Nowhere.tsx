import { Empty } from "../../design/ListState.tsx";
import { placeTarget } from "../../platform/place.ts";
import { t } from "./text.ts";

/** The address names an organisation that there is not. */
export function Nowhere() {
  return (
    <main className="start">
      <Empty page icon="help" title={t.nowhere}>
        <p>{t.nowhereHint}</p>
        <a className="button" href="/" target={placeTarget}>
          {t.toHome}
        </a>
      </Empty>
    </main>
  );
}
