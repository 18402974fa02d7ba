import { useState } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { TaskBody } from "./TaskBody.tsx";
import "./tasks.css";

/** A task in a room of others: looked at only when somebody asks for it, as each look is on record. */
export default function InspectedTask({ id, inspection }: { id: Id; inspection: Id }) {
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
    <div className="task-card" data-state={loaded.value.state}>
      <TaskBody task={loaded.value} />
    </div>
  );
}
