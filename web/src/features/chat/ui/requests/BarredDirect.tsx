import { Empty } from "../../../../design/ListState.tsx";
import { desksForMe } from "../../model.ts";
import { t } from "../../text.requests.ts";
import { AskButton } from "./AskButton.tsx";
import { useDesks } from "./desks.ts";

/** Instead of a conversation that a barrier does not let begin: the way to the desk. */
export default function BarredDirect() {
  const desks = desksForMe(useDesks());
  return (
    <Empty page icon="desk" title={t.barredNew}>
      {desks.length > 0 && (
        <>
          <p>{t.barredNewHint}</p>
          <AskButton desks={desks} className="button primary" />
        </>
      )}
    </Empty>
  );
}
