import { useState } from "react";
import { copy } from "../../../design/copy.ts";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { SortBar } from "../../../design/Field.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { PersonRow, postText } from "../../../design/people/PersonRow.tsx";
import { momentText, shortText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { meet, usePerson, type PersonBrief } from "../../../platform/people.ts";
import { byReading } from "../../../platform/reading.ts";
import { Link } from "../../../platform/router.ts";
import { isGuest } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { Markup } from "./markup/Markup.tsx";
import { reactionLabel, type Message } from "../model.ts";
import { chatStore } from "../store.ts";
import { t } from "../text.ts";
import { t as words } from "../text.dialogs.ts";
import { usedBy } from "./names.ts";

interface Props {
  message: Message;
  view: "receipts" | "reactions" | "history" | "withdraw";
  onClose: () => void;
  onWithdraw: () => void;
}

/** The sheets about one message. */
export default function MessageDialog({ message, view, onClose, onWithdraw }: Props) {
  if (view === "withdraw") return <Confirm title={t.withdraw} text={words.withdrawAsk} confirm={t.withdraw} danger onConfirm={onWithdraw} onClose={onClose} />;
  if (view === "history") return <History message={message} onClose={onClose} />;
  if (view === "reactions") return <Reactions message={message} onClose={onClose} />;
  return <Receipts message={message} onClose={onClose} />;
}

function Receipts({ message, onClose }: { message: Message; onClose: () => void }) {
  const [tab, setTab] = useState<"unread" | "read" | "off_duty">("unread");
  const [sort, setSort] = useState<"reading" | "rank" | "time">("rank");
  // A crew that comes on duty or goes off duty meanwhile moves from one list into the other.
  const offDuty = useStore(chatStore, (state) => JSON.stringify(state.receipts[message.room_id]?.off_duty ?? []));
  const list = useLoad(`${message.id} ${sort} ${offDuty}`, async () => {
    const answer = await api.messageReceipts(message.id, sort);
    meet([...answer.read, ...answer.unread, ...answer.off_duty].map((entry) => entry.person));
    return answer;
  });
  const rows: { person: PersonBrief; at?: string | null; operators?: readonly { id: string; name: string; at: string }[] }[] = list.value?.[tab] ?? [];
  const names = { unread: t.unreadMark, read: t.read, off_duty: words.offDutyMark };
  const none = { unread: words.allRead, read: words.noneRead, off_duty: words.noneOffDuty };
  const counts = { unread: words.unreadCount(list.value?.unread.length ?? 0), read: words.readTotal(list.value?.read.length ?? 0), off_duty: words.offDutyCount(list.value?.off_duty.length ?? 0) };
  const tabs = (["unread", "read", "off_duty"] as const).filter((name) => name !== "off_duty" || tab === name || (list.value?.off_duty.length ?? 0) > 0);
  const text = () => rows.map(({ person, at, operators }) => [usedBy(person.name, operators?.length ? { name: operators.map(({ name }) => name).join(t.comma) } : null), postText(person), at ? momentText(at) : ""].filter(Boolean).join("\t")).join("\n");
  return (
    <Dialog
      title={t.whoRead}
      onClose={onClose}
      actions={
        <button type="button" className="button" disabled={rows.length === 0} onClick={() => void copy(text())}>
          {words.copyList}
        </button>
      }
    >
      <div className="tabs" role="tablist" aria-label={t.whoRead}>
        {tabs.map((name) => (
          <button key={name} type="button" role="tab" aria-selected={tab === name} className="tab" onClick={() => setTab(name)}>
            {counts[name]}
          </button>
        ))}
      </div>
      <SortBar
        value={sort}
        onChange={setSort}
        options={[
          { value: "rank", label: words.byRank },
          { value: "reading", label: words.byReading },
          { value: "time", label: words.byTime },
        ]}
      />
      <div role="tabpanel" aria-label={names[tab]}>
        {tab === "off_duty" && <p className="hint">{words.offDutyHint}</p>}
        <ListState loading={list.loading} error={list.error} empty={rows.length === 0} retry={list.reload}>
          <Empty icon="check" title={none[tab]} />
        </ListState>
        <ul className="people-list">
          {rows.map(({ person, at, operators }) => (
            <li key={person.id}>
              <Link className="person-link" href={isGuest() ? `/rooms/${message.room_id}/people/${person.id}` : `/people/${person.id}`}>
                <PersonRow person={person} watch={false}>
                  {at && <time dateTime={at}>{shortText(at)}</time>}
                </PersonRow>
              </Link>
              {operators && operators.length > 0 && (
                <ul className="reader-operators" aria-label={words.readHere(person.name)}>
                  {operators.map((operator) => (
                    <li key={operator.id}>
                      {operator.name} <time dateTime={operator.at}>{shortText(operator.at)}</time>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Reactions({ message, onClose }: { message: Message; onClose: () => void }) {
  const stamps = useStore(chatStore, (state) => state.stamps);
  const [sort, setSort] = useState<"time" | "reading">("time");
  const list = useLoad(message.id, () => api.reactions(message.id));
  const items = [...(list.value?.items ?? [])].sort((a, b) => (sort === "time" ? a.at.localeCompare(b.at) : byReading.compare(a.person.reading, b.person.reading)));
  const codes = [...new Set(items.map((item) => item.code))];
  return (
    <Dialog title={t.whoReacted} onClose={onClose}>
      <SortBar
        value={sort}
        onChange={setSort}
        options={[
          { value: "time", label: words.byTime },
          { value: "reading", label: words.byReading },
        ]}
      />
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="smile" title={words.noReactions} />
      </ListState>
      {codes.map((code) => (
        <section key={code}>
          <h3 className="sheet-section">
            {reactionLabel(code, stamps)} {items.filter((item) => item.code === code).length}
          </h3>
          <ul className="people-list">
            {items
              .filter((item) => item.code === code)
              .map((item) => (
                <li key={item.person.id}>
                  <PersonRow person={item.person} watch={false}>
                    {item.operator && <small>{item.operator.name}</small>}
                    <time dateTime={item.at}>{shortText(item.at)}</time>
                  </PersonRow>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

function History({ message, onClose }: { message: Message; onClose: () => void }) {
  const list = useLoad(message.id, () => api.history(message.id));
  return (
    <Dialog title={t.editHistory} onClose={onClose}>
      <ListState loading={list.loading} error={list.error} empty={(list.value?.items.length ?? 0) === 0} retry={list.reload}>
        <Empty icon="clock" title={words.noHistory} />
      </ListState>
      <ol className="history">
        {(list.value?.items ?? []).map((item) => (
          <li key={item.at}>
            <p className="hint">
              <time dateTime={item.at}>{momentText(item.at)}</time> <Name id={item.by} operator={item.operator} />
            </p>
            <Markup body={item.body} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

function Name({ id, operator }: { id: string | null; operator: { name: string } | null | undefined }) {
  return <>{usedBy(usePerson(id)?.name ?? "", operator)}</>;
}
