import { useId } from "react";
import { DayInput } from "../../../design/days/DayInput.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { MOST_OPTIONS, type Slot } from "../model.ts";
import { t } from "../text.ts";
import { fault } from "./words.ts";

/** A date as it is being written. */
export interface SlotDraft {
  day: string;
  from: string;
  to: string;
}

/** The dates that are whole enough to be asked for. */
export const usable = (slots: readonly SlotDraft[]): Slot[] => slots.filter(({ day }) => day !== "").map(({ day, from, to }) => ({ day, from: from || null, to: to || null }));

interface OptionsProps {
  options: readonly string[];
  several: boolean;
  error: unknown;
  onOptions: (options: string[]) => void;
  onSeveral: (several: boolean) => void;
}

/** What is chosen from: a new field comes with the last one that is filled. */
export function OptionFields({ options, several, error, onOptions, onSeveral }: OptionsProps) {
  const id = useId();
  const set = (place: number, words: string) => onOptions(options.map((one, at) => (at === place ? words : one)));
  const whole = fault(error, "options");
  // Empty ones are not sent, so the server counts without them.
  const sent = options.flatMap((option, place) => (option.trim() === "" ? [] : [place]));
  return (
    <fieldset className="stamp-fields">
      <legend>{t.options}</legend>
      {options.map((option, place) => {
        const wrong = sent.includes(place) ? fault(error, `options[${sent.indexOf(place)}]`) : null;
        return (
          // The place is what tells the fields apart.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={place} className="stamp-field">
            <input className="input" value={option} maxLength={200} aria-label={t.optionNumber(place + 1)} aria-invalid={wrong ? true : undefined} aria-describedby={wrong ? `${id}-${place}` : undefined} onChange={(event) => set(place, event.currentTarget.value)} />
            {options.length > 2 && <Remove label={t.removeOption(place + 1)} onClick={() => onOptions(options.filter((_, at) => at !== place))} />}
            {wrong && (
              <p id={`${id}-${place}`} className="field-error">
                {wrong}
              </p>
            )}
          </div>
        );
      })}
      {whole && <p className="field-error">{whole}</p>}
      {options.length < MOST_OPTIONS && <Add label={t.addOption} onClick={() => onOptions([...options, ""])} />}
      <label className="check">
        <input type="checkbox" checked={several} onChange={(event) => onSeveral(event.currentTarget.checked)} />
        {t.several}
      </label>
    </fieldset>
  );
}

/** Dates that are proposed. */
export function SlotFields({ slots, error, onSlots }: { slots: readonly SlotDraft[]; error: unknown; onSlots: (slots: SlotDraft[]) => void }) {
  const set = (place: number, change: Partial<SlotDraft>) => onSlots(slots.map((one, at) => (at === place ? { ...one, ...change } : one)));
  const sent = slots.flatMap((slot, place) => (slot.day === "" ? [] : [place]));
  const whole = fault(error, "slots");
  // A further date is mostly at the same hours.
  const more = () => onSlots([...slots, { day: "", from: slots.at(-1)?.from ?? "", to: slots.at(-1)?.to ?? "" }]);
  return (
    <fieldset className="stamp-fields">
      <legend>{t.slots}</legend>
      <p className="hint">{t.slotsHint}</p>
      {slots.map((slot, place) => {
        const wrong = sent.includes(place) ? fault(error, `slots[${sent.indexOf(place)}]`) : null;
        return (
          // oxlint-disable-next-line react/no-array-index-key
          <div key={place} className="stamp-field stamp-slot">
            <DayInput value={slot.day} label={t.slotDay(place + 1)} onChange={(next) => set(place, { day: next })} />
            <input className="input" type="time" value={slot.from} aria-label={t.slotFrom(place + 1)} onChange={(event) => set(place, { from: event.currentTarget.value })} />
            <input className="input" type="time" value={slot.to} aria-label={t.slotTo(place + 1)} onChange={(event) => set(place, { to: event.currentTarget.value })} />
            {slots.length > 1 && <Remove label={t.removeSlot(place + 1)} onClick={() => onSlots(slots.filter((_, at) => at !== place))} />}
            {wrong && <p className="field-error">{wrong}</p>}
          </div>
        );
      })}
      {whole && <p className="field-error">{whole}</p>}
      {slots.length < MOST_OPTIONS && <Add label={t.addSlot} onClick={more} />}
    </fieldset>
  );
}

function Add({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="button small" onClick={onClick}>
      <Icon name="plus" size={16} />
      {label}
    </button>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="icon-button small" aria-label={label} title={label} onClick={onClick}>
      <Icon name="trash" size={16} />
    </button>
  );
}
