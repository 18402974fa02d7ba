import { useState } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { SlipBody } from "./SlipBody.tsx";
import "./slips.css";

/** A slip in a room of others: looked at only when somebody asks for it, as each look is on record. */
export default function InspectedSlip({ id, inspection }: { id: Id; inspection: Id }) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Seen id={id} inspection={inspection} />;
  return (
    <button type="button" className="link-button" onClick={() => setWanted(true)}>
      {t.inspect}
    </button>
  );
}

function Seen({ id, inspection }: { id: Id; inspection: Id }) {
  const loaded = useLoad(`${inspection} ${id}`, () => api.inspected(inspection, id));
  if (loaded.error) return <Failed error={loaded.error} retry={loaded.reload} />;
  if (!loaded.value) return <Loading />;
  return (
    <div className="slip-card">
      <SlipBody slip={loaded.value} />
    </div>
  );
}
