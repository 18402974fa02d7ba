import { useState } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { meet } from "../../../platform/people.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { ByOption, ByPerson, Names } from "./ResultLists.tsx";
import "./stamps.css";

/** A stamp in a room of others: looked at only when somebody asks for it, as each look is on record. */
export default function InspectedStamp({ id, inspection }: { id: Id; inspection: Id }) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Seen id={id} inspection={inspection} />;
  return (
    <button type="button" className="link-button" onClick={() => setWanted(true)}>
      {t.inspect}
    </button>
  );
}

function Seen({ id, inspection }: { id: Id; inspection: Id }) {
  const loaded = useLoad(`${inspection} ${id}`, async () => {
    const found = await api.inspected(inspection, id, "reading");
    meet([...found.answers.answers.map((one) => one.person), ...found.answers.voters]);
    return found;
  });
  if (loaded.error) return <Failed error={loaded.error} retry={loaded.reload} />;
  if (!loaded.value) return <Loading />;
  const { stamp, answers } = loaded.value;
  return (
    <div className="stamp-card">
      <ByOption stamp={stamp} answers={answers.answers} />
      {stamp.anonymous ? <Names people={answers.voters} empty={t.nobodyAnswered} /> : <ByPerson stamp={stamp} answers={answers.answers} />}
    </div>
  );
}
