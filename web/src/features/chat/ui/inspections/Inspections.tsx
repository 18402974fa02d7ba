import { useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { shortText } from "../../../../platform/dates.ts";
import { usePages } from "../../../../platform/load.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.inspections.ts";
import { inspectionNewsStore } from "../../store.ts";
import { t } from "../../text.inspections.ts";
import { roomIcon } from "../titles.ts";
import { AskButton } from "./AskButton.tsx";
import { StateTag } from "./StateTag.tsx";
import { roomName } from "./words.ts";
import "./inspections.css";

/** All requests to read rooms, for administrators and, to look at, for auditors. */
export default function Inspections() {
  const me = useMe();
  const title = useArrival();
  const administers = me.rights === "administrator";
  const news = useStore(inspectionNewsStore, (count) => count);
  const [phase, setPhase] = useState<api.Phase | "">("");
  const [others, setOthers] = useState<number | null>(null);
  const list = usePages(`inspections ${phase} ${news}`, async (cursor) => {
    const page = await api.inspections(phase, cursor);
    setOthers(page.others);
    return page;
  });
  const phases: [api.Phase | "", string][] = [
    ["", t.phaseAll],
    ["waiting", t.phaseWaiting],
    ["granted", t.phaseGranted],
    ["closed", t.phaseClosed],
  ];
  return (
    <section className="admin-page" aria-labelledby="inspections-title">
      <header className="admin-head">
        <h1 id="inspections-title" ref={title} tabIndex={-1}>
          {t.title}
        </h1>
        {administers && <AskButton room={null} className="button primary" />}
      </header>
      <p className="hint inspection-width">{t.hint}</p>
      {administers && others === 0 && (
        <p className="inspection-alone" role="note">
          {t.alone} <Link href="/admin/accounts">{t.nameOne}</Link>
        </p>
      )}
      <div className="sort-bar" role="group" aria-label={t.phase}>
        {phases.map(([value, label]) => (
          <button key={value} type="button" className="chip-button" aria-pressed={value === phase} onClick={() => setPhase(value)}>
            {label}
          </button>
        ))}
      </div>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="eye" title={phase === "" ? t.none : t.noneOfPhase}>
          {phase === "" && administers && <p>{t.noneHint}</p>}
        </Empty>
      </ListState>
      <ul className="inspections">
        {list.items.map((inspection) => (
          <li key={inspection.id}>
            <Link className="inspection" href={`/admin/inspections/${inspection.id}`}>
              <Icon name={roomIcon(inspection.room.kind)} />
              <span className="inspection-words">
                <b>
                  {roomName(inspection)} <StateTag state={inspection.state} />
                </b>
                <span className="inspection-purpose">{inspection.purpose}</span>
                <small>
                  {t.askedBy(inspection.asked_by.name, shortText(inspection.asked_at))}
                  {inspection.asked_by.id === me.person.id ? ` ・ ${t.yours}` : inspection.state === "waiting" && administers ? ` ・ ${t.toDecide}` : ""}
                </small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </section>
  );
}
