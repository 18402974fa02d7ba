import { useId, useState, type FormEvent } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import { toast } from "../../../../platform/toast.ts";
import type { SignInMethods } from "../../api.ts";
import * as api from "../../api.passkeys.ts";
import { t } from "../../text.passkeys.ts";
import { PasswordAsk } from "../PasswordAsk.tsx";
import { absence, makePasskey } from "./device.ts";
import { passkeyProblem } from "./problems.ts";

type Asking = { what: "add" } | { what: "rename" | "remove"; passkey: api.Passkey };

/** One's own passkeys. `news` grows whenever they may be others. */
export function Passkeys({ methods, news }: { methods: SignInMethods; news: number }) {
  const list = useLoad(`passkeys ${news}`, api.passkeys);
  const [asking, setAsking] = useState<Asking | null>(null);
  const missing = absence();
  const items = list.value?.items ?? [];
  const close = () => setAsking(null);
  const add = async (password: string) => {
    await makePasskey(password);
    toast(t.added);
    list.reload();
  };
  const remove = async (passkey: api.Passkey, password: string) => {
    await api.remove(passkey.id, password);
    toast(t.removed);
    list.reload();
  };
  const renamed = () => {
    close();
    toast(t.renamed);
    list.reload();
  };
  return (
    <section aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">{t.title}</h2>
      <p className="hint">{t.about}</p>
      <ListState loading={list.loading && !list.value} error={list.error} empty={false} retry={list.reload}>
        {null}
      </ListState>
      {list.value && items.length === 0 && <p>{t.none}</p>}
      {items.length > 0 && (
        <ul className="open-rooms">
          {items.map((passkey) => (
            <li key={passkey.id}>
              <div>
                <b>{passkey.name}</b>
                <p>{passkey.used_at ? t.usedAt(momentText(passkey.used_at)) : t.unused}</p>
                <small>
                  {t.madeAt(momentText(passkey.created_at))}
                  {passkey.host !== location.hostname && ` ・ ${t.elsewhere(passkey.host)}`}
                </small>
              </div>
              <div className="form-actions">
                <button type="button" className="button small" aria-label={t.renameOf(passkey.name)} onClick={() => setAsking({ what: "rename", passkey })}>
                  {t.rename}
                </button>
                <button type="button" className="button small danger" aria-label={t.removeOf(passkey.name)} onClick={() => setAsking({ what: "remove", passkey })}>
                  {t.remove}
                </button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {missing ? (
        <p className="hint">{t[missing]}</p>
      ) : (
        <div className="form-actions">
          <button type="button" className={items.length > 0 ? "button small" : "button primary"} onClick={() => setAsking({ what: "add" })}>
            {t.add}
          </button>
        </div>
      )}
      {asking?.what === "add" && <PasswordAsk title={t.add} text={t.addAsk} hasOne={methods.password} run={add} words={passkeyProblem} onClose={close} />}
      {asking?.what === "remove" && (
        <PasswordAsk title={t.remove} text={t.removeAsk(asking.passkey.name)} danger hasOne={methods.password} run={(password) => remove(asking.passkey, password)} words={passkeyProblem} onClose={close} />
      )}
      {asking?.what === "rename" && <Rename passkey={asking.passkey} onDone={renamed} onClose={close} />}
    </section>
  );
}

function Rename({ passkey, onDone, onClose }: { passkey: api.Passkey; onDone: () => void; onClose: () => void }) {
  const form = useId();
  const [name, setName] = useState(passkey.name);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    api
      .rename(passkey.id, name)
      .then(onDone, setError)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      title={t.rename}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form={form} className="button primary" disabled={busy || name.trim() === ""}>
          {t.save}
        </button>
      }
    >
      <form id={form} className="form" onSubmit={submit}>
        <TextField label={t.name} required maxLength={80} error={error ? (fieldError(error, "name") ?? passkeyProblem(error)) : null} value={name} onChange={(event) => setName(event.target.value)} />
      </form>
    </Dialog>
  );
}
