import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { dayText, momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { allPages, useLoad } from "../../../platform/load.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { back } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { unitName, useUnitNames } from "../../../platform/units.ts";
import * as api from "../api.ts";
import { isOverdue, KINDS, type Slip } from "../model.ts";
import { t } from "../text.ts";
import { usePeople } from "./usePeople.ts";
import { addresseeName, checkerName, lastText } from "./words.ts";
import "./slips.css";

const AT_ONCE = 200;

async function listed(room: Id, wanted: api.Wanted): Promise<Slip[]> {
  const all: Slip[] = [];
  for await (const page of allPages((cursor) => api.ofRoom(room, wanted, cursor, AT_ONCE))) all.push(...page);
  return all;
}

/** What of a list it is, where that is not all that is open. */
function partOf({ kind, over, unit, state, overdue, day }: api.Wanted): string {
  const parts = [over && (kind === "council" ? t.past : t.overList), day && dayText(day), unit && unitName(unit), state && t[state], overdue && t.overdueOnly];
  return parts.filter(Boolean).join("・");
}

/** A room's parcels or requests, or the answers to the questions of the council, as the list that it comes from shows them, on A4. */
export default function PrintSlips({ room, kind: word }: { room: Id; kind: string }) {
  const me = useMe();
  const [printedAt] = useState(() => new Date());
  const kind = KINDS.find((one) => one === word) ?? "parcel";
  const wanted = api.wantedIn(kind, location.search);
  const loaded = useLoad(`print slips ${room} ${JSON.stringify(wanted)}`, () => listed(room, wanted));
  useUnitNames(wanted.unit !== null);
  const part = partOf(wanted);
  const slips = loaded.value;
  const people = usePeople(slips ?? []);
  const parcel = kind === "parcel";
  const heads = parcel ? [t.section, t.sender, t.pieces, t.place, t.postedAt, t.state] : [t.subject, t.due, t.to, t.state, t.answerWords];
  return (
    <main className="print-view slips-sheet">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(`/rooms/${room}/slips`)}>
          {t.back}
        </button>
        <button type="button" className="button primary" disabled={!slips} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loaded.loading} error={loaded.error} empty={!slips} retry={loaded.reload}>
        {null}
      </ListState>
      {slips && (
        <>
          <header className="print-head">
            <h1>{`${kind === "council" ? t.answerSheet : t.sheet(t[kind])} ${slips[0]?.room_name ?? ""}`.trim()}</h1>
            {part !== "" && <p>{part}</p>}
          </header>
          {slips.length === 0 && <p>{t.paperEmpty}</p>}
          {kind === "council" && slips.map((slip) => <Sheet key={slip.id} slip={slip} people={people} />)}
          {slips.length > 0 && kind !== "council" && (
            <table className="slips-table">
              <thead>
                <tr>
                  {heads.map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {slips.flatMap((slip) =>
                  slip.lines.map((line) => (
                    <tr key={`${slip.id} ${line.number}`}>
                      {parcel ? (
                        <>
                          <td>{addresseeName(line, people)}</td>
                          <td>{slip.sender}</td>
                          <td>{slip.pieces}</td>
                          <td>
                            {slip.place}
                            {slip.note && <span className="block">{slip.note}</span>}
                          </td>
                          <td>{momentText(slip.created_at)}</td>
                          <td>{t[line.state]}</td>
                        </>
                      ) : (
                        <>
                          <td>
                            {slip.subject}
                            {slip.note && <span className="block">{slip.note}</span>}
                          </td>
                          <td>
                            {slip.due_on && dayText(slip.due_on)}
                            {isOverdue(slip) && <b className="block">{t.overdue}</b>}
                          </td>
                          <td>{addresseeName(line, people)}</td>
                          <td>
                            {t[line.state]}
                            <span className="block">{lastText(kind, line, people)}</span>
                          </td>
                          <td className="slip-words">{line.answer}</td>
                        </>
                      )}
                    </tr>
                  )),
                )}
              </tbody>
            </table>
          )}
          <p className="slips-printed">
            {me.organisation.name} ・ {t.printed(momentText(printedAt), me.person.name)}
          </p>
        </>
      )}
    </main>
  );
}

/** The answer to one question on a page of its own: 答弁書. */
function Sheet({ slip, people }: { slip: Slip; people: Readonly<Record<Id, PersonBrief>> }) {
  const [line] = slip.lines;
  if (!line) return null;
  return (
    <article className="slip-sheet">
      <h2>{`${t.turnOf(slip.turn)} ${slip.subject}`}</h2>
      <dl>
        <dt>{t.day}</dt>
        <dd>{slip.due_on && dayText(slip.due_on)}</dd>
        <dt>{t.asker}</dt>
        <dd>{slip.sender}</dd>
        <dt>{t.drafter}</dt>
        <dd>{addresseeName(line, people)}</dd>
        <dt>{t.state}</dt>
        <dd>{t[line.state]}</dd>
      </dl>
      <h3>{t.question}</h3>
      <p className="slip-words">{slip.note || slip.subject}</p>
      <h3>{t.council}</h3>
      <p className="slip-words">{line.answer || t.notDrafted}</p>
      <h3>{t.checks}</h3>
      <ul>
        {slip.checks.map((check, place) => (
          <li key={`${place} ${check.label}`}>{`${check.label} ${checkerName(check, people)} ${place < line.passed ? t.checkPassed : "—"}`}</li>
        ))}
      </ul>
    </article>
  );
}
