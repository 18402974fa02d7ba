import { useDebounced, useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import * as api from "../../api.ts";
import type { CircleEntry } from "../../model.ts";
import { t } from "../../text.grants.ts";
import { isNamed } from "./HolderFields.tsx";

const PAUSE_MS = 400;
const SHOWN = 8;

/** Who could do it today, before it is saved. */
export function Preview({ holder }: { holder: CircleEntry }) {
  const settled = useDebounced(JSON.stringify(holder), PAUSE_MS);
  const preview = useLoad(settled, async () => {
    const asked = JSON.parse(settled) as CircleEntry;
    return isNamed(asked) ? api.previewGrant(asked) : null;
  });
  const line = () => {
    if (preview.error) return problemText(preview.error);
    if (!preview.value) return t.previewWaits;
    const { count, sample } = preview.value;
    if (count === 0) return t.previewNobody;
    const names = sample.slice(0, SHOWN).map((person) => person.name);
    return t.previewLine(count, `${names.join(t.comma)}${count > names.length ? t.andOthers(count - names.length) : ""}`);
  };
  return (
    <section className="grant-preview" aria-label={t.preview}>
      <h2>{t.preview}</h2>
      <div role="status" aria-busy={preview.loading}>
        <p>{line()}</p>
      </div>
    </section>
  );
}
