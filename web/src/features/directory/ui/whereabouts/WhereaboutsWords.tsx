import { Dial } from "../../../../design/people/Dial.tsx";
import { untilText, WhereaboutsTag } from "../../../../design/people/WhereaboutsTag.tsx";
import { shortText } from "../../../../platform/dates.ts";
import { Link } from "../../../../platform/router.ts";
import type { Whereabouts } from "../../../../platform/whereabouts.ts";
import { useSetter } from "../../actions.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";

/** All that is said of where somebody is: where, until when, the telephone there, since when, and by whom if not by themselves. */
export function WhereaboutsWords({ said }: { said: Whereabouts }) {
  const setter = useSetter(said.set_by);
  return (
    <span className="whereabouts-words">
      <WhereaboutsTag said={said} /> {untilText(said.until)}{" "}
      {said.extension && (
        <>
          {t.phone} <Dial number={said.extension} />
        </>
      )}
      {said.point_id && (
        <Link href={`/floors/point-${said.point_id}`} aria-label={t.onFloor(said.place ?? "")}>
          {t.floors}
        </Link>
      )}
      <small className="block">
        {t.since(shortText(said.since))} {setter && t.setBy(setter)}
      </small>
    </span>
  );
}
