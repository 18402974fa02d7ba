import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useWhereabouts } from "../../../../platform/whereabouts.ts";
import { say } from "../../actions.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";
import { isSomewhere, presets } from "./quick.ts";
import { WhereaboutsWords } from "./WhereaboutsWords.tsx";
import WhereaboutsDialog from "./WhereaboutsDialog.tsx";
import "./whereabouts.css";

/** My whereabouts, among what I tell others about me. */
export default function OwnWhereabouts() {
  const me = useMe();
  const now = useWhereabouts(me.person.whereabouts);
  const [asks, setAsks] = useState(false);
  if (!isSomewhere(me)) return null;
  return (
    <section className="choice" aria-labelledby="own-whereabouts-title">
      <h2 id="own-whereabouts-title">{t.whereabouts}</h2>
      <p className="hint">{t.ownHint}</p>
      {now && (
        <p>
          <WhereaboutsWords said={now} />
        </p>
      )}
      <div className="asked-buttons">
        {presets(Date.now()).map(([label, said]) => (
          <button key={label} type="button" className="button" onClick={() => void say(me.person, said)}>
            {label}
          </button>
        ))}
        <button type="button" className="button" onClick={() => setAsks(true)}>
          {t.more}
        </button>
        {now && (
          <button type="button" className="button" onClick={() => void say(me.person, {})}>
            {t.clear}
          </button>
        )}
        <Link className="button" href="/board">
          <Icon name="list" size={18} />
          {t.board}
        </Link>
      </div>
      {asks && <WhereaboutsDialog person={me.person} onClose={() => setAsks(false)} />}
    </section>
  );
}
