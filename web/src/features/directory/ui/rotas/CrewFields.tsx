import { useRef, useState } from "react";
import { DayInput } from "../../../../design/days/DayInput.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { dayOf } from "../../../../platform/dates.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.ts";
import type { Crew, CrewMember, NewRota } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import { MoveDialog } from "./MoveDialog.tsx";
import { firstDay, moved, sortText } from "./words.ts";

interface Props {
  draft: NewRota;
  people: readonly PersonBrief[];
  onPeople: (people: readonly PersonBrief[]) => void;
  onChange: (crews: Crew[]) => void;
}

/** The crews, which day of the cycle each begins with, and who is in them from when to when. */
export function CrewFields({ draft, people, onPeople, onChange }: Props) {
  const { crews, cycle } = draft;
  const put = (number: number, change: Partial<Crew>) => onChange(crews.map((crew) => (crew.number === number ? { ...crew, ...change } : crew)));
  const next = Math.max(0, ...crews.map((crew) => crew.number)) + 1;
  const units = useUnits();
  const [moving, setMoving] = useState<{ member: CrewMember; to: Crew } | null>(null);
  const today = dayOf(Date.now());
  const nameOf = (member: CrewMember) => people.find((one) => one.id === member.person_id)?.name ?? "";
  const move = (member: CrewMember, number: number) => {
    const to = crews.find((crew) => crew.number === number);
    if (!to) return;
    // The days that were are not written anew.
    if (member.valid_from < today) setMoving({ member, to });
    else onChange(moved(crews, member, number, member.valid_from));
  };
  // What became of the crews while somebody's posts were asked for.
  const latest = useRef(crews);
  latest.current = crews;
  const add = async (number: number, chosen: readonly PersonBrief[]) => {
    onPeople(chosen);
    try {
      const whole = await Promise.all(chosen.map((person) => api.person(person.id)));
      const inside = latest.current.flatMap((crew) => crew.members ?? []).filter((member) => !member.valid_to || member.valid_to >= today);
      const fresh = whole.filter((person) => !inside.some((member) => member.person_id === person.id));
      const members = fresh.map((person) => ({ person_id: person.id, valid_from: firstDay(person.posts, units, draft.unit_id, today), valid_to: null }));
      onChange(latest.current.map((crew) => (crew.number === number ? { ...crew, members: [...(crew.members ?? []), ...members] } : crew)));
    } catch (problem) {
      toast(problemText(problem), "error");
    }
  };
  return (
    <fieldset className="rota-part">
      <legend>{t.crews}</legend>
      <p className="hint">{t.toHint}</p>
      {crews.map((crew) => (
        <section key={crew.number} className="rota-crew" aria-label={crew.name}>
          <div className="rota-crew-head">
            <input className="input" required maxLength={40} aria-label={t.crewName} value={crew.name} onChange={(event) => put(crew.number, { name: event.target.value })} />
            <select className="input" aria-label={`${crew.name} ${t.crewOffset}`} value={String(crew.offset)} onChange={(event) => put(crew.number, { offset: Number(event.target.value) })}>
              {cycle.map((day, place) => (
                <option key={place} value={place}>
                  {`${t.crewOffset} ${t.dayNumber(place + 1)}(${sortText(day)})`}
                </option>
              ))}
            </select>
            {crews.length > 1 && (
              <button
                type="button"
                className="icon-button"
                aria-label={t.removeCrew(crew.name)}
                onClick={() => ((crew.members ?? []).length > 0 ? toast(t.crewInUse, "error") : onChange(crews.filter((other) => other !== crew)))}
              >
                <Icon name="close" size={16} />
              </button>
            )}
          </div>
          <Members crew={crew} crews={crews} people={people} onAdd={(chosen) => void add(crew.number, chosen)} onChange={(members) => put(crew.number, { members })} onMove={move} />
        </section>
      ))}
      <button type="button" className="button small" onClick={() => onChange([...crews, { number: next, name: t.newCrew(next), offset: 0, members: [] }])}>
        <Icon name="plus" size={16} />
        {t.addCrew}
      </button>
      {moving && (
        <MoveDialog
          name={nameOf(moving.member)}
          crew={moving.to.name}
          member={moving.member}
          today={today}
          onClose={() => setMoving(null)}
          onMove={(day) => {
            setMoving(null);
            onChange(moved(crews, moving.member, moving.to.number, day));
          }}
        />
      )}
    </fieldset>
  );
}

interface MembersProps {
  crew: Crew;
  crews: readonly Crew[];
  people: readonly PersonBrief[];
  onAdd: (people: readonly PersonBrief[]) => void;
  onChange: (members: CrewMember[]) => void;
  onMove: (member: CrewMember, to: number) => void;
}

function Members({ crew, crews, people, onAdd, onChange, onMove }: MembersProps) {
  const [adding, setAdding] = useState(false);
  const [past, setPast] = useState(false);
  const today = dayOf(Date.now());
  const members = crew.members ?? [];
  const isOver = (member: CrewMember) => Boolean(member.valid_to && member.valid_to < today);
  const shown = members.filter((member) => past || !isOver(member));
  const put = (member: CrewMember, change: Partial<CrewMember>) => onChange(members.map((other) => (other === member ? { ...other, ...change } : other)));
  const inside = crews.flatMap((one) => one.members ?? []).filter((member) => !isOver(member));
  return (
    <>
      {members.length === 0 && <p>{t.noMembers}</p>}
      {members.some(isOver) && (
        <label className="check">
          <input type="checkbox" checked={past} onChange={(event) => setPast(event.target.checked)} />
          {t.overToo}
        </label>
      )}
      <ul className="rota-members">
        {shown.map((member, place) => {
          const person = people.find((one) => one.id === member.person_id);
          const name = person?.name ?? "";
          return (
            // Somebody may be in a crew twice, one time after another.
            <li key={`${member.person_id} ${place}`}>
              {person && <PersonRow person={person} watch={false} />}
              <span className="rota-hours">
                <DayInput required label={t.fromOf(name)} value={member.valid_from} onChange={(next) => put(member, { valid_from: next })} />
                <span aria-hidden="true">~</span>
                <DayInput label={t.toOf(name)} value={member.valid_to ?? ""} onChange={(next) => put(member, { valid_to: next || null })} />
                {isOver(member) && <span className="tag">{t.over}</span>}
              </span>
              <select className="input" aria-label={t.moveTo(name)} value={String(crew.number)} onChange={(event) => onMove(member, Number(event.target.value))}>
                {crews.map((one) => (
                  <option key={one.number} value={one.number}>
                    {one.name}
                  </option>
                ))}
              </select>
              <button type="button" className="icon-button" aria-label={t.removeMember(name)} onClick={() => onChange(members.filter((other) => other !== member))}>
                <Icon name="close" size={16} />
              </button>
            </li>
          );
        })}
      </ul>
      {adding ? (
        <PeoplePicker
          label={t.addMembers(crew.name)}
          autoFocus
          chosen={[]}
          without={inside.map((member) => member.person_id)}
          onChange={onAdd}
        />
      ) : (
        <button type="button" className="button small" onClick={() => setAdding(true)}>
          <Icon name="plus" size={16} />
          {t.addMembers(crew.name)}
        </button>
      )}
    </>
  );
}
