import { SelectField } from "../../../../design/Field.tsx";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import * as api from "../../api.floors.ts";
import { t } from "../../text.floors.ts";

interface Props {
  place: Id;
  value: Id;
  error: string | null;
  onChange: (point: Id) => void;
}

/** The points of a place's floors, where it has any, for whoever says where they are. */
export default function PointChoice({ place, value, error, onChange }: Props) {
  const floors = useLoad(`points ${place}`, async () => {
    const { items } = await api.floors();
    const all = await Promise.all(items.filter((floor) => floor.place_id === place).map((floor) => api.floor(floor.id)));
    return all.filter((floor) => floor.points.length > 0);
  });
  if (!floors.value?.length) return null;
  return (
    <SelectField label={t.point} value={value} error={error} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t.noPoint}</option>
      {floors.value.map((floor) => (
        <optgroup key={floor.id} label={floor.name}>
          {floor.points.map((point) => (
            <option key={point.id} value={point.id}>
              {point.label}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}
