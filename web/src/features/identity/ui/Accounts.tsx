import { useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { ExportButton, type Column } from "../../../design/export/ExportButton.tsx";
import { InitialPassword } from "../../../design/letters/InitialPassword.tsx";
import type { Letter } from "../../../design/letters/Letters.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import { SortableHead, useSorted } from "../../../design/Sortable.tsx";
import { PersonRow } from "../../../design/people/PersonRow.tsx";
import { momentText } from "../../../platform/dates.ts";
import { allPages, useDebounced, usePages } from "../../../platform/load.ts";
import { may } from "../../../platform/powers.ts";
import { problemText } from "../../../platform/problems.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import { actsUpon, letterOf } from "../model.accounts.ts";
import * as api from "../api.ts";
import { t as letters } from "../text.letters.ts";
import { t as places } from "../text.places.ts";
import { t } from "../text.ts";

/** What waits for a second thought. */
interface Ask {
  title: string;
  text: string;
  danger: boolean;
  run: () => void;
}

const rightsText = (account: api.Account) => (account.rights === "administrator" ? t.administrator : t.member);

const columns = (): Column<api.Account>[] => [
  [t.person, (account) => account.person.name],
  [t.reading, (account) => account.person.reading],
  [t.unit, (account) => account.person.unit ?? ""],
  [t.login, (account) => account.login],
  [t.email, (account) => account.email ?? ""],
  [t.rights, rightsText],
  [t.state, (account) => (account.state === "active" ? t.active : t.suspended)],
  [t.passwordElsewhere, (account) => (account.password_elsewhere ? t.yes : "")],
  [t.mustChange, (account) => (account.must_change_password ? t.yes : "")],
  [t.secondFactor, (account) => (account.second_factor ? t.yes : "")],
  [t.passkeys, (account) => (account.passkeys > 0 ? String(account.passkeys) : "")],
  [t.lastUse, (account) => (account.last_seen_at ? momentText(account.last_seen_at) : t.never)],
];

export default function Accounts() {
  const me = useMe();
  const [text, setText] = useState("");
  const search = useDebounced(text.trim());
  const page = (cursor: string | null) => api.accounts(search, cursor);
  const list = usePages(`accounts ${search}`, page);
  const [ask, setAsk] = useState<Ask | null>(null);
  const [initial, setInitial] = useState<Letter | null>(null);
  const { sorted, order, sortBy } = useSorted(list.items, { reading: (account) => account.person.reading, login: (account) => account.login, rights: (account) => account.rights, state: (account) => account.state, seen: (account) => account.last_seen_at ?? "" }, "reading");
  const act = async (run: () => Promise<unknown>, done?: string) => {
    try {
      await run();
      if (done) toast(done);
      list.reload();
    } catch (error) {
      toast(problemText(error), "error");
    }
  };
  const reset = (account: api.Account) =>
    act(async () => {
      const { initial_password } = await api.resetPassword(account.id);
      setInitial(letterOf(account, initial_password));
    });
  const itemsFor = (account: api.Account) => {
    const { name } = account.person;
    const asked = (title: string, text: string, danger: boolean, run: () => Promise<unknown>) => () => setAsk({ title, text, danger, run: () => void run() });
    const change = (asks: Parameters<typeof api.changeAccount>[1], done: string) => act(() => api.changeAccount(account.id, asks), done);
    const items: MenuItem[] = [];
    // Where a directory keeps the password, it is given there.
    if (!account.password_elsewhere) items.push({ label: t.resetPassword, icon: "lock", run: asked(t.resetPassword, t.resetAsk(name), true, () => reset(account)) });
    items.push({ label: t.endAllSessions, icon: "leave", run: asked(t.endAllSessions, t.endAllSessionsAsk(name), true, () => act(() => api.endSessions(account.id), t.sessionsEnded(name))) });
    if (account.second_factor || account.passkeys > 0) items.push({ label: t.takeOff, icon: "phone", danger: true, run: asked(t.takeOff, t.takeOffAsk(name), true, () => act(() => api.takeOffFactors(account.id), t.takenOff(name))) });
    // Nobody locks the last door behind themselves by accident.
    if (account.id === me.account_id) return items;
    const state: MenuItem =
      account.state === "active"
        ? { label: t.suspend, icon: "mute", danger: true, run: asked(t.suspend, t.suspendAsk(name), true, () => change({ state: "suspended" }, t.suspendedNow(name))) }
        : { label: t.resume, icon: "check", run: () => void change({ state: "active" }, t.resumed(name)) };
    // What several people use administers nothing, nor do guests and bots.
    const apart = account.person.shared || account.person.guest || account.person.bot;
    if (me.rights !== "administrator" || apart) return [...items, state];
    const [title, text, rights] = account.rights === "administrator" ? ([t.makeMember, t.makeMemberAsk(name), "member"] as const) : ([t.makeAdministrator, account.password_elsewhere ? t.makeAdministratorElsewhereAsk(name) : t.makeAdministratorAsk(name), "administrator"] as const);
    items.push({ label: title, icon: "shield", run: asked(title, text, false, () => change({ rights }, t.rightsChanged(name))) });
    items.push(state);
    return items;
  };
  return (
    <section className="admin-page" aria-labelledby="accounts-title">
      <header className="admin-head">
        <h1 id="accounts-title">{places.accounts}</h1>
        {may(me, "people", "change") && (
          <Link className="button" href="/admin/accounts/letters">
            {letters.title}
          </Link>
        )}
      </header>
      <p className="hint">{t.accountsHint}</p>
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.searchAccounts} placeholder={t.searchAccounts} value={text} onChange={(event) => setText(event.target.value)} />
        <ExportButton name={places.accounts} columns={columns()} pages={() => allPages(page)} />
      </div>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="lock" title={t.noAccounts} />
      </ListState>
      {sorted.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <SortableHead
              order={order}
              sortBy={sortBy}
              columns={[
                ["reading", t.person],
                ["login", t.login],
                ["rights", t.rights],
                ["state", t.state],
                ["seen", t.lastUse],
              ]}
            />
            <tbody>
              {sorted.map((account) => (
                <tr key={account.id}>
                  <td>
                    <PersonRow person={account.person} watch={false} />
                  </td>
                  <td>
                    {account.login}
                    {account.email && <small className="block">{account.email}</small>}
                  </td>
                  <td className="number">{rightsText(account)}</td>
                  <td className="number">
                    {account.state === "active" ? t.active : <b className="field-error">{t.suspended}</b>}
                    {account.password_elsewhere && <span className="tag">{t.passwordElsewhere}</span>}
                    {account.must_change_password && <span className="tag">{t.mustChange}</span>}
                    {account.second_factor && <span className="tag">{t.secondFactor}</span>}
                    {account.passkeys > 0 && <span className="tag">{t.passkeyCount(account.passkeys)}</span>}
                  </td>
                  <td className="number">{account.last_seen_at ? momentText(account.last_seen_at) : t.never}</td>
                  <td>
                    {actsUpon(account, me) && <MenuButton label={t.accountActions(account.person.name)} items={itemsFor(account)} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={list.more} />
      {ask && <Confirm title={ask.title} text={ask.text} confirm={ask.title} danger={ask.danger} onConfirm={ask.run} onClose={() => setAsk(null)} />}
      {initial && (
        <InitialPassword letter={initial} onClose={() => setInitial(null)} />
      )}
    </section>
  );
}
