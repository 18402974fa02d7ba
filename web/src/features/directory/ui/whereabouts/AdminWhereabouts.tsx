import { useArrival } from "../../../../design/useArrival.ts";
import { may } from "../../../../platform/powers.ts";
import { useMe } from "../../../../platform/session.ts";
import { t } from "../../text.whereabouts.ts";
import { MissingList } from "./MissingList.tsx";
import { Places } from "./Places.tsx";
import { Rule } from "./Rule.tsx";
import "./whereabouts.css";

/** The console's page of whereabouts: whether they are asked for, who has not said them, and the places to choose from. */
export default function AdminWhereabouts() {
  const me = useMe();
  const title = useArrival();
  const decides = may(me, "settings", "change");
  return (
    <section className="admin-page whereabouts-admin" aria-labelledby="admin-whereabouts-title">
      <h1 id="admin-whereabouts-title" ref={title} tabIndex={-1}>
        {t.adminTitle}
      </h1>
      {decides && <Rule />}
      {may(me, "people") && <MissingList />}
      {decides && <Places />}
    </section>
  );
}
