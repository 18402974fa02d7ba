import { useState } from "react";
import { copy } from "../../../design/copy.ts";
import { Confirm } from "../../../design/Dialog.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { useLoad } from "../../../platform/load.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { oidcProblem } from "./problems.ts";
import { t } from "../text.ts";
import { Links } from "./Links.tsx";
import { ProviderForm } from "./ProviderForm.tsx";
import "./oidc.css";

type Open = { what: "form"; provider: api.Provider | null } | { what: "links" | "remove"; provider: api.Provider };

/** Where else the organisation's people sign in. */
export default function Providers() {
  const list = useLoad("oidc-providers", api.providers);
  const [open, setOpen] = useState<Open | null>(null);
  const items = list.value?.items ?? [];
  const uris = list.value?.redirect_uris ?? [];
  const close = () => setOpen(null);
  const remove = async ({ id, name }: api.Provider) => {
    try {
      await api.removeProvider(id);
      toast(t.removed(name));
    } catch (error) {
      toast(oidcProblem(error), "error");
    }
    list.reload();
  };
  const addButton = (
    <button type="button" className="button primary" onClick={() => setOpen({ what: "form", provider: null })}>
      <Icon name="plus" size={18} />
      {t.add}
    </button>
  );
  return (
    <section className="admin-page" aria-labelledby="oidc-title">
      <header className="admin-head">
        <h1 id="oidc-title">{t.title}</h1>
        {items.length > 0 && addButton}
      </header>
      <p className="hint">{t.hint}</p>
      {list.value && uris.length === 0 && (
        <p className="form-error" role="note">
          {t.noOrigin}
        </p>
      )}
      {uris.length > 0 && (
        <>
          <h2>{t.redirect}</h2>
          <p className="hint">{t.redirectHint}</p>
          {uris.map((uri) => (
            <p key={uri} className="redirect-uri">
              <code>{uri}</code>
              <button type="button" className="button" onClick={() => void copy(uri)}>
                <Icon name="copy" size={18} />
                {t.copyRedirect}
              </button>
            </p>
          ))}
        </>
      )}
      <h2 id="oidc-providers">{t.providers}</h2>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="shield" title={t.none}>
          <p>{t.noneHint}</p>
          {addButton}
        </Empty>
      </ListState>
      {items.length > 0 && (
        <div className="table-scroll" role="region" aria-labelledby="oidc-providers" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.name}</th>
                <th scope="col">{t.issuer}</th>
                <th scope="col">{t.linkedCount}</th>
                <th scope="col">{t.actions}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((provider) => (
                <tr key={provider.id}>
                  <td>{provider.name}</td>
                  <td className="issuer">{provider.issuer}</td>
                  <td className="number">{t.people(provider.linked)}</td>
                  <td>
                    <div className="form-actions">
                      <button type="button" className="button small" aria-label={t.changeOf(provider.name)} onClick={() => setOpen({ what: "form", provider })}>
                        {t.change}
                      </button>
                      <button type="button" className="button small" aria-label={t.linksOf(provider.name)} onClick={() => setOpen({ what: "links", provider })}>
                        {t.showLinks}
                      </button>
                      <button type="button" className="button small danger" aria-label={t.removeOf(provider.name)} onClick={() => setOpen({ what: "remove", provider })}>
                        {t.remove}
                      </button>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open?.what === "form" && (
        <ProviderForm
          provider={open.provider}
          onClose={close}
          onSaved={(saved) => {
            close();
            toast(t.saved(saved.name));
            list.reload();
          }}
        />
      )}
      {open?.what === "links" && (
        <Links
          provider={open.provider}
          onClose={() => {
            close();
            list.reload();
          }}
        />
      )}
      {open?.what === "remove" && <Confirm title={t.removeOf(open.provider.name)} text={t.removeAsk(open.provider.name, open.provider.linked)} confirm={t.remove} danger onConfirm={() => void remove(open.provider)} onClose={close} />}
    </section>
  );
}
