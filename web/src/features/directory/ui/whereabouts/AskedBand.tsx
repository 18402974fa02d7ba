import { useState } from "react";
import { whereText } from "../../../../design/people/WhereaboutsTag.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { dayOf } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import { useMe } from "../../../../platform/session.ts";
import { say } from "../../actions.whereabouts.ts";
import * as api from "../../api.whereabouts.ts";
import { todayAgain } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";
import { isPutOff, putOff } from "./putOff.ts";
import { presets } from "./quick.ts";
import WhereaboutsDialog from "./WhereaboutsDialog.tsx";
import "./whereabouts.css";

/** Asks calmly whoever has not said where they are, at the first use of the day or once they were reminded, until they have or do not want to. */
export default function AskedBand() {
  const { person, whereabouts_asked_at } = useMe();
  const [off, setOff] = useState("");
  // What was asked yesterday asks nobody any more.
  if (!whereabouts_asked_at || dayOf(whereabouts_asked_at) !== dayOf(Date.now())) return null;
  const asked = `${person.id} ${whereabouts_asked_at}`;
  if (off === asked || isPutOff(asked)) return null;
  return (
    <Band
      onLater={() => {
        putOff(asked);
        setOff(asked);
      }}
    />
  );
}

function Band({ onLater }: { onLater: () => void }) {
  const { person } = useMe();
  const [asks, setAsks] = useState(false);
  const last = useLoad("last whereabouts", api.last);
  const before = last.value?.said;
  const again = todayAgain(before, Date.now());
  return (
    <div className="asked-band" role="status">
      <p>
        <Icon name="place" size={16} />
        {t.asked}
      </p>
      <div className="asked-buttons">
        {before && again && (
          <button type="button" className="button small primary" onClick={() => void say(person, again)}>
            {t.sameAgain(whereText(before))}
          </button>
        )}
        {presets(Date.now()).map(([label, said]) => (
          <button key={label} type="button" className="button small" onClick={() => void say(person, said)}>
            {label}
          </button>
        ))}
        <button type="button" className="button small" onClick={() => setAsks(true)}>
          {t.more}
        </button>
        <button type="button" className="button small" onClick={onLater}>
          {t.askedLater}
        </button>
      </div>
      {asks && <WhereaboutsDialog person={person} onClose={() => setAsks(false)} />}
    </div>
  );
}
