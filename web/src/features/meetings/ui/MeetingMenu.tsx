import { useState } from "react";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { ListState } from "../../../design/ListState.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import { shortText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { beginMinutes, done } from "../actions.ts";
import * as api from "../api.ts";
import { standingOf, type Material } from "../model.ts";
import { t } from "../text.ts";
import { CallMeeting } from "./CallMeeting.tsx";
import { EditAgenda } from "./EditAgenda.tsx";
import type { Hall } from "./useMeeting.ts";

type Ask = "agenda" | "edit" | "end" | "withdraw" | "readers" | "keys" | null;

/** What can be done with a meeting besides looking at it. */
export function MeetingMenu({ hall, room }: { hall: Hall; room: Id }) {
  const me = useMe();
  const [ask, setAsk] = useState<Ask>(null);
  const { opened } = hall;
  if (!opened) return null;
  const { meeting, may_write: writes, may_lead: leads } = opened;
  const held = standingOf(meeting) === "held";
  const note = (id: Id) => navigate(`/rooms/${room}/notes/${id}`);
  const items: (MenuItem | false)[] = [
    writes && { label: t.editAgenda, icon: "list", run: () => setAsk("agenda") },
    // Notes of the room are not a guest's to open.
    me.person.guest ? false : meeting.minutes_id ? { label: t.openMinutes, icon: "note", run: () => note(meeting.minutes_id ?? "") } : writes && { label: t.beginMinutes, icon: "note", run: () => void beginMinutes(meeting).then((made) => made && note(made)) },
    opened.belongs && { label: t.readers, icon: "eye", run: () => setAsk("readers") },
    { label: t.print, icon: "print", run: () => navigate(`/print/meetings/${meeting.id}`) },
    { label: t.keys, icon: "help", run: () => setAsk("keys") },
    leads && !me.leave && { label: t.edit, icon: "edit", run: () => setAsk("edit") },
    leads && held && { label: t.end, icon: "check", run: () => setAsk("end") },
    leads && { label: t.withdraw, icon: "trash", danger: true, run: () => setAsk("withdraw") },
  ];
  return (
    <>
      {leads && !held && (
        <button type="button" className="button primary" onClick={() => void done(api.run(meeting.id, true)).then(hall.reload)}>
          {meeting.closed_at ? t.beginAgain : t.begin}
        </button>
      )}
      <MenuButton label={t.more} items={items.filter((item): item is MenuItem => item !== false)} />
      {ask === "agenda" && <EditAgenda opened={opened} onClose={() => setAsk(null)} onSaved={hall.reload} />}
      {ask === "edit" && <CallMeeting room={room} meeting={meeting} onClose={() => setAsk(null)} onMade={hall.reload} />}
      {ask === "end" && <Confirm title={t.end} text={t.endAsk} confirm={t.end} onConfirm={() => void done(api.run(meeting.id, false)).then(hall.reload)} onClose={() => setAsk(null)} />}
      {ask === "withdraw" && (
        <Confirm title={t.withdraw} text={t.withdrawAsk} confirm={t.withdraw} danger onConfirm={() => void done(api.withdraw(meeting.id)).then((gone) => gone && navigate(`/rooms/${room}/meetings`))} onClose={() => setAsk(null)} />
      )}
      {ask === "keys" && <Keys onClose={() => setAsk(null)} />}
      {ask === "readers" && <Readers id={meeting.id} materials={opened.materials} onClose={() => setAsk(null)} />}
    </>
  );
}

/** Who has seen what, so that one knows before the meeting who has read. */
function Readers({ id, materials, onClose }: { id: Id; materials: readonly Material[]; onClose: () => void }) {
  const { value, loading, error, reload } = useLoad(id, () => api.readers(id));
  return (
    <Dialog title={t.readers} onClose={onClose}>
      <ListState loading={loading} error={error} empty={!value?.length} retry={reload}>
        <p>{t.noReaders}</p>
      </ListState>
      {materials.map((material) => {
        const of = (value ?? []).filter((reader) => reader.material_id === material.id);
        if (of.length === 0) return null;
        return (
          <section key={material.id}>
            <h3>{material.title}</h3>
            <ul className="meeting-readers">
              {of.map((reader) => (
                <li key={reader.person.id}>
                  <strong>{reader.person.name}</strong>{" "}
                  <small>
                    {shortText(reader.at)} ・ {reader.upto >= material.upto ? t.seenLatest : t.seenBefore}
                  </small>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </Dialog>
  );
}

function Keys({ onClose }: { onClose: () => void }) {
  const keys: [string, string][] = [
    ["← → PageUp PageDown", t.keyTurn],
    ["[ ]", t.keyMaterial],
    ["F", t.keyBack],
  ];
  return (
    <Dialog title={t.keys} width="small" onClose={onClose}>
      <dl className="keys">
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
