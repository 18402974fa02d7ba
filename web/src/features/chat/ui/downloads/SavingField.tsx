import { SelectField } from "../../../../design/Field.tsx";
import type { Room } from "../../model.ts";
import { t } from "../../text.downloads.ts";

type Downloads = NonNullable<Room["downloads"]>;

const WHO: readonly Downloads[] = ["everyone", "staff", "nobody"];

/** Who may save the files of rooms that are still to be made. */
export function SavingField({ value, onChange }: { value: Downloads | null | undefined; onChange: (who: Downloads) => void }) {
  return (
    <SelectField label={t.whoThere} value={value ?? "everyone"} onChange={(event) => onChange(event.currentTarget.value as Downloads)}>
      {WHO.map((who) => (
        <option key={who} value={who}>
          {t[who]}
        </option>
      ))}
    </SelectField>
  );
}
