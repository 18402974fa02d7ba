import { Suspense, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { Loading } from "../../../design/ListState.tsx";
import { shortText } from "../../../platform/dates.ts";
import { papers } from "../../../platform/papers.ts";
import { changesOf, fileOf, type Material } from "../model.ts";
import { t } from "../text.ts";

/** What changed of a material since one saw it, and since the meeting before. */
export function Changes({ material }: { material: Material }) {
  const [between, setBetween] = useState<number | null>(null);
  const changes = changesOf(material);
  const file = fileOf(material);
  const Between = papers.note?.Between;
  if (changes.length === 0 && (file === null || file.edition === 1)) return null;
  return (
    <>
      {changes.length === 0 && file && <p className="meeting-edition">{t.edition(file.edition)}</p>}
      {changes.map((change) =>
        change.kind === "replaced" ? (
          <p key={change.kind} className="meeting-change">
            {t.replaced(change.edition, file ? shortText(file.put_at) : "", file?.put_by.name ?? "")}
          </p>
        ) : (
          <p key={change.kind} className="meeting-change">
            {change.kind === "seen" ? t.changedSeen : t.changedLast}{" "}
            <button type="button" className="link-button" aria-label={`${change.kind === "seen" ? t.changedSeen : t.changedLast} ${t.showChange}`} onClick={() => setBetween(change.from)}>
              {t.showChange}
            </button>
          </p>
        ),
      )}
      {between !== null && material.note_id && (
        <Dialog title={t.showChange} width="wide" onClose={() => setBetween(null)}>
          <Suspense fallback={<Loading />}>{Between && <Between id={material.note_id} from={between} to={material.upto} />}</Suspense>
        </Dialog>
      )}
    </>
  );
}
