import { useState } from "react";
import { ListState } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import { downloadFloor, setDownloadFloor, type DownloadFloor } from "../../api.floor.ts";
import { t } from "../../text.downloads.ts";
import { SavingField } from "./SavingField.tsx";

/** Below what owners of rooms do not go, of who may save files, for those who look after rooms. */
export function FloorSection() {
  const floor = useLoad("download floor", downloadFloor);
  return (
    <section aria-labelledby="floor-title">
      <h2 id="floor-title">{t.section}</h2>
      <p className="hint">{t.sectionHint}</p>
      <ListState loading={floor.loading} error={floor.error} empty={!floor.value} retry={floor.reload}>
        {null}
      </ListState>
      {floor.value && <FloorForm before={floor.value} />}
    </section>
  );
}

function FloorForm({ before }: { before: DownloadFloor }) {
  const changes = useMe().rights === "administrator";
  const [floor, setFloor] = useState(before);
  const { error, busy, submit } = useSubmit(async () => {
    await setDownloadFloor(floor);
    toast(t.floorSaved);
  });
  return (
    <form className="form" onSubmit={submit}>
      <SavingField label={t.floorRooms} value={floor.rooms} disabled={!changes} onChange={(rooms) => setFloor({ ...floor, rooms })} />
      <SavingField label={t.floorOutside} value={floor.outside} disabled={!changes} onChange={(outside) => setFloor({ ...floor, outside })} />
      {changes && (
        <button type="submit" className="button" disabled={busy}>
          {t.floorSave}
        </button>
      )}
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {problemText(error)}
        </p>
      )}
    </form>
  );
}
