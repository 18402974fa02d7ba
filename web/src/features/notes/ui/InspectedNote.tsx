import { useMemo, useState } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { address } from "../../../platform/place.ts";
import { t } from "../text.ts";
import { ReadPage } from "./ReadPage.tsx";

/** A note in a room of others: looked at only when somebody asks for it, as each look is on record. */
export default function InspectedNote({ id, inspection }: { id: Id; inspection: Id }) {
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
  const given = useMemo(
    () => value && { files: Object.fromEntries(value.files.map((file) => [file.id, file])), at: (file: Id) => address(`/api/inspections/${inspection}/notes/${id}/files/${file}`) },
    [value, inspection, id],
  );
  if (error) return <Failed error={error} retry={reload} />;
  return value ? <ReadPage doc={value.doc} given={given} /> : <Loading />;
}
