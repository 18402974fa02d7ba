import { SelectField } from "../../../../design/Field.tsx";
import { useLoad } from "../../../../platform/load.ts";
import * as api from "../../api.orders.ts";
import { t } from "../../text.templates.ts";
import { templateName } from "./names.ts";
import "./templates.css";

interface Props {
  chosen: api.RoomTemplate | null;
  onChoose: (template: api.RoomTemplate | null) => void;
}

/** Chooses what a new room begins with, and shows it. */
export default function TemplateChoice({ chosen, onChoose }: Props) {
  const list = useLoad("room templates", api.templates);
  const opening = chosen?.words.opening;
  return (
    <>
      <SelectField label={t.choose} value={chosen?.key ?? ""} onChange={(event) => onChoose(list.value?.find((one) => one.key === event.currentTarget.value) ?? null)}>
        <option value="">{t.plain}</option>
        {(list.value ?? []).map((one) => (
          <option key={one.key} value={one.key}>
            {templateName(one)}
          </option>
        ))}
      </SelectField>
      {opening && (
        <section className="template-begins" aria-labelledby="template-begins">
          <h2 id="template-begins">{t.begins}</h2>
          <p className="hint">{t.beginsHint}</p>
          {opening.first && <p className="template-first">{opening.first}</p>}
          {opening.headings.length > 0 && <p>{t.withHeadings(opening.headings.join(t.comma))}</p>}
          {opening.pages.length > 0 && <p>{t.withPages(opening.pages.map((page) => page.title).join(t.comma))}</p>}
          {opening.no_forwarding && <p>{t.withoutForwarding}</p>}
        </section>
      )}
    </>
  );
}
