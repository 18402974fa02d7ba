import { ListState } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { Problem } from "../../../../platform/http.ts";
import { useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useMe } from "../../../../platform/session.ts";
import * as api from "../../api.conditions.ts";
import { t } from "../../text.conditions.ts";
import { FormError } from "../FormError.tsx";
import { StartFrame } from "../Start.tsx";
import "./conditions.css";

/** For guests who have not agreed to what guests agree to: nothing else is possible before they have. */
export default function Agree({ onDone, onSignOut }: { onDone: () => void; onSignOut: () => void }) {
  const { organisation } = useMe();
  const asked = useLoad("own conditions", api.ownConditions);
  const { error, busy, submit } = useSubmit(async () => {
    if (!asked.value) return;
    try {
      await api.agree(asked.value.version);
      onDone();
    } catch (fault) {
      // There is another text, or none any more.
      if (fault instanceof Problem && fault.status === 404) return onDone();
      if (fault instanceof Problem && fault.status === 412) asked.reload();
      throw fault;
    }
  });
  return (
    <StartFrame title={t.title} text={t.read(organisation.name)} organisation={organisation}>
      <ListState loading={asked.loading && !asked.value} error={asked.error} empty={!asked.value} retry={asked.reload}>
        {null}
      </ListState>
      <form className="form" onSubmit={submit}>
        {asked.value && (
          <div className="conditions-text" tabIndex={0} role="region" aria-label={t.title}>
            {asked.value.body}
          </div>
        )}
        <FormError error={error} words={(problem) => (problem instanceof Problem && problem.status === 412 ? t.changed : problemText(problem))} />
        <button type="submit" className="button primary" disabled={busy || !asked.value}>
          {t.agree}
        </button>
      </form>
      <button type="button" className="link-button" onClick={onSignOut}>
        {t.signOut}
      </button>
    </StartFrame>
  );
}
