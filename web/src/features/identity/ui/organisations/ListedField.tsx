import { useId } from "react";
import { t } from "../../text.organisations.ts";

/** Whether the sign-in names the organisation to everybody. */
export function ListedField({ value, onChange }: { value: boolean; onChange: (listed: boolean) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label className="check">
        <input type="checkbox" checked={value} aria-describedby={id} onChange={(event) => onChange(event.target.checked)} />
        {t.listed}
      </label>
      <p className="hint" id={id}>
        {t.listedHint}
      </p>
    </div>
  );
}
