import { useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { ExportButton, type Column } from "../../../design/export/ExportButton.tsx";
import { SelectField, SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { Pane } from "../../../design/Pane.tsx";
import { momentText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { allPages, usePages } from "../../../platform/load.ts";
import { named } from "../../../platform/named.ts";
import { peopleStore } from "../../../platform/people.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { KINDS, lastOf, namedIn, REQUEST_STATES, type Kind, type Line, type Slip, type State } from "../model.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import CouncilDialog from "./CouncilDialog.tsx";
import ParcelDialog from "./ParcelDialog.tsx";
import RequestDialog from "./RequestDialog.tsx";
import { SectionField } from "./SectionField.tsx";
import { SlipLines } from "./SlipLines.tsx";
import { useNews } from "./useNews.ts";
import { addresseeName, doerName } from "./words.ts";
import "./slips.css";

const AT_ONCE = 200;

/** A line of a slip as a row of a table. */
interface Row {
  slip: Slip;
  line: Line;
}

/** What is written of each line into a file. */
function columns(kind: Kind): Column<Row>[] {
  const people = () => peopleStore.get();
  const last = ({ line }: Row) => lastOf(line);
  return [
    [t.section, ({ line }) => addresseeName(line, people())],
    ...(kind === "parcel"
      ? ([
          [t.sender, ({ slip }) => slip.sender],
          [t.pieces, ({ slip }) => slip.pieces],
          [t.place, ({ slip }) => slip.place],
        ] satisfies Column<Row>[])
      : ([
          ...(kind === "council"
            ? ([
                [t.turn, ({ slip }) => slip.turn],
                [t.asker, ({ slip }) => slip.sender],
              ] satisfies Column<Row>[])
            : []),
          [kind === "council" ? t.theme : t.subject, ({ slip }) => slip.subject],
          [kind === "council" ? t.day : t.due, ({ slip }) => slip.due_on ?? ""],
        ] satisfies Column<Row>[])),
    [t.note, ({ slip }) => slip.note],
    [t.state, ({ line }) => t[line.state]],
    ...(kind !== "parcel" ? ([[t.answerWords, ({ line }) => line.answer]] satisfies Column<Row>[]) : []),
    [kind === "parcel" ? t.postedAt : t.askedAt, ({ slip }) => momentText(slip.created_at)],
    [t.from, ({ slip }) => [slip.asking, people()[slip.maker_id]?.name].filter(Boolean).join(" ")],
    [t.lastDone, (row) => (last(row) ? momentText(last(row)!.at) : "")],
    [t.who, (row) => (last(row) ? doerName(last(row)!, people()) : "")],
  ];
}

const MAKING = { parcel: ParcelDialog, request: RequestDialog, council: CouncilDialog };

/** What the lists are called, and what they say when they are empty. */
const SHOWN = {
  get parcel() {
    return { make: t.addParcel, open: t.waits, over: t.overList, none: t.noneParcels, noneOver: t.noneOver, hint: t.noneParcelsHint };
  },
  get request() {
    return { make: t.addRequest, open: t.openList, over: t.overList, none: t.noneRequests, noneOver: t.noneOver, hint: t.noneRequestsHint };
  },
  get council() {
    return { make: t.addCouncil, open: t.upcoming, over: t.past, none: t.noneCouncil, noneOver: t.nonePast, hint: t.noneCouncilHint };
  },
};

/** A room's slips, beside it. */
export default function RoomSlips({ room }: { room: Id }) {
  const me = useMe();
  const [kind, setKind] = useState<Kind>("parcel");
  const [shown, setShown] = useState<"open" | "over">("open");
  const [unit, setUnit] = useState<Id>("");
  const [state, setState] = useState<State | "">("");
  const [overdue, setOverdue] = useState(false);
  const [day, setDay] = useState("");
  const [making, setMaking] = useState(false);
  const news = useNews();
  const over = shown === "over";
  const narrowed = kind === "request" && !over;
  const wanted: api.Wanted = { kind, over, unit: unit || null, state: narrowed ? state || null : null, overdue: narrowed && overdue, day: (kind === "council" && day) || null };
  const list = usePages(
    `${room} ${JSON.stringify(wanted)}`,
    async (cursor) => {
      const page = await api.ofRoom(room, wanted, cursor);
      put(...page.items);
      return page;
    },
    news,
  );
  async function* rows(): AsyncGenerator<Row[]> {
    for await (const page of allPages((cursor) => api.ofRoom(room, wanted, cursor, AT_ONCE))) {
      await named([...new Set(page.flatMap(namedIn))]);
      yield page.flatMap((slip) => slip.lines.map((line): Row => ({ slip, line })));
    }
  }
  const Making = MAKING[kind];
  const names = SHOWN[kind];
  return (
    <Pane labelledBy="slips-title" close={`/rooms/${room}`}>
      <header className="pane-head">
        <h2 id="slips-title">{t.slips}</h2>
        {!me.leave && !me.person.guest && (
          <button type="button" className="button small" onClick={() => setMaking(true)}>
            <Icon name="plus" size={18} />
            {names.make}
          </button>
        )}
        <Link className="icon-button" href={`/print/rooms/${room}/slips/${kind}${api.narrowing(wanted)}`} aria-label={t.print} title={t.print}>
          <Icon name="print" />
        </Link>
        <Link className="icon-button" href={`/rooms/${room}`} aria-label={t.close}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body slips">
        <div className="sort-bar" role="group" aria-label={t.slips}>
          {KINDS.map((one) => (
            <button key={one} type="button" className="chip-button" aria-pressed={one === kind} onClick={() => setKind(one)}>
              {t[one]}
            </button>
          ))}
        </div>
        <SortBar
          value={shown}
          options={[
            { value: "open", label: names.open },
            { value: "over", label: names.over },
          ]}
          onChange={setShown}
        />
        {!me.person.guest && (
          <details className="slip-narrow">
            <summary>{t.narrow}</summary>
            <SectionField label={t.section} value={unit} onChange={setUnit} />
            {narrowed && (
              <>
                <SelectField label={t.state} value={state} onChange={(event) => setState(event.currentTarget.value as State | "")}>
                  <option value="">{t.anyState}</option>
                  {REQUEST_STATES.map((one) => (
                    <option key={one} value={one}>
                      {t[one]}
                    </option>
                  ))}
                </SelectField>
                <label className="check">
                  <input type="checkbox" checked={overdue} onChange={(event) => setOverdue(event.currentTarget.checked)} />
                  {t.overdueOnly}
                </label>
              </>
            )}
            {kind === "council" && <DayField label={t.onDayOnly} value={day} onChange={(next) => setDay(next)} />}
            <ExportButton name={t.sheet(t[kind])} columns={columns(kind)} pages={rows} label={t.export} />
          </details>
        )}
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="list" title={over ? names.noneOver : names.none}>
            <p>{names.hint}</p>
          </Empty>
        </ListState>
        <SlipLines slips={list.items} parted={kind === "parcel" && !over} />
        <MoreButton more={list.more} />
        {!me.person.guest && <Link href="/slips">{t.mySlips}</Link>}
      </div>
      {making && <Making room={room} thread={null} asPost={null} shared={false} onClose={() => setMaking(false)} />}
    </Pane>
  );
}
