import { useEffect, useRef, useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { Letters, type Letter } from "../../../../design/letters/Letters.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useHold } from "../../../../design/useHold.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useDebounced, usePages } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { getsLetter, letterOf } from "../../model.accounts.ts";
import * as api from "../../api.ts";
import { t } from "../../text.letters.ts";

/** How many are issued in one go: paper and patience end somewhere. */
const MOST = 200;

interface Issue {
  done: number;
  all: number;
  letters: Letter[];
  faults: string[];
  printed: boolean;
}

/** Initial passwords for many who have never signed in, as letters to hand over. */
export default function LettersPage() {
  const heading = useArrival();
  const me = useMe();
  const [text, setText] = useState("");
  const search = useDebounced(text.trim());
  const list = usePages(`unused ${search}`, (cursor) => api.unusedAccounts(search, cursor));
  const [chosen, setChosen] = useState<ReadonlySet<Id>>(new Set());
  const [asking, setAsking] = useState<"issue" | "finish" | null>(null);
  const [issue, setIssue] = useState<Issue | null>(null);
  const [printing, setPrinting] = useState(false);
  const here = useRef(true);
  useEffect(
    () => () => {
      here.current = false;
    },
    [],
  );
  const offered = list.items.filter((account) => getsLetter(account, me));
  const wanted = offered.filter((account) => chosen.has(account.id));
  const issuing = issue !== null && issue.done < issue.all;

  const begin = async () => {
    const now: Issue = { done: 0, all: wanted.length, letters: [], faults: [], printed: false };
    setIssue({ ...now });
    for (const account of wanted) {
      // Whoever left the page would see none of what is issued from now on.
      if (!here.current) return;
      try {
        now.letters.push(letterOf(account, (await api.firstPassword(account.id)).initial_password));
      } catch (error) {
        now.faults.push(t.failed(account.person.name, problemText(error)));
      }
      now.done += 1;
      setIssue({ ...now });
    }
  };
  const finish = () => {
    setIssue(null);
    setChosen(new Set());
    list.reload();
  };
  const unprinted = issue !== null && issue.letters.length > 0 && !issue.printed;
  const [leave, stay] = useHold(unprinted || issuing);

  return (
    <section className="admin-page" aria-labelledby="letters-title">
      <header className="admin-head">
        <h1 id="letters-title" ref={heading} tabIndex={-1}>
          {t.title}
        </h1>
        {!issue && (
          <Link className="button" href="/admin/accounts">
            {t.toAccounts}
          </Link>
        )}
      </header>
      <p className="hint">{t.hint}</p>
      <p role="status">{issue && (issuing ? t.issuing(issue.done, issue.all) : t.issued(issue.letters.length))}</p>
      {issue ? (
        <>
          {issuing && <progress max={issue.all} value={issue.done} aria-label={t.issuing(issue.done, issue.all)} />}
          {issue.faults.length > 0 && (
            <ul className="form-error">
              {issue.faults.map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
          )}
          {!issuing && (
            <div className="form-actions">
              {issue.letters.length > 0 && (
                <button type="button" className="button primary" onClick={() => setPrinting(true)}>
                  {t.print(issue.letters.length)}
                </button>
              )}
              <button type="button" className="button" onClick={() => (unprinted ? setAsking("finish") : finish())}>
                {t.finish}
              </button>
            </div>
          )}
        </>
      ) : (
        <>
          <div className="pane-tools">
            <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
          </div>
          <ListState loading={list.loading} error={list.error} empty={offered.length === 0} retry={list.reload}>
            <Empty icon="check" title={search ? t.noneFound : t.none} />
          </ListState>
          {offered.length > 0 && <Choose accounts={offered} chosen={chosen} onChange={setChosen} />}
          <MoreButton more={list.more} />
          {wanted.length > MOST && <p className="form-error">{t.most(MOST)}</p>}
          {offered.length > 0 && (
            <div className="form-actions">
              <button type="button" className="button primary" disabled={wanted.length === 0 || wanted.length > MOST} onClick={() => setAsking("issue")}>
                {t.issue(wanted.length)}
              </button>
            </div>
          )}
        </>
      )}
      {asking === "issue" && <Confirm title={t.title} text={t.issueAsk(wanted.length)} confirm={t.issue(wanted.length)} onConfirm={() => void begin()} onClose={() => setAsking(null)} />}
      {asking === "finish" && <Confirm title={t.finish} text={t.finishAsk} confirm={t.finish} danger onConfirm={finish} onClose={() => setAsking(null)} />}
      {leave && <Confirm title={t.leave} text={issuing ? t.leaveIssuing : t.leaveAsk(issue?.letters.length ?? 0)} confirm={t.leave} danger onConfirm={leave} onClose={stay} />}
      {printing && issue && (
        <Letters
          letters={issue.letters}
          onDone={() => {
            setPrinting(false);
            setIssue({ ...issue, printed: true });
          }}
        />
      )}
    </section>
  );
}

function Choose({ accounts, chosen, onChange }: { accounts: readonly api.Account[]; chosen: ReadonlySet<Id>; onChange: (chosen: ReadonlySet<Id>) => void }) {
  const all = accounts.every((account) => chosen.has(account.id));
  const take = (ids: readonly Id[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    onChange(next);
  };
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={all}
          onChange={(event) =>
            take(
              accounts.map((account) => account.id),
              event.target.checked,
            )
          }
        />
        {t.all(accounts.length)}
      </label>
      <div className="table-scroll" role="region" aria-labelledby="letters-title" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.chosen}</th>
              <th scope="col">{t.person}</th>
              <th scope="col">{t.login}</th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <tr key={account.id}>
                <td>
                  <input type="checkbox" aria-label={t.choose(account.person.name)} checked={chosen.has(account.id)} onChange={(event) => take([account.id], event.target.checked)} />
                </td>
                <td>
                  <PersonRow person={account.person} watch={false} />
                </td>
                <td className="number">{account.login}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
