import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useLoad } from "../../../../platform/load.ts";
import { Link } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import { floorNews } from "../../actions.floors.ts";
import * as api from "../../api.floors.ts";
import { places as loadPlaces } from "../../api.whereabouts.ts";
import type { Floor } from "../../model.floors.ts";
import { t } from "../../text.floors.ts";
import { FloorEditor } from "./FloorEditor.tsx";
import "./floors.css";

/** The console's page of floor maps: the floors of each place of work, and one of them to be changed. */
export default function AdminFloors() {
  const title = useArrival();
  const news = useStore(floorNews, (count) => count);
  const list = useLoad(`admin floors ${news}`, api.floors);
  const places = useLoad("admin places", loadPlaces);
  const [editing, setEditing] = useState<Floor | "new" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const floors = list.value?.items ?? [];
  const all = places.value?.items ?? [];
  // The list has floors without their points.
  const open = (floor: Floor) => {
    setError(null);
    api.floor(floor.id).then(setEditing, setError);
  };
  if (editing)
    return (
      <FloorEditor
        key={editing === "new" ? "new" : editing.id}
        floor={editing === "new" ? null : editing}
        places={all}
        nextOrder={Math.max(0, ...floors.map((floor) => floor.order)) + 10}
        onClose={() => {
          setEditing(null);
          list.reload();
        }}
      />
    );
  return (
    <section className="admin-page floors-admin" aria-labelledby="admin-floors-title">
      <header className="admin-head">
        <h1 id="admin-floors-title" ref={title} tabIndex={-1}>
          {t.title}
        </h1>
        {all.length > 0 && (
          <button type="button" className="button primary" onClick={() => setEditing("new")}>
            <Icon name="plus" size={18} />
            {t.add}
          </button>
        )}
      </header>
      <p className="hint">{t.adminHint}</p>
      <ListState loading={list.loading || places.loading} error={error ?? list.error ?? places.error} empty={floors.length === 0} retry={list.reload}>
        <Empty icon="place" title={t.noFloors}>
          <p>{all.length > 0 ? t.noFloorsAdmin : t.noPlaces}</p>
          {all.length === 0 && (
            <Link className="button" href="/admin/whereabouts">
              {t.toPlaces}
            </Link>
          )}
        </Empty>
      </ListState>
      {floors.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                {[t.place, t.order, t.name, t.picture, t.edit].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {floors.map((floor) => (
                <tr key={floor.id}>
                  <td>{floor.place}</td>
                  <td className="number">{floor.order}</td>
                  <td>
                    <Link href={`/floors/${floor.id}`}>{floor.name}</Link>
                  </td>
                  <td>{floor.picture ? t.hasPicture : t.hasNoPicture}</td>
                  <td>
                    <button type="button" className="button small" aria-label={t.editOf(`${floor.place} ${floor.name}`)} onClick={() => open(floor)}>
                      {t.edit}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
