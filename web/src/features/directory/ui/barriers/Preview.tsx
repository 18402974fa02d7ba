import { useDebounced, useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import * as api from "../../api.ts";
import type { NewBarrier } from "../../model.ts";
import { t } from "../../text.barriers.ts";
import { outlookText } from "./words.ts";

const PAUSE_MS = 400;

/** Whom the barrier would name today, before it is saved. */
export function Preview({ draft }: { draft: NewBarrier }) {
  // Its name and what it leaves make nobody come or go.
  const settled = useDebounced(JSON.stringify([draft.protects, draft.keepers, draft.desk_unit_id]), PAUSE_MS);
  const names = draft.protects.length + draft.keepers.length > 0 || draft.desk_unit_id !== null;
  const preview = useLoad(`${names} ${settled}`, async () => (names ? api.previewBarrier(draft) : null));
  const found = preview.value;
  const lines = found && [outlookText(t.protects, found.protected_count, found.protected_sample), outlookText(t.keepers, found.keeper_count, found.keeper_sample)];
  return (
    <section className="barrier-preview" aria-label={t.preview}>
      <h2>{t.preview}</h2>
      <div role="status" aria-busy={preview.loading}>
        {preview.error ? <p className="field-error">{problemText(preview.error)}</p> : lines ? lines.map((line) => <p key={line}>{line}</p>) : <p>{t.previewWaits}</p>}
      </div>
    </section>
  );
}
