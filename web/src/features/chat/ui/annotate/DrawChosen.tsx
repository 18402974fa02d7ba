import type { Id } from "../../../../platform/ids.ts";
import { useStore } from "../../../../platform/store.ts";
import { t } from "../../text.annotate.ts";
import { replace } from "../files/bring.ts";
import { canDrawOn, drawOn, failed, keptUnder } from "./chosen.ts";
import { keptStore } from "./kept.ts";

/** Draws on a picture that goes with the message that is being written; says when a drawing is not applied yet. */
export function DrawChosen({ stream, id, name }: { stream: Id; id: Id; name: string }) {
  const kept = useStore(keptStore, (all) => keptUnder(id) in all);
  if (!canDrawOn(id)) return null;
  return (
    <button type="button" className="link-button" aria-haspopup="dialog" aria-label={kept ? t.goOnWith(name) : t.drawOn(name)} onClick={() => void drawOn(id, (file) => replace(stream, id, file)).catch(failed)}>
      {kept ? t.goOn : t.draw}
    </button>
  );
}
