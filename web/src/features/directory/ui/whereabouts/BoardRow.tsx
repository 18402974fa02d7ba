import type { KeyboardEvent } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { Dial } from "../../../../design/people/Dial.tsx";
import { AwayTag, PersonRow } from "../../../../design/people/PersonRow.tsx";
import { kindWord, untilText } from "../../../../design/people/WhereaboutsTag.tsx";
import type { Person } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { useWhereabouts, type Whereabouts } from "../../../../platform/whereabouts.ts";
import { say, useSetter } from "../../actions.whereabouts.ts";
import { endOfDay, KINDS, type Kind } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";

interface Props {
  person: Person;
  phone: boolean;
  /** It is I, who change it with one press. */
  own: boolean;
  change: (() => void) | null;
  /** Writes down who called for them. */
  memo: (() => void) | null;
}

/** One person of the board. */
export function BoardRow({ person, phone, own, change, memo }: Props) {
  const now = useWhereabouts(person.whereabouts);
  const setter = useSetter(now?.set_by);
  // What the board has in columns of its own is not said twice.
  const face = <PersonRow person={{ ...person, whereabouts: null }} />;
  const kind = (
    <>
      {now?.kind && (
        <span className="tag place" data-at={now.kind}>
          {kindWord(now.kind)}
        </span>
      )}
      {!now && !person.on_leave && <small className="board-unknown">{t.unknown}</small>}
      <AwayTag person={person} whole />
      {setter && <small className="block">{t.setBy(setter)}</small>}
    </>
  );
  const button = (
    <>
      {memo && (
        <button type="button" className={phone ? "button small" : "icon-button"} aria-label={t.memoFor(person.name)} title={t.memo} onClick={memo}>
          <Icon name="phone" size={18} />
          {phone && t.memo}
        </button>
      )}
      {change && (
        <button type="button" className="button small" aria-label={t.changeOf(person.name)} onClick={change}>
          {t.change}
        </button>
      )}
    </>
  );
  // The keys are the own row's alone: elsewhere a digit is typed by mistake, or by voice.
  const byKey = own ? (event: KeyboardEvent) => onKey(event, person) : undefined;
  const extension = now?.extension ?? person.extension;
  const quick = own && <Quick person={person} now={now} />;
  const place = now?.point_id ? (
    <Link href={`/floors/point-${now.point_id}`} title={t.onFloor(now.place ?? "")}>
      {now.place}
    </Link>
  ) : (
    now?.place
  );
  if (phone)
    return (
      <li className="board-card" onKeyDown={byKey}>
        {face}
        <p>
          {kind} {place} {untilText(now?.until)}
        </p>
        <p className="board-line">
          {extension && (
            <>
              {t.phone} <Dial number={extension} />
            </>
          )}{" "}
          {person.status}
        </p>
        {quick}
        {button}
      </li>
    );
  return (
    <tr aria-current={own ? "true" : undefined} onKeyDown={byKey}>
      <td>{face}</td>
      <td className="board-kind">
        {kind}
        {quick}
      </td>
      <td>{place}</td>
      <td className="number">{extension && <Dial number={extension} />}</td>
      <td className="number">{untilText(now?.until)}</td>
      <td>{person.status}</td>
      <td className="board-tool">{button}</td>
    </tr>
  );
}

const setKind = (person: Person, kind: Kind) => void say(person, { kind, until: endOfDay(Date.now()) });

function onKey(event: KeyboardEvent, person: Person): void {
  if (event.repeat || belongsToInputMethod(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const kind = KINDS[Number(event.key) - 1];
  if (!kind) return;
  event.preventDefault();
  setKind(person, kind);
}

function Quick({ person, now }: { person: Person; now: Whereabouts | null }) {
  return (
    <span className="board-quick board-tool" role="group" aria-label={t.own}>
      {KINDS.map((kind, index) => (
        <button key={kind} type="button" className="chip-button" aria-pressed={now?.kind === kind} aria-keyshortcuts={String(index + 1)} onClick={() => setKind(person, kind)}>
          {kindWord(kind)}
        </button>
      ))}
    </span>
  );
}
