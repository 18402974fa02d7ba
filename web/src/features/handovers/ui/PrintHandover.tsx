import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { postText } from "../../../design/people/PersonRow.tsx";
import { dayOf, dayText, momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { back } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { sections, type Handover, type Item } from "../model.ts";
import { pageOf } from "../store.ts";
import { t } from "../text.ts";
import { factsOf, titleOf } from "./words.ts";
import "./handovers.css";

/** What stands on the paper: as it is, or as it was handed in once. */
async function collect(id: Id, version: number | null): Promise<{ handover: Handover; preface: string; items: Item[]; at: string | null }> {
  const handover = await api.handover(id);
  if (version === null) {
    const written = handover.items.filter((item) => !item.left_out && (item.title !== "" || item.note !== "" || item.source === "share"));
    return { handover, preface: handover.preface, items: written, at: handover.handed_at ?? null };
  }
  const { preface, items, at } = await api.version(id, version);
  return { handover, preface, items, at };
}

/** A handover on A4, as offices file it: everything in it, and lines for the seals. */
export function PrintHandover({ id, version = null }: { id: Id; version?: number | null }) {
  const me = useMe();
  const [printedAt] = useState(() => new Date());
  const loaded = useLoad(`print ${id} ${version}`, () => collect(id, version));
  const { value } = loaded;
  const shown = value?.handover;
  return (
    <main className="print-view handover-print">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(pageOf(id))}>
          {t.back}
        </button>
        <button type="button" className="button primary" disabled={loaded.loading} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loaded.loading} error={loaded.error} empty={!value} retry={loaded.reload}>
        {null}
      </ListState>
      {value && shown && (
        <>
          <header className="print-head">
            <h1>{t.document}</h1>
            {version !== null && version !== shown.version && <p>{`${t.versionOf(version)} ${t.newerStands}`}</p>}
          </header>
          <table className="handover-sheet">
            <tbody>
              <Row name={t.post}>{shown.post}</Row>
              <Row name={t.predecessor}>{shown.person.name}</Row>
              <Row name={t.successor}>{shown.successors.map(({ name }) => name).join("、") || t.vacantShort}</Row>
              <Row name={t.date}>{dayText(value.at ? dayOf(value.at) : (shown.last_day ?? dayOf(printedAt)))}</Row>
            </tbody>
          </table>
          {value.preface && (
            <section>
              <h2>{t.preface}</h2>
              <p className="handover-text">{value.preface}</p>
            </section>
          )}
          {value.items.length === 0 && <p>{t.empty}</p>}
          {sections(value.items).map(([source, items]) => (
            <section key={source}>
              <h2>{t.source(source)}</h2>
              <table className="handover-sheet">
                <thead>
                  <tr>
                    {[t.number, t.content, t.due, t.ask].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {items.map((item, place) => (
                    <tr key={item.key}>
                      <td>{place + 1}</td>
                      <td>
                        <b>{titleOf(item)}</b>
                        {item.settled && ` (${t.settled})`}
                        {source !== "own" && <p>{factsOf(item, true)}</p>}
                        {item.words && <p>{item.words}</p>}
                        {item.note && <p className="handover-text">{item.note}</p>}
                      </td>
                      <td>{item.due ? dayText(item.due, false) : ""}</td>
                      <td>{item.ask}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          ))}
          <p className="handover-statement">{t.statement}</p>
          <table className="handover-seals">
            <tbody>
              {[
                [t.predecessor, shown.person.name],
                [t.successor, shown.successors.map(({ name }) => name).join("、")],
                [t.witness, shown.head?.name ?? ""],
              ].map(([role, name]) => (
                <tr key={role}>
                  <th scope="row">{role}</th>
                  <td>{name}</td>
                  <td className="handover-seal">{t.seal}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="handover-printed">
            {me.organisation.name} ・ {t.printedBy(`${me.person.name} ${postText(me.person)}`, momentText(printedAt))}
          </p>
        </>
      )}
    </main>
  );
}

function Row({ name, children }: { name: string; children: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}
