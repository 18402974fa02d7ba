import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextArea, TextField } from "../../../../design/Field.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { shortText } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { peopleStore, type PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { finds } from "../../../../platform/reading.ts";
import { navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.forwards.ts";
import { direct } from "../../api.ts";
import { mayPost, roomTitle, streamOf, type Message } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { putRoom } from "../../sync.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.forwards.ts";
import { useExcerpt } from "../excerpt.ts";
import { clear } from "../guard/ask.tsx";
import { Warning } from "./Warning.tsx";
import "./forwards.css";

const MOST = 20;
/** Messages offered on each side of the one that the dialog was opened on. */
const AROUND = 15;
const ROOMS_SHOWN = 40;

/** Sends a message, and those around it that one chooses, on to rooms and people. What leaves its circle is confirmed first. */
export default function ForwardDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const me = useMe();
  const people = useStore(peopleStore, (all) => all);
  const rooms = useStore(chatStore, (state) => state.rooms);
  const held = useStore(chatStore, (state) => state.messages);
  const [messages, setMessages] = useState<readonly Id[]>([message.id]);
  const [chosen, setChosen] = useState<readonly Id[]>([]);
  const [persons, setPersons] = useState<PersonBrief[]>([]);
  const [search, setSearch] = useState("");
  const [note, setNote] = useState("");
  const [warning, setWarning] = useState<api.ForwardPreview | null>(null);
  const [sure, setSure] = useState(false);
  const [changed, setChanged] = useState(false);
  // Once it is not known whether it arrived, only the same is sent again.
  const [unanswered, setUnanswered] = useState(false);
  // The same ids for every try: a second press after a lost answer forwards nothing twice.
  const ids = useRef(new Map<Id, Id>());
  const [operator] = useState(me.shared?.operator?.id);

  const offered = useMemo(() => {
    const titled = Object.values(rooms).map((room) => ({ room, title: roomTitle(room, people, me.person.id, chat.notesToSelf) }));
    const open = titled.filter(({ room, title }) => room.mine && mayPost(room, me.leave) && (chosen.includes(room.id) || search === "" || finds(search, [title])));
    return open.sort((a, b) => Number(chosen.includes(b.room.id)) - Number(chosen.includes(a.room.id)) || b.room.last_at.localeCompare(a.room.last_at)).slice(0, ROOMS_SHOWN);
  }, [rooms, people, me, search, chosen]);
  // What is taken back while one chooses is not forwarded.
  const standing = messages.filter((id) => !held[id]?.withdrawn_at);
  const going = standing.map((id) => held[id] ?? (id === message.id ? message : null));
  const count = chosen.length + persons.length;
  const over = count > MOST || standing.length > MOST;

  const act = async () => {
    const inOrder = [...standing].sort((a, b) => (held[a]?.seq ?? 0) - (held[b]?.seq ?? 0));
    const asked = { messages: inOrder, rooms: [...chosen], people: persons.map((person) => person.id) };
    const look = async () => {
      const seen = await api.previewForward(asked);
      setSure(false);
      setWarning(seen.confirmation ? seen : null);
      return Boolean(seen.confirmation);
    };
    if (!warning && !unanswered && (await look())) return;
    const cleared = await clear([note, ...inOrder.flatMap((id) => [held[id]?.body ?? "", ...(held[id]?.forwarded ?? []).map((one) => one.body)])]);
    if (!cleared) return;
    const goals = [...chosen];
    for (const person of persons) {
      const room = await direct([person.id]);
      chatStore.update((state) => putRoom(state, room));
      goals.push(room.id);
    }
    const places = [...new Set(goals)];
    const targets = places.map((room) => {
      const id = ids.current.get(room) ?? newId();
      ids.current.set(room, id);
      return { room_id: room, id };
    });
    try {
      await api.forward({ messages: inOrder, targets, note, confirmed: warning?.confirmation ?? null, operator_id: operator ?? null, ...cleared });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === "chat.leaves_circle") {
        setChanged(true);
        setUnanswered(false);
        await look();
        return;
      }
      // A refusal of this try says that none before it arrived; that one has to wait or sign in does not.
      const lost = problem.status === 0 || problem.status === 408 || problem.status >= 500;
      setUnanswered((before) => lost || (before && problem.passing));
      throw problem;
    }
    const only = places.length === 1 ? places[0] : undefined;
    onClose();
    toast(t.sent(places.length), "done", only ? { label: t.open, run: () => navigate(`/rooms/${only}`) } : null);
  };
  const { error, busy, run } = useSubmit(act);
  const words = error instanceof Problem && error.code === "chat.no_forwarding" ? t.noForwarding : error ? problemText(error) : null;
  const toggle = (all: readonly Id[], id: Id, on: boolean) => (on ? [...all, id] : all.filter((other) => other !== id));
  const back = () => {
    setWarning(null);
    setChanged(false);
  };
  // Enter chooses the one room that is left, and sends nothing.
  const onSearchKey = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event) || event.key !== "Enter") return;
    event.preventDefault();
    const [hit, ...others] = offered.filter(({ room }) => !chosen.includes(room.id));
    if (search === "" || !hit || others.length > 0) return;
    setChosen(toggle(chosen, hit.room.id, true));
    setSearch("");
  };

  return (
    <Dialog
      title={warning ? t.leaves : t.title}
      onClose={warning ? back : onClose}
      insists={warning !== null}
      actions={
        warning ? (
          <>
            <button key="back" type="button" className="button" onClick={(event) => event.detail < 2 && back()}>
              {t.back}
            </button>
            <button key="confirm" type="button" className="button danger" disabled={busy || !sure} onClick={() => run(act)}>
              {t.confirm}
            </button>
          </>
        ) : (
          <>
            <button key="close" type="button" className="button" onClick={onClose}>
              {t.close}
            </button>
            <button key="send" type="button" className="button primary" disabled={busy || count === 0 || standing.length === 0 || over} onClick={() => run(act)}>
              {unanswered ? t.again : t.send(count)}
            </button>
          </>
        )
      }
    >
      <form id="forward" className="form" onSubmit={(event) => event.preventDefault()}>
        {words && (
          <p className="form-error" role="alert">
            {words}
          </p>
        )}
        {unanswered && <p className="hint">{t.unanswered}</p>}
        {over && <p role="alert">{t.tooMany}</p>}
        {warning ? (
          <>
            <Warning preview={warning} changed={changed} />
            <label className="forward-sure">
              <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />
              <span>{t.sure}</span>
            </label>
          </>
        ) : (
          <fieldset className="form" disabled={unanswered}>
            <fieldset>
              <legend>{t.where}</legend>
              <TextField label={t.findRoom} type="search" value={search} onChange={(event) => setSearch(event.target.value)} onKeyDown={onSearchKey} />
              {offered.length === 0 && <p className="hint">{t.noRoom}</p>}
              <ul className="forward-list">
                {offered.map(({ room, title }) => (
                  <li key={room.id}>
                    <label>
                      <input type="checkbox" checked={chosen.includes(room.id)} onChange={(event) => setChosen(toggle(chosen, room.id, event.target.checked))} />
                      <span>{title}</span>
                    </label>
                  </li>
                ))}
              </ul>
            </fieldset>
            <PeoplePicker label={t.people} chosen={persons} onChange={setPersons} without={[me.person.id]} withUnits={false} />
            {going.some((one) => one && filesOf(one).length > 0) && <p className="hint">{t.filesGo}</p>}
            {going.some((one) => one?.card) && <p className="hint">{t.cardsStay}</p>}
            <TextArea label={t.note} rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
            <Others message={message} chosen={standing} onChange={(id, on) => setMessages(toggle(messages, id, on))} />
          </fieldset>
        )}
      </form>
    </Dialog>
  );
}

