import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { dayOf } from "../../../../platform/dates.ts";
import { useMe } from "../../../../platform/session.ts";
import { say } from "../../actions.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";
import { presets } from "./quick.ts";
import WhereaboutsDialog from "./WhereaboutsDialog.tsx";
import "./whereabouts.css";

/** Asks calmly whoever was reminded to say where they are, until they have. */
export default function AskedBand() {
  const { person, whereabouts_asked_at } = useMe();
  const [asks, setAsks] = useState(false);
  // What was asked yesterday asks nobody any more.
  if (!whereabouts_asked_at || dayOf(whereabouts_asked_at) !== dayOf(Date.now())) return null;
  return (
    <div className="asked-band" role="status">
      <p>
        <Icon name="place" size={16} />
        {t.asked}
      </p>
      <div className="asked-buttons">
        {presets(Date.now()).map(([label, said]) => (
          <button key={label} type="button" className="button small" onClick={() => void say(person, said)}>
            {label}
          </button>
        ))}
        <button type="button" className="button small" onClick={() => setAsks(true)}>
          {t.more}
        </button>
      </div>
      {asks && <WhereaboutsDialog person={person} onClose={() => setAsks(false)} />}
    </div>
  );
}
