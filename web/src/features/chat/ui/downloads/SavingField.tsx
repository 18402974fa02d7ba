import { SelectField } from "../../../../design/Field.tsx";
import type { Room } from "../../model.ts";
import { t } from "../../text.downloads.ts";
import { WHO } from "./barred.ts";

type Downloads = NonNullable<Room["downloads"]>;

/** Who may save the files of rooms that are still to be made. */
export function SavingField({ label = t.whoThere, value, disabled, onChange }: { label?: string; value: Downloads | null | undefined; disabled?: boolean; onChange: (who: Downloads) => void }) {
  return (
    <SelectField label={label} disabled={disabled} value={value ?? "everyone"} onChange={(event) => onChange(event.currentTarget.value as Downloads)}>
      {WHO.map((who) => (
        <option key={who} value={who}>
          {t[who]}
        </option>
      ))}
    </SelectField>
  );
}
