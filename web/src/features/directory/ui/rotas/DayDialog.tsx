import { useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Choice, SelectField, TextField } from "../../../../design/Field.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { dayText } from "../../../../platform/dates.ts";
import type { CycleDay, DayKind, DutyException, NewException, NewSwap, RotaMonth } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import { freshDay, kindText, rotaProblem, sortText } from "./words.ts";

/** A day of somebody's that was chosen. */
export interface Chosen {
  row: RotaMonth["rows"][number];
  day: string;
  kind: DayKind;
  exception: DutyException | null;
}

interface Props {
  month: RotaMonth;
  chosen: Chosen;
  onExcept: (body: NewException) => Promise<void>;
  onSwap: (body: NewSwap) => Promise<void>;
  onRestore: (exception: DutyException) => Promise<void>;
  onClose: () => void;
}

/** What can be done with one day: let it be otherwise, exchange it, or take back what was. */
export function DayDialog(props: Props) {
  return props.chosen.exception ? <Taken {...props} exception={props.chosen.exception} /> : <Usual {...props} />;
}

function Taken({ chosen, exception, onRestore, onClose }: Props & { exception: DutyException }) {
  const kind = t[exception.instead.kind];
  return (
    <Dialog
      title={t.dayOf(chosen.row.person.name, dayText(chosen.day))}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.close}
          </button>
          <button
            type="button"
            className="button primary"
            onClick={() => {
              onClose();
              void onRestore(exception);
            }}
          >
            {t.takeBack}
          </button>
        </>
      }
    >
      <p>{exception.swap_id ? t.swappedAs(kind) : t.exceptedAs(kind)}</p>
      {exception.note && <p>{t.why(exception.note)}</p>}
    </Dialog>
  );
}

function Usual({ month, chosen, onExcept, onSwap, onClose }: Props) {
  const { row, day, kind } = chosen;
  const [how, setHow] = useState<"day" | "swap">("day");
  const sorts = sortsOf(month).filter((sort) => sort.kind !== kind);
  const [place, setPlace] = useState("0");
  const [other, setOther] = useState("");
  const [returnDay, setReturnDay] = useState("");
  const [note, setNote] = useState("");
  const { error, busy, submit } = useSubmit(async () => {
    const instead = sorts[Number(place)];
    const why = note.trim() || null;
    if (how === "swap") await onSwap({ person_id: row.person.id, day, with: other, with_day: returnDay || null, note: why });
    else if (instead) await onExcept({ person_id: row.person.id, day, instead, note: why });
    onClose();
  });
  const index = Number(day.slice(8)) - 1;
  const others = month.rows.filter((one) => one.person.id !== row.person.id && one.days[index]);
  return (
    <Dialog
      title={t.dayOf(row.person.name, dayText(day))}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="rota-day" className="button primary" disabled={busy || (how === "swap" && other === "")}>
            {t.save}
          </button>
        </>
      }
    >
      <form id="rota-day" className="form" onSubmit={submit}>
        <p>{t.usually(t[kind])}</p>
        <Choice
          label={t.how}
          value={how}
          onChange={setHow}
          options={[
            { value: "day", label: t.changeDay, hint: t.changeDayHint },
            { value: "swap", label: t.exchange, hint: t.exchangeHint },
          ]}
        />
        {how === "day" ? (
          <SelectField label={t.instead} value={place} onChange={(event) => setPlace(event.target.value)}>
            {sorts.map((sort, at) => (
              <option key={sortText(sort)} value={at}>
                {sortText(sort)}
              </option>
            ))}
          </SelectField>
        ) : (
          <>
            <SelectField label={t.withWhom} required value={other} onChange={(event) => setOther(event.target.value)}>
              <option value="">{t.chooseWhom}</option>
              {others.map((one) => (
                <option key={one.person.id} value={one.person.id}>
                  {`${one.person.name}(${month.crews.find((crew) => crew.number === one.crew)?.name ?? ""}・${kindText(one.days[index])})`}
                </option>
              ))}
            </SelectField>
            <DayField label={t.returnDay} hint={t.returnDayHint} value={returnDay} onChange={(next) => setReturnDay(next)} />
          </>
        )}
        <TextField label={t.note} hint={t.noteHint} maxLength={100} autoComplete="off" value={note} onChange={(event) => setNote(event.target.value)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {rotaProblem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** What a day can become: the sorts of the cycle, and 日勤 and 非番 in any case. */
function sortsOf(month: RotaMonth): CycleDay[] {
  const more = (["day", "off"] as const).filter((kind) => !month.sorts.some((sort) => sort.kind === kind));
  return [...month.sorts, ...more.map(freshDay)];
}
