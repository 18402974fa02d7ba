import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { dayText } from "../../../../platform/dates.ts";
import { ownName } from "../../../../platform/place.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe, type Me } from "../../../../platform/session.ts";
import { t } from "../../text.guests.ts";
import "./guests.css";

type Ending = NonNullable<Me["ending"]>;

/** Tells whoever answers for guests or bots that a stay or a token ends soon; put away, it comes again when there is something new to tell. */
export default function EndingBand() {
  const { ending, rights, person } = useMe();
  // Two people may use one device.
  const kept = ownName(`ending put away ${person.id}`);
  const [away, setAway] = useState(() => localStorage.getItem(kept));
  if (!ending || (away !== null && ending.since <= away)) return null;
  const putAway = () => {
    localStorage.setItem(kept, ending.since);
    setAway(ending.since);
  };
  const administers = rights === "administrator";
  return (
    <p className="ending-band" role="status">
      <Icon name="clock" size={16} />
      <span>
        {sentence(ending)}
        {ending.tokens > 0 && !administers && ` ${t.endingToken}`}
      </span>
      {ending.guests > 0 && (
        <Link className="button small" href="/settings/guests?ending=1">
          {t.toGuests}
        </Link>
      )}
      {ending.tokens > 0 && administers && (
        <Link className="button small" href="/admin/bots">
          {t.toBots}
        </Link>
      )}
      <button type="button" className="icon-button" aria-label={t.putAway} onClick={putAway}>
        <Icon name="close" size={16} />
      </button>
    </p>
  );
}

function sentence({ guests, tokens, first_on }: Ending): string {
  const first = dayText(first_on, false);
  if (guests > 0 && tokens > 0) return t.endingBoth(guests, tokens, first);
  return guests > 0 ? t.endingGuests(guests, first) : t.endingTokens(tokens, first);
}
