import { SelectField } from "../../../../design/Field.tsx";
import { useLoad } from "../../../../platform/load.ts";
import * as api from "../../api.orders.ts";
import { t as downloads } from "../../text.downloads.ts";
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
          <Listed title={t.headings} items={opening.headings} />
          <Listed title={t.pages} items={opening.pages.map((page) => page.title)} />
          {opening.no_forwarding && <p>{t.withoutForwarding}</p>}
          {opening.downloads && opening.downloads !== "everyone" && <p>{downloads.begins(downloads[opening.downloads])}</p>}
        </section>
      )}
    </>
  );
}

function Listed({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <b>{title}</b>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
}
