import { useState } from "react";
import { Choice, TextField } from "../../../../design/Field.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Mark } from "../../../../design/Mark.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { momentText } from "../../../../platform/dates.ts";
import { newId } from "../../../../platform/ids.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as rooms from "../../api.ts";
import * as api from "../../api.shares.ts";
import type { Room } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { putRoom } from "../../sync.ts";
import { t } from "../../text.shares.ts";
import { RoomField } from "./RoomField.tsx";
import { shareProblem } from "./words.ts";
import "./shares.css";

const LONGEST = 80;

interface Props {
  share: api.Share;
  onClose: () => void;
  onDecline: () => void;
  onDone: () => void;
}

/** Agrees to what another organisation offers, with a room of ours or one that is made there and then; or declines. */
export default function AnswerDialog({ share, onClose, onDecline, onDone }: Props) {
  const me = useMe();
  const { organisation } = share;
  const [way, setWay] = useState<"new" | "existing">("new");
  const [name, setName] = useState(share.their_room ?? "");
  const [people, setPeople] = useState<PersonBrief[]>([]);
  const [room, setRoom] = useState<Room | null>(null);
  // The same room for every try: a second press after a lost answer makes no second one.
  const [id] = useState(newId);
  // Once it is there it is as it is, also when agreeing failed.
  const [made, setMade] = useState<Room | null>(null);
  // The room would be made, and then not be fit for it.
  const withGuests = people.some((person) => person.guest);
  const complete = way === "new" ? name.trim() !== "" && !withGuests : room !== null;
  const { error, busy, submit } = useSubmit(async () => {
    if (!complete) return;
    const make = () => rooms.createRoom({ id, kind: "private", name: name.trim(), purpose: share.purpose, people: people.map((person) => person.id) });
    const ours = way === "existing" && room ? room : (made ?? (await make()));
    if (way === "new") {
      setMade(ours);
      chatStore.update((state) => putRoom(state, ours));
    }
    await api.agree(share.id, ours.id);
    toast(t.agreedNow(organisation.name), "done", { label: t.openRoom, run: () => navigate(`/rooms/${ours.id}`) });
    onDone();
    onClose();
  });
  return (
    <Dialog
      title={t.answerTitle(organisation.name)}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.later}
          </button>
          <button type="button" className="button" disabled={busy} onClick={onDecline}>
            {t.decline}
          </button>
          <button type="submit" form="answer-share" className="button primary" disabled={busy || !complete}>
            {busy ? t.agreeing : t.agree}
          </button>
        </>
      }
    >
      <form id="answer-share" className="form" onSubmit={submit}>
        <dl className="share-facts">
          <div>
            <dt>{t.asks}</dt>
            <dd className="share-organisation">
              <Mark organisation={organisation} among={[me.organisation]} />
              <b>{organisation.name}</b>
            </dd>
          </div>
          {share.their_room && (
            <div>
              <dt>{t.theirRoom}</dt>
              <dd>{share.their_room}</dd>
            </div>
          )}
          <div>
            <dt>{t.purpose}</dt>
            <dd>{share.purpose}</dd>
          </div>
          <div>
            <dt>{t.when}</dt>
            <dd>{momentText(share.offered_at)}</dd>
          </div>
        </dl>
        <p className="share-crosses">{t.crosses}</p>
        <Choice
          label={t.forThis}
          value={way}
          onChange={setWay}
          options={[
            { value: "new", label: t.newRoom, hint: t.newRoomHint },
            { value: "existing", label: t.existing, hint: t.existingHint },
          ]}
        />
        {way === "new" && made && (
          <dl className="share-facts">
            <div>
              <dt>{t.roomName}</dt>
              <dd>{made.name}</dd>
            </div>
            {people.length > 0 && (
              <div>
                <dt>{t.people}</dt>
                <dd>{people.map((person) => person.name).join("、")}</dd>
              </div>
            )}
          </dl>
        )}
        {way === "new" && !made && (
          <>
            <TextField label={t.roomName} required maxLength={LONGEST} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
            <PeoplePicker label={t.people} chosen={people} onChange={setPeople} without={[me.person.id]} />
            <div role="status">{withGuests && <p className="field-error">{t.guestsInRoom}</p>}</div>
          </>
        )}
        {way === "existing" && <RoomField label={t.existing} room={room} sharedToo={false} onChange={setRoom} />}
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {shareProblem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
