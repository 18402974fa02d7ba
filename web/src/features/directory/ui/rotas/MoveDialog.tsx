import { useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import type { CrewMember } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import { dayAfter } from "./words.ts";

interface Props {
  name: string;
  crew: string;
  member: CrewMember;
  today: string;
  onMove: (day: string) => void;
  onClose: () => void;
}

/** Asks from which day on somebody is in another crew: the days before stay as they were. */
export function MoveDialog({ name, crew, member, today, onMove, onClose }: Props) {
  const tomorrow = dayAfter(today);
  const [day, setDay] = useState(member.valid_to && member.valid_to < tomorrow ? today : tomorrow);
  const isGood = day > member.valid_from && (!member.valid_to || day <= member.valid_to);
  return (
    <Dialog
      title={t.moveTitle(name, crew)}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button primary" disabled={!isGood} onClick={() => onMove(day)}>
            {t.move}
          </button>
        </>
      }
    >
      <DayField
        label={t.moveDay}
        hint={t.moveDayHint}
        min={dayAfter(member.valid_from)}
        max={member.valid_to ?? undefined}
        value={day}
        onChange={(next) => setDay(next)}
        // The form of the rota around it is not sent.
        onEnter={() => isGood && onMove(day)}
      />
    </Dialog>
  );
}