/** The files that go when a message is forwarded. */
const filesOf = ({ files, forwarded }: Message) => [...files, ...(forwarded ?? []).flatMap((one) => one.files ?? [])];

/** The message and those around it in its stream, to be taken along. */
function Others({ message, chosen, onChange }: { message: Message; chosen: readonly Id[]; onChange: (id: Id, on: boolean) => void }) {
  const stream = useStore(chatStore, (state) => state.streams[streamOf(message)] ?? null);
  const held = useStore(chatStore, (state) => state.messages);
  const all = (stream?.ids ?? [message.id]).map((id) => held[id]).filter((one): one is Message => one !== undefined && one.kind !== "notice" && !one.withdrawn_at);
  const at = Math.max(0, all.findIndex((one) => one.id === message.id));
  return (
    <details>
      <summary>{`${t.more} (${t.chosen(chosen.length)})`}</summary>
      <fieldset>
        <legend className="visually-hidden">{t.what}</legend>
        <ul className="forward-list">
          {all.slice(Math.max(0, at - AROUND), at + AROUND + 1).map((one) => (
            <li key={one.id}>
              <label>
                <input type="checkbox" checked={chosen.includes(one.id)} onChange={(event) => onChange(one.id, event.target.checked)} />
                <Line message={one} />
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </details>
  );
}

function Line({ message }: { message: Message }) {
  const said = useExcerpt(message.body || (message.forwarded?.[0]?.body ?? ""));
  const words = said || filesOf(message).map((file) => file.name).join(t.comma);
  const name = useStore(peopleStore, (people) => message.via ?? people[message.author_id]?.name ?? "…");
  return <span>{`${shortText(message.sent_at)} ${name}: ${words}`}</span>;
}
