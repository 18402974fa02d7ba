import { useId, useState, type FormEvent } from "react";
import { Confirm, Dialog } from "../../../design/Dialog.tsx";
import { TextField } from "../../../design/Field.tsx";
import { momentText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { toast } from "../../../platform/toast.ts";
import { leaveToLink } from "../actions.ts";
import * as api from "../api.ts";
import { oidcProblem } from "./problems.ts";
import { t } from "../text.ts";

/** Who somebody is at the organisation's providers; nothing where there are none. */
export default function OwnLinks() {
  const list = useLoad("own-links", api.ownLinks);
  const [linking, setLinking] = useState<api.OwnLink | null>(null);
  const [removing, setRemoving] = useState<api.OwnLink | null>(null);
  const items = list.value?.items ?? [];
  const remove = async ({ provider_id }: api.OwnLink) => {
    try {
      await api.removeOwnLink(provider_id);
      toast(t.unlinked);
    } catch (error) {
      toast(oidcProblem(error), "error");
    }
    list.reload();
  };
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="own-links-title">
      <h2 id="own-links-title">{t.links}</h2>
      <p className="hint">{t.linksHint}</p>
      {items.map((link) => (
        <section key={link.provider_id} aria-label={link.name}>
          <h3>{link.name}</h3>
          <p>{link.linked_at && link.known_as ? t.linkedSince(momentText(link.linked_at), link.known_as) : t.noLink}</p>
          {link.linked_at && !link.removable && <p className="hint">{t.kept}</p>}
          <div className="form-actions">
            {!link.linked_at && (
              <button type="button" className="button" onClick={() => setLinking(link)}>
                {t.link(link.name)}
              </button>
            )}
            {link.removable && (
              <button type="button" className="button small danger" onClick={() => setRemoving(link)}>
                {t.unlink(link.name)}
              </button>
            )}
          </div>
        </section>
      ))}
      {linking && <LinkAsk link={linking} onClose={() => setLinking(null)} />}
      {removing && <Confirm title={t.unlink(removing.name)} text={t.unlinkAsk} confirm={t.takeOff} danger onConfirm={() => void remove(removing)} onClose={() => setRemoving(null)} />}
    </section>
  );
}

/** Asks for the password, where there is one that is taken: who finds a desk left open must not become its owner elsewhere. */
function LinkAsk({ link, onClose }: { link: api.OwnLink; onClose: () => void }) {
  const form = useId();
  const asked = useLoad("takes-password", api.takesPassword);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  // Until it is known, what is typed can be sent: whoever is quick presses Enter before the answer is there.
  const wanted = asked.value !== false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    leaveToLink(link.provider_id, password).catch((problem: unknown) => {
      setError(problem);
      setBusy(false);
    });
  };
  return (
    <Dialog
      title={t.link(link.name)}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form={form} className="button primary" disabled={busy || (wanted && password === "")}>
          {busy ? t.leaving : t.link(link.name)}
        </button>
      }
    >
      <form id={form} className="form" onSubmit={submit}>
        <p>{wanted ? t.linkAsk : t.linkAskFresh}</p>
        {wanted && <TextField label={t.password} required type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />}
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {oidcProblem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
