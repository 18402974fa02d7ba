import { useState } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { Outcomes } from "./Outcomes.tsx";
import "./meetings.css";

/** A meeting in a room of others: looked at only when somebody asks for it, as each look is on record. */
export default function InspectedMeeting({ id, inspection }: { id: Id; inspection: Id }) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Seen id={id} inspection={inspection} />;
  return (
    <button type="button" className="link-button" onClick={() => setWanted(true)}>
      {t.inspect}
    </button>
  );
}

function Seen({ id, inspection }: { id: Id; inspection: Id }) {
  const { value, error, reload } = useLoad(`${inspection} ${id}`, () => api.inspected(inspection, id));
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Loading />;
  return (
    <>
      <p>
        {value.meeting.title} ・ {momentText(value.meeting.starts_at)}
      </p>
      <Outcomes items={value.items} />
      <ul>
        {value.materials.map((title, at) => (
          // What lies on the table has no other name here than its place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>{title}</li>
        ))}
      </ul>
    </>
  );
}
