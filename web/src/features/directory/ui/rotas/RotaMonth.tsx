import { useState } from "react";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, Failed, Loading } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf, dayText, soonText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { meet } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.rotas.ts";
import type { DutyException, NewException, NewSwap, RotaMonth as Month } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import { DayDialog, type Chosen } from "./DayDialog.tsx";
import { Legend } from "./Legend.tsx";
import { MonthPrint } from "./MonthPrint.tsx";
import { MonthTable } from "./MonthTable.tsx";
import { again, daysOf, kindText, monthAfter, rotaProblem } from "./words.ts";
import { useFreshness } from "./freshness.ts";
import "./rotas.css";

/** A rota: who is on duty at this moment, and everybody's days of a month. */
export default function RotaMonth({ id }: { id: Id }) {
  const [month, setMonth] = useState(() => dayOf(Date.now()).slice(0, 7));
  const loaded = useLoad(`rota ${id} ${month}`, async () => {
    const found = await api.month(id, month);
    meet(found.rows.map((row) => row.person));
    return found;
  });
  useFreshness(loaded.value, loaded.reload);
  // What was here stays when it cannot be asked for anew; another month does not stand for the one that was wanted.
  if (loaded.error && loaded.value?.first_day.slice(0, 7) !== month) return <Failed error={loaded.error} retry={loaded.reload} />;
  if (!loaded.value) return <Loading />;
  return <Shown month={loaded.value} onMonth={setMonth} onChanged={loaded.reload} />;
}

function Shown({ month, onMonth, onChanged }: { month: Month; onMonth: (month: string) => void; onChanged: () => void }) {
  const { rota, first_day, today } = month;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [printing, setPrinting] = useState(false);
  const title = useArrival();
  const label = dayText(first_day, false).replace(/1日$|-01$|^1 /, "");
  const attempt = async (work: () => Promise<unknown>, done: () => void) => {
    try {
      await work();
      done();
    } catch (problem) {
      toast(rotaProblem(problem), "error");
    }
    onChanged();
  };
  const undo = (work: () => Promise<unknown>) => ({ label: t.undo, run: () => void attempt(work, () => toast(t.undone)) });
  const made = ({ items }: { items: DutyException[] }, text: string) => {
    const [first] = items;
    toast(text, "done", first ? undo(() => api.restoreDuty(rota.id, first.id)) : null);
    onChanged();
  };
  const except = async (body: NewException) => made(await api.exceptDuty(rota.id, body), t.excepted1);
  const swap = async (body: NewSwap) => made(await api.swapDuties(rota.id, body), t.swapped);
  const restore = async (exception: DutyException) => {
    let removed: DutyException[] = [];
    const put = async () => {
      const body = again(removed);
      if (body && "swap" in body) await api.swapDuties(rota.id, body.swap);
      else if (body) await api.exceptDuty(rota.id, body.exception);
    };
    await attempt(
      async () => {
        removed = (await api.restoreDuty(rota.id, exception.id)).items;
      },
      () => toast(t.takenBack, "done", undo(put)),
    );
  };
  return (
    <section className="page" aria-labelledby="rota-month-title">
      <header className="room-header">
        <div className="room-heading">
          <h1 id="rota-month-title" ref={title} tabIndex={-1}>
            {rota.name}
          </h1>
          <p>{rota.unit_name}</p>
        </div>
        {rota.may_change && (
          <Link className="button small" href={`/admin/rotas/${rota.id}`}>
            <Icon name="edit" size={16} />
            {t.change}
          </Link>
        )}
      </header>
      <div className="page-body rota-month">
        <OnDutyNow month={month} />
        <div className="rota-tools" role="group" aria-label={label}>
          <button type="button" className="icon-button" aria-label={t.before} title={t.before} onClick={() => onMonth(monthAfter(first_day, -1))}>
            <Icon name="back" size={18} />
          </button>
          <h2 aria-live="polite">{label}</h2>
          <button type="button" className="icon-button" aria-label={t.next} title={t.next} onClick={() => onMonth(monthAfter(first_day, 1))}>
            <Icon name="right" size={18} />
          </button>
          <button type="button" className="button small" disabled={today.startsWith(first_day.slice(0, 7))} onClick={() => onMonth(today.slice(0, 7))}>
            {t.thisMonth}
          </button>
          <ExportButton name={`${t.rotas} ${rota.name} ${first_day.slice(0, 7)}`} columns={columnsOf(month)} pages={() => pagesOf(month)} />
          <button type="button" className="button" disabled={month.rows.length === 0} onClick={() => setPrinting(true)}>
            <Icon name="print" size={18} />
            {t.print}
          </button>
        </div>
        {month.rows.length === 0 ? (
          <Empty icon="clock" title={t.noRows}>
            {rota.may_change && <p>{t.noRowsKeeper}</p>}
          </Empty>
        ) : (
          <>
            {rota.may_change && <p className="hint">{t.gridHint}</p>}
            <MonthTable month={month} onChoose={rota.may_change ? setChosen : null} />
            <Legend month={month} />
          </>
        )}
      </div>
      {chosen && <DayDialog month={month} chosen={chosen} onExcept={except} onSwap={swap} onRestore={restore} onClose={() => setChosen(null)} />}
      {printing && <MonthPrint month={month} label={label} onDone={() => setPrinting(false)} />}
    </section>
  );
}

function OnDutyNow({ month }: { month: Month }) {
  const crews = month.crews.filter((crew) => month.on_duty.some((one) => one.crew === crew.number));
  return (
    <section className="rota-now" aria-labelledby="rota-now-title">
      <h2 id="rota-now-title">{t.onDutyNow}</h2>
      {crews.length === 0 && <p>{t.nobodyOnDuty}</p>}
      {crews.map((crew) => (
        <div key={crew.number}>
          <h3>{crew.name}</h3>
          <ul className="rota-on-duty">
            {month.on_duty
              .filter((one) => one.crew === crew.number)
              .map(({ person, kind, ends }) => (
                <li key={person.id}>
                  <Link className="person-link" href={`/people/${person.id}`}>
                    <PersonRow person={person}>
                      <small>
                        {t[kind]} {t.untilHour(soonText(ends))}
                      </small>
                    </PersonRow>
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

type Row = Month["rows"][number];

function columnsOf(month: Month): Column<Row>[] {
  const days = daysOf(month.first_day);
  return [
    [t.crew, (row) => month.crews.find((crew) => crew.number === row.crew)?.name ?? ""],
    [t.person, (row) => row.person.name],
    [t.title, (row) => row.person.title ?? ""],
    ...days.map((day, place): Column<Row> => [dayText(day, true, "iso").slice(5), (row) => kindText(row.days[place])]),
  ];
}

async function* pagesOf(month: Month): AsyncGenerator<Row[]> {
  yield await Promise.resolve(month.rows);
}
