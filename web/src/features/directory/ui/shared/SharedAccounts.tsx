import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState } from "../../../../design/ListState.tsx";
import { PersonRow } from "../../../../design/people/PersonRow.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useLoad } from "../../../../platform/load.ts";
import { Link } from "../../../../platform/router.ts";
import * as api from "../../api.ts";
import type { SharedAccount } from "../../model.ts";
import { t as barriers } from "../../text.barriers.ts";
import { t } from "../../text.shared.ts";
import { useNames, useTitles } from "../barriers/useNames.ts";
import { entryText, type Names } from "../barriers/words.ts";
import "./shared.css";

/** The accounts that several people use by turns. */
export default function SharedAccounts() {
  const list = useLoad("shared accounts", async () => (await api.sharedAccounts()).items);
  const accounts = list.value ?? [];
  const names = useNames(
    accounts.flatMap(({ operators }) => operators),
    useTitles(),
  );
  const title = useArrival();
  const add = (
    <Link className="button primary" href="/admin/shared-accounts/new">
      <Icon name="plus" size={18} />
      {t.add}
    </Link>
  );
  return (
    <section className="admin-page" aria-labelledby="shared-title">
      <header className="admin-head">
        <h1 id="shared-title" ref={title} tabIndex={-1}>
          {t.sharedAccounts}
        </h1>
        {accounts.length > 0 && add}
      </header>
      <p className="hint shared-width">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={accounts.length === 0} retry={list.reload}>
        <Empty icon="shared" title={t.none}>
          <p>{t.noneHint}</p>
          {add}
        </Empty>
      </ListState>
      <ul className="shared-accounts shared-width">
        {accounts.map((account) => (
          <Card key={account.id} account={account} names={names} />
        ))}
      </ul>
    </section>
  );
}

function Card({ account, names }: { account: SharedAccount; names: Names }) {
  const lines = account.operators.map((entry) => entryText(entry, names)).join(barriers.comma);
  return (
    <li>
      <Link className="person-link" href={`/admin/shared-accounts/${account.id}`}>
        <PersonRow person={account.person} watch={false}>
          {account.state === "suspended" && <b className="field-error">{t.stopped}</b>}
        </PersonRow>
      </Link>
      <p>
        {t.operatorCount(account.operator_count)} <small>{lines}</small>
      </p>
      <p>
        {t.loginLine(account.login)} ・ {t.idleLine(t.seconds(account.idle_seconds))}
      </p>
    </li>
  );
}
