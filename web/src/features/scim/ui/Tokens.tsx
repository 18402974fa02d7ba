import { useState } from "react";
import { copy } from "../../../design/copy.ts";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { dayText, momentText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { may } from "../../../platform/powers.ts";
import { problemText } from "../../../platform/problems.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { TokenForm } from "./TokenForm.tsx";
import "./scim.css";

/** Where other systems connect, and the tokens with which they may. */
export default function Tokens() {
  const me = useMe();
  const list = useLoad("scim-tokens", api.tokens);
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const [removing, setRemoving] = useState<api.Token | null>(null);
  const items = list.value?.items ?? [];
  const address = api.scimAddress();
  const remove = async ({ id, name }: api.Token) => {
    try {
      await api.removeToken(id);
      toast(t.removed(name));
    } catch (error) {
      toast(problemText(error), "error");
    }
    list.reload();
  };
  const addButton = me.rights === "administrator" && (
    <button type="button" className="button primary" onClick={() => setAdding(true)}>
      <Icon name="plus" size={18} />
      {t.newToken}
    </button>
  );
  return (
    <section className="admin-page" aria-labelledby="scim-title">
      <header className="admin-head">
        <h1 id="scim-title">{t.links}</h1>
        {items.length > 0 && addButton}
      </header>
      {me.rights === "administrator" && (
        <p className="scim-directories">
          <Link href="/admin/links/directories">{t.directories}</Link>
          <small className="block">{t.directoriesHint}</small>
        </p>
      )}
      <h2>{t.scim}</h2>
      <p className="hint">{t.hint}</p>
      <h3>{t.address}</h3>
      <p className="hint">{t.addressHint}</p>
      <p className="scim-address">
        <code>{address}</code>
        <button type="button" className="button" onClick={() => void copy(address)}>
          <Icon name="copy" size={18} />
          {t.copyAddress}
        </button>
      </p>
      <h3 id="scim-tokens">{t.tokens}</h3>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="lock" title={t.none}>
          <p>{t.noneHint}</p>
          {addButton}
        </Empty>
      </ListState>
      {items.length > 0 && (
        <div className="table-scroll" role="region" aria-labelledby="scim-tokens" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.name}</th>
                <th scope="col">{t.usedOn}</th>
                <th scope="col">{t.madeBy}</th>
                <th scope="col">{t.madeAt}</th>
                <th scope="col">{t.actions}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((token) => (
                <tr key={token.id}>
                  <td>{token.name}</td>
                  <td className="number">{token.used_on ? dayText(token.used_on) : t.neverUsed}</td>
                  <td className="number">{token.made_by?.name ?? "—"}</td>
                  <td className="number">{momentText(token.made_at)}</td>
                  <td>
                    {may(me, "systems", "change") && (
                      <button type="button" className="button" aria-label={t.removeOf(token.name)} onClick={() => setRemoving(token)}>
                        {t.remove}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && (
        <TokenForm
          onClose={() => setAdding(false)}
          onMade={(name, secret) => {
            setAdding(false);
            setMade({ name, secret });
            list.reload();
          }}
        />
      )}
      {made && (
        <Dialog
          title={t.madeTitle(made.name)}
          onClose={() => setMade(null)}
          actions={
            <>
              <button type="button" className="button primary" onClick={() => void copy(made.secret)}>
                {t.copyToken}
              </button>
              <button type="button" className="button" onClick={() => setMade(null)}>
                {t.close}
              </button>
            </>
          }
        >
          <p className="scim-secret">
            <code>{made.secret}</code>
          </p>
          <p>{t.madeHint}</p>
        </Dialog>
      )}
      {removing && <Confirm title={t.removeOf(removing.name)} text={t.removeAsk(removing.name)} confirm={t.remove} danger onConfirm={() => void remove(removing)} onClose={() => setRemoving(null)} />}
    </section>
  );
}
