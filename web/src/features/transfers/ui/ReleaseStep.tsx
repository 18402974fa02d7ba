import { useEffect, useRef, useState } from "react";
import { dayOf, dayText, momentText } from "../../../platform/dates.ts";
import { may } from "../../../platform/powers.ts";
import { useMe } from "../../../platform/session.ts";
import { announce } from "../../../platform/announce.ts";
import * as api from "../api.ts";
import type { Transfer } from "../model.ts";
import { t } from "../text.ts";
import type { Act, Try } from "./useTransfer.ts";
import { ReleaseForm } from "./ReleaseForm.tsx";
import { UndoDialog } from "./UndoDialog.tsx";

// Said at each of these, not at every person: a screen reader would never come to an end.
const PERCENT_SAID = 25;

interface Props {
  transfer: Transfer;
  act: Act;
  attempt: Try;
}

/** How it stands with the release, in a sentence; nothing for a draft. */
function standing({ state, release_at, released_at, effective_on, done, total }: Transfer, now: number): string {
  const said = total > 0 ? Math.floor((100 * done) / total / PERCENT_SAID) * PERCENT_SAID : 0;
  const percent = said > 0 ? t.percent(said) : "";
  const day = dayText(effective_on);
  switch (state) {
    case "draft":
      return "";
    case "scheduled":
      return release_at && new Date(release_at).getTime() > now ? t.waits(momentText(release_at)) : t.waitsNow;
    case "releasing":
      return `${t.releasing}${percent}`;
    case "released":
      return effective_on <= dayOf(now) ? t.effective(momentText(released_at ?? now), day) : t.released(momentText(released_at ?? now), day);
    case "undoing":
      return `${t.undoing}${percent}`;
    case "undone":
      return t.undone;
  }
}

/** The release, planned or at once; its progress; and the way back. */
export function ReleaseStep({ transfer, act, attempt }: Props) {
  const { state, done, total, counts } = transfer;
  const releases = may(useMe(), "transfers", "release");
  const [undoing, setUndoing] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const acted = useRef(false);
  useEffect(() => {
    // The button that somebody pressed is gone with the state that it belonged to.
    if (acted.current && document.activeElement === document.body) title.current?.focus({ preventScroll: true });
    acted.current = false;
  }, [state]);
  const mine: Act = async (...given) => {
    acted.current = true;
    await act(...given);
  };
  const withdraw = async () => {
    acted.current = true;
    if (await attempt(t.withdrawing, (now) => api.withdraw(now.id))) announce(t.withdrawn);
  };
  const works = state === "releasing" || state === "undoing";
  return (
    <section className="transfer-step" aria-labelledby="transfer-release-title">
      <h2 id="transfer-release-title" ref={title} tabIndex={-1}>
        {t.stepRelease}
      </h2>
      <div role="status">
        {state !== "draft" && <p>{standing(transfer, Date.now())}</p>}
        {state === "draft" && !releases && <p>{t.releaseByOthers}</p>}
        {(state === "released" || state === "undone") && counts.conflict > 0 && <p className="field-error">{t.leftOver(counts.conflict)}</p>}
      </div>
      {works && (
        <p className="transfer-progress">
          <progress aria-label={state === "releasing" ? t.stateReleasing : t.stateUndoing} value={total > 0 ? done : undefined} max={total > 0 ? total : undefined} />
          {total > 0 && <span>{t.progress(done, total)}</span>}
        </p>
      )}
      {state === "draft" && releases && <ReleaseForm key={transfer.effective_on} transfer={transfer} act={mine} />}
      {state === "scheduled" && releases && (
        <div className="form-actions">
          <button type="button" className="button" onClick={() => void withdraw()}>
            {t.withdraw}
          </button>
        </div>
      )}
      {state === "released" && releases && (
        <div className="form-actions">
          <button type="button" className="button danger" onClick={() => setUndoing(true)}>
            {t.undo}
          </button>
        </div>
      )}
      {undoing && <UndoDialog transfer={transfer} act={mine} onClose={() => setUndoing(false)} />}
    </section>
  );
}
