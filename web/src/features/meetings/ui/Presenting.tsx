import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { ListState, MoreButton } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { standingOf } from "../model.ts";
import { t } from "../text.ts";
import type { Hall } from "./useMeeting.ts";

/** Who presents, whether one goes along, and the ways to change that. */
export function Presenting({ hall, away }: { hall: Hall; away: boolean }) {
  const me = useMe().person.id;
  const [handing, setHanding] = useState(false);
  const { opened, here, presents, isBroken } = hall;
  if (!opened) return null;
  const presenter = here.shown?.presenter ?? null;
  const held = standingOf(opened.meeting) === "held";
  const mayPresent = held && opened.belongs && opened.may_write;
  const words = presents ? t.youPresent : presenter ? t.presents(presenter.name) : held ? t.nobodyPresents : t[standingOf(opened.meeting)];
  return (
    <div className="meeting-presenting" data-presents={presents || undefined} data-away={away || undefined}>
      <p role="status">
        {words}
        {isBroken && ` ・ ${presents ? t.lineBrokenPresenting : t.lineBroken}`}
        {presenter && !presents && !isBroken && ` ・ ${away ? t.lookingAway : t.following}`}
        {presenter && !presents && !opened.seated && !isBroken && ` ・ ${t.asksNow}`}
      </p>
      {away && (
        <button type="button" className="button primary" onClick={hall.comeBack} title={t.comeBackKey}>
          <Icon name="reply" size={20} />
          {t.comeBack}
        </button>
      )}
      {mayPresent && !presenter && (
        <button type="button" className="button" onClick={() => void hall.present(me)}>
          {t.present}
        </button>
      )}
      {mayPresent && presenter && !presents && opened.may_lead && (
        <button type="button" className="button" onClick={() => void hall.present(me)}>
          {t.takeOver}
        </button>
      )}
      {mayPresent && (presents || opened.may_lead) && (
        <button type="button" className="button" onClick={() => setHanding(true)}>
          {t.handOver}
        </button>
      )}
      {mayPresent && presents && (
        <button type="button" className="button" onClick={() => void hall.present(null)}>
          {t.stopPresenting}
        </button>
      )}
      {handing && <HandOver room={opened.meeting.room_id} now={presenter?.id ?? null} onClose={() => setHanding(false)} onChosen={(person) => void hall.present(person)} />}
    </div>
  );
}

/** Who presents next, of those who belong to the room. */
function HandOver({ room, now, onClose, onChosen }: { room: Id; now: Id | null; onClose: () => void; onChosen: (person: Id) => void }) {
  const list = usePages(room, (cursor) => api.members(room, cursor));
  const people = list.items.filter(({ role, person }) => role !== "reader" && !person.bot && person.id !== now);
  return (
    <Dialog title={t.handTo} width="small" onClose={onClose}>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        {null}
      </ListState>
      <ul className="meeting-choices">
        {people.map(({ person }) => (
          <li key={person.id}>
            <button
              type="button"
              className="button"
              onClick={() => {
                onChosen(person.id);
                onClose();
              }}
            >
              {person.name}
            </button>
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </Dialog>
  );
}
