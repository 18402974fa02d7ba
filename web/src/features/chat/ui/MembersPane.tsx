import { Fragment, lazy, Suspense, useState } from "react";
import { copy } from "../../../design/copy.ts";
import { Pane } from "../../../design/Pane.tsx";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import { PersonRow, PlaceDot } from "../../../design/people/PersonRow.tsx";
import { dayText } from "../../../platform/dates.ts";
import { useDebounced, usePages } from "../../../platform/load.ts";
import { meet, type PersonBrief } from "../../../platform/people.ts";
import { problemText } from "../../../platform/problems.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { mayManage, mayPost, type Room } from "../model.ts";
import { chatStore } from "../store.ts";
import { t } from "../text.ts";
import { t as words } from "../text.dialogs.ts";
import { t as paper } from "../text.paper.ts";
import { bySide } from "./shares/sides.ts";
import { shareProblem } from "./shares/words.ts";
import "./shares/shares.css";

const NamesCross = lazy(() => withWords(import("./shares/NamesCross.tsx")));
const OutsidersNote = lazy(() => withWords(import("./guests/OutsidersNote.tsx")));

type Sort = "reading" | "rank" | "role";

/** Who is in the room, sorted as offices need it. */
export function MembersPane({ room: id }: { room: string }) {
  const me = useMe();
  const room = useStore(chatStore, (state) => state.rooms[id] ?? null);
  const [sort, setSort] = useState<Sort>("rank");
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PersonBrief | null>(null);
  // Whoever has come down the list stays where they are while others come in, by the hundred when a room is shared.
  const version = useDebounced(room?.tick ?? 0);
  const list = usePages(
    `${id} ${sort}`,
    async (cursor) => {
      const page = await api.members(id, sort, cursor);
      meet(page.items.map((member) => member.person));
      return page;
    },
    version,
  );
  const derivedRoom = room?.kind === "unit" || room?.kind === "rule";
  const managed = !me.leave && room !== null && mayManage(room, me.rights === "administrator");
  const mayAdd = room !== null && !me.person.guest && room.kind !== "direct" && mayPost(room, me.leave) && (managed || room.kind === "open");
  const sides = bySide(list.items, room);
  const act = async (run: () => Promise<unknown>) => {
    try {
      await run();
      list.reload();
    } catch (error) {
      toast(problemText(error), "error");
    }
  };
  return (
    <Pane labelledBy="members-title" close={`/rooms/${id}`}>
      <header className="pane-head">
        <div className="room-heading">
          <h2 id="members-title">{t.memberCount(room?.member_count ?? list.items.length)}</h2>
          {derivedRoom && <p>{words.derivedHint}</p>}
          {room?.kind === "request" && <p>{words.deskHint}</p>}
        </div>
        <button type="button" className="icon-button" aria-label={words.copyList} title={words.copyList} onClick={() => void copy(list.items.map(({ person }) => [person.name, person.reading, person.unit, person.title].join("\t")).join("\n"))}>
          <Icon name="copy" />
        </button>
        <Link className="icon-button" aria-label={paper.printList} title={paper.printList} href={`/print/lists/members?room=${id}&sort=${sort}`}>
          <Icon name="print" />
        </Link>
        <Link className="icon-button" aria-label={t.closePane} href={`/rooms/${id}`}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-tools">
        <SortBar
          value={sort}
          onChange={setSort}
          options={[
            { value: "rank", label: words.byRank },
            { value: "reading", label: words.byReading },
            { value: "role", label: words.byRole },
          ]}
        />
        {mayAdd && (
          <button type="button" className="button small" onClick={() => setAdding(true)}>
            <Icon name="plus" size={16} />
            {words.addMembers}
          </button>
        )}
      </div>
      <div className="pane-body">
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="people" title={words.noMembers} />
        </ListState>
        {sides.map(({ organisation, colour, members }) => (
          <Fragment key={organisation ?? ""}>
            {sides.length > 1 && (
              <h3 className="members-of">
                <PlaceDot colour={organisation === null ? me.organisation.colour : colour} />
                {organisation ?? me.organisation.name}
              </h3>
            )}
            <ul className="people-list">
              {members.map(({ person, role, derived, reads_until }) => {
                const items: (MenuItem | false)[] = [
                  managed && room.kind !== "request" && role !== "reader" && !person.guest && !person.bot && !person.partner && { label: role === "owner" ? words.makeMember : words.makeOwner, icon: "shield", run: () => void act(() => api.setRole(id, person.id, role === "owner" ? "member" : "owner")) },
                  managed && !derived && !person.partner && person.id !== me.person.id && { label: words.removeMember, icon: "leave", danger: true, run: () => setRemoving(person) },
                ];
                const offered = items.filter((item): item is MenuItem => item !== false);
                return (
                  <li key={person.id}>
                    <Link className="person-link" href={`/rooms/${id}/people/${person.id}`}>
                      <PersonRow person={person} colour={colour}>
                        {role === "owner" && <span className="tag">{words.owner}</span>}
                        {reads_until && <span className="tag">{words.handoverUntil(dayText(reads_until, false))}</span>}
                      </PersonRow>
                    </Link>
                    {offered.length > 0 && <MenuButton label={words.memberMenu(person.name)} className="icon-button small" items={offered} />}
                  </li>
                );
              })}
            </ul>
          </Fragment>
        ))}
        <MoreButton more={list.more} />
        {room?.mine && !me.person.guest && (
          <Link className="button small" href={`/rooms/${id}/inspections`}>
            <Icon name="eye" size={16} />
            {t.inspections}
          </Link>
        )}
      </div>
      {adding && room && <AddMembers room={room} without={list.items.map((member) => member.person.id)} onClose={() => setAdding(false)} onDone={list.reload} />}
      {removing && <Confirm title={words.removeMember} text={words.removeAsk(removing.name)} confirm={words.removeMember} danger onConfirm={() => void act(() => api.removeMember(id, removing.id))} onClose={() => setRemoving(null)} />}
    </Pane>
  );
}

function AddMembers({ room, without, onClose, onDone }: { room: Room; without: string[]; onClose: () => void; onDone: () => void }) {
  const [people, setPeople] = useState<PersonBrief[]>([]);
  const add = async () => {
    try {
      await api.addMembers(room.id, people.map((person) => person.id));
      onDone();
      onClose();
    } catch (error) {
      toast(shareProblem(error), "error");
    }
  };
  return (
    <Dialog
      title={words.addMembers}
      onClose={onClose}
      actions={
        <button type="button" className="button primary" disabled={people.length === 0} onClick={() => void add()}>
          {words.addCount(people.length)}
        </button>
      }
    >
      <PeoplePicker label={words.people} chosen={people} onChange={setPeople} without={without} autoFocus />
      <Suspense>
        {room.shared_with.length > 0 && <NamesCross room={room} />}
        <OutsidersNote people={people} />
      </Suspense>
    </Dialog>
  );
}
