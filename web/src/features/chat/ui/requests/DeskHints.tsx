import { desksForMe } from "../../model.ts";
import { t } from "../../text.requests.ts";
import { AskButton } from "./AskButton.tsx";
import { useDesks } from "./desks.ts";
import "./requests.css";

/** Where one looks for people: whom one does not find there, and who passes on what they need. */
export default function DeskHints() {
  const desks = desksForMe(useDesks());
  if (desks.length === 0) return null;
  return (
    <ul className="desk-hints" aria-label={t.desks}>
      {desks.map((desk) => (
        <li key={desk.barrier_id}>
          <span>{t.deskTakes(desk.name, desk.unit_name)}</span>
          <AskButton desks={desks} barrier={desk.barrier_id} className="link-button" label={t.about(t.ask, desk.name)} />
        </li>
      ))}
    </ul>
  );
}
