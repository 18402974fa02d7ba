import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { announce } from "../../../../platform/announce.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { dragged, nudged, percent, thousandths, WHOLE, type Floor, type Point } from "../../model.floors.ts";
import { t } from "../../text.floors.ts";
import { Sheet } from "./Sheet.tsx";

const MOST = 200;

interface Props {
  floor: Floor;
  points: readonly Point[];
  onChange: (points: readonly Point[]) => void;
}

/** The points of a floor, moved on the picture by pointer or arrow keys, or written as numbers in the table beside it. */
export function PointsEditor({ floor, points, onChange }: Props) {
  const sheet = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Id | null>(null);
  const put = (point: Point) => onChange(points.map((one) => (one.id === point.id ? point : one)));
  const tell = ({ label, x, y }: Point) => announce(t.movedTo(label, percent(x), percent(y)));
  const add = () => onChange([...points, { id: newId(), label: t.newPoint, x: WHOLE / 2, y: WHOLE / 2 }]);
  const onKey = (event: KeyboardEvent, point: Point) => {
    if (belongsToInputMethod(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nudged(point, event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    put(next);
    tell(next);
  };
  const onMove = (event: PointerEvent, point: Point) => {
    if (held === point.id && sheet.current) put(dragged(point, event, sheet.current.getBoundingClientRect()));
  };
  return (
    <div className="floor-both">
      <section aria-label={t.editMap}>
        <p className="hint" id="floor-edit-hint">
          {t.editMapHint}
        </p>
        <Sheet floor={floor} sheet={sheet}>
          {points.map((point) => (
            <button
              key={point.id}
              type="button"
              className="floor-point movable"
              style={{ left: `${point.x / 10}%`, top: `${point.y / 10}%` }}
              aria-label={t.movedTo(point.label, percent(point.x), percent(point.y))}
              aria-describedby="floor-edit-hint"
              onKeyDown={(event) => onKey(event, point)}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setHeld(point.id);
              }}
              onPointerMove={(event) => onMove(event, point)}
              onPointerUp={() => setHeld(null)}
              onPointerCancel={() => setHeld(null)}
            >
              {point.label}
            </button>
          ))}
        </Sheet>
      </section>
      <section className="floor-list" aria-labelledby="floor-points-title">
        <h2 id="floor-points-title">{t.pointList}</h2>
        {points.length === 0 ? (
          <p className="hint">{t.noPoints}</p>
        ) : (
          <div className="table-scroll">
            <table className="table floor-points">
              <thead>
                <tr>
                  {[t.label, t.across, t.down, t.removePoint].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {points.map((point, index) => (
                  <tr key={point.id}>
                    <td>
                      <input className="input" required maxLength={40} aria-label={t.labelOf(index + 1)} value={point.label} onChange={(event) => put({ ...point, label: event.target.value })} />
                    </td>
                    <td>
                      <Percent label={t.acrossOf(point.label)} value={point.x} onChange={(x) => put({ ...point, x })} />
                    </td>
                    <td>
                      <Percent label={t.downOf(point.label)} value={point.y} onChange={(y) => put({ ...point, y })} />
                    </td>
                    <td>
                      <button type="button" className="button small" aria-label={t.removePointOf(point.label)} onClick={() => onChange(points.filter((one) => one.id !== point.id))}>
                        {t.removePoint}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <button type="button" className="button" disabled={points.length >= MOST} onClick={add}>
          {t.addPoint}
        </button>
        {points.length >= MOST && <p className="hint">{t.most}</p>}
      </section>
    </div>
  );
}

/** A number in percent; what is being typed stays as it is typed. */
function Percent({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      className="input floor-percent"
      inputMode="decimal"
      aria-label={label}
      value={typed ?? percent(value)}
      onChange={(event) => {
        setTyped(event.target.value);
        const next = thousandths(event.target.value);
        if (next !== null) onChange(next);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
