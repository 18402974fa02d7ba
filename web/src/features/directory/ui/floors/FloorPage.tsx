import { useState } from "react";
import { SelectField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { floorNews } from "../../actions.floors.ts";
import * as api from "../../api.floors.ts";
import type { Floor } from "../../model.floors.ts";
import { t } from "../../text.floors.ts";
import { Sheet } from "./Sheet.tsx";
import { useFloorPeople } from "./useFloorPeople.ts";
import "./floors.css";

const OF_POINT = "point-";

/** フロア図: who said that they are where on a floor. `at` is a floor, "point-" with one of its points, or "all" for the first that there is. */
export default function FloorPage({ at }: { at: string }) {
  const title = useArrival();
  const news = useStore(floorNews, (count) => count);
  const point = at.startsWith(OF_POINT) ? at.slice(OF_POINT.length) : null;
  const list = useLoad(`floors ${news}`, api.floors);
  const all = list.value?.items ?? [];
  const found = useLoad(`floor ${at} ${news} ${at === "all" ? (all[0]?.id ?? "") : ""}`, async () => {
    if (point) return (await api.floorOfPoint(point)).items[0] ?? null;
    const id = at === "all" ? all[0]?.id : at;
    return id ? api.floor(id) : null;
  });
  const floor = found.value ?? null;
  const waits = list.loading || (found.loading && !floor);
  return (
    <section className="page floor-page" aria-labelledby="floor-title">
      <header className="room-header">
        <div className="room-heading">
          <h1 id="floor-title" ref={title} tabIndex={-1}>
            {floor ? t.titleOf(floor.place, floor.name) : t.title}
          </h1>
        </div>
        <Link className="button small floor-tool" href="/board">
          <Icon name="list" size={16} />
          {t.board}
        </Link>
        <button type="button" className="button small floor-tool" onClick={() => window.print()}>
          <Icon name="print" size={16} />
          {t.print}
        </button>
      </header>
      {all.length > 0 && (
        <div className="people-tools floor-tool">
          <SelectField label={t.chooseFloor} value={floor?.id ?? ""} onChange={(event) => navigate(`/floors/${event.target.value}`)}>
            {!floor && <option value="">{t.chooseFloor}</option>}
            {all.map((one) => (
              <option key={one.id} value={one.id}>{`${one.place} ${one.name}`}</option>
            ))}
          </SelectField>
        </div>
      )}
      <div className="page-body">
        <ListState loading={waits} error={list.error ?? found.error} empty={!floor} retry={found.reload}>
          <Empty icon="place" title={all.length > 0 ? t.gone : t.noFloors}>
            {all.length === 0 && <p>{t.noFloorsHint}</p>}
          </Empty>
        </ListState>
        {floor && <Map key={floor.id} floor={floor} first={point} />}
      </div>
    </section>
  );
}

function Map({ floor, first }: { floor: Floor; first: Id | null }) {
  const me = useMe();
  const { people, value, error, loading, reload } = useFloorPeople(floor);
  const [chosen, setChosen] = useState(first ?? "");
  const at = (point: Id) => people.filter((person) => person.whereabouts?.point_id === point);
  const labels = new globalThis.Map(floor.points.map((point) => [point.id, point.label]));
  const is = labels.has(chosen) ? chosen : "";
  const rows = is ? at(is) : people;
  return (
    <>
      <p className="floor-printed">{t.printed(momentText(Date.now()), me.person.name)}</p>
      <div className="floor-both">
        <Sheet floor={floor}>
          {floor.points.map((point) => {
            const count = at(point.id).length;
            return (
              <button key={point.id} type="button" className="floor-point" data-here={count > 0 || undefined} style={{ left: `${point.x / 10}%`, top: `${point.y / 10}%` }} aria-pressed={is === point.id} onClick={() => setChosen(is === point.id ? "" : point.id)}>
                {count > 0 ? t.pointOf(point.label, count) : point.label}
              </button>
            );
          })}
        </Sheet>
        <section className="floor-list" aria-labelledby="floor-people-title">
          <h2 id="floor-people-title">{t.people}</h2>
          <p role="status">{t.summary(people.length)}</p>
          {floor.points.length > 0 && (
            <div className="floor-tool">
              <SelectField label={t.points} value={is} onChange={(event) => setChosen(event.target.value)}>
                <option value="">{t.allPoints(people.length)}</option>
                {floor.points.map((point) => (
                  <option key={point.id} value={point.id}>
                    {t.pointOf(point.label, at(point.id).length)}
                  </option>
                ))}
              </SelectField>
            </div>
          )}
          <ListState loading={loading && !value} error={error} empty={rows.length === 0} retry={reload}>
            <Empty icon="people" title={is ? t.nobodyAt : t.nobody}>
              {!is && <p>{t.nobodyHint}</p>}
            </Empty>
          </ListState>
          {rows.length > 0 && (
            <ul className="floor-people">
              {rows.map((person) => {
                const point = person.whereabouts?.point_id ?? "";
                const label = labels.get(point) ?? "";
                return (
                  <li key={person.id}>
                    <Link className="floor-person" href={`/people/${person.id}`}>
                      <PersonRow person={{ ...person, whereabouts: null }} />
                    </Link>
                    <button type="button" className="chip-button" aria-label={t.showPoint(label)} aria-pressed={is === point} onClick={() => setChosen(is === point ? "" : point)}>
                      {label}
                    </button>
                  </li>
                );
              })}
            </ul>
          )}
        </section>
      </div>
    </>
  );
}
