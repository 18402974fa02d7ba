import { useState, type FormEvent } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { fieldError, SelectField, TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { Problem } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { codeText, problemText } from "../../../../platform/problems.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.ts";
import type { NewSharedAccount, SharedAccount } from "../../model.ts";
import { t } from "../../text.shared.ts";
import { CircleFields } from "../barriers/CircleFields.tsx";
import { useTitles } from "../barriers/useNames.ts";
import { OperatorPins } from "./OperatorPins.tsx";
import { Secret } from "./Secret.tsx";
import "../barriers/barriers.css";
import "./shared.css";

const LIST = "/admin/shared-accounts";
const IDLE_SECONDS = [30, 60, 120, 180, 300, 600];
const FRESH: NewSharedAccount = { name: "", reading: "", unit_id: "", login: "", idle_seconds: 120, operators: [] };

function draftOf({ person, unit_id, login, idle_seconds, operators }: SharedAccount): NewSharedAccount {
  return { name: person.name, reading: person.reading, unit_id: unit_id ?? "", login, idle_seconds, operators };
}

/** A shared account that is made, or one that is changed. */
export default function SharedAccountPage({ id }: { id: Id | null }) {
  const loaded = useLoad(`shared account ${id}`, async () => {
    if (id === null) return null;
    const found = (await api.sharedAccounts()).items.find((account) => account.id === id);
    if (!found) throw new Problem("not_found", 404);
    return found;
  });
  const { value, error, reload } = loaded;
  if (error) return <Failed error={error} retry={reload} />;
  if (id !== null && !value) return <Loading />;
  return (
    <section className="admin-page" aria-labelledby="shared-account-title">
      <Head name={value?.person.name ?? t.newAccount} />
      {/* What somebody else saved meanwhile begins a form of its own. */}
      <AccountForm key={value?.tick ?? "new"} account={value} onReload={reload} />
      {value && <OperatorPins account={value} />}
    </section>
  );
}

function Head({ name }: { name: string }) {
  const title = useArrival();
  return (
    <header className="barrier-head">
      <Link className="barrier-back" href={LIST}>
        <Icon name="back" size={16} />
        {t.back}
      </Link>
      <h1 id="shared-account-title" ref={title} tabIndex={-1}>
        {name}
      </h1>
    </header>
  );
}

function circleError(error: unknown): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find(({ field }) => field === "operators" || field.startsWith("operators["));
  return found ? codeText(found.code) : null;
}

type Asking = "stop" | "reset";

function AccountForm({ account, onReload }: { account: SharedAccount | null; onReload: () => void }) {
  const units = useUnits();
  const titles = useTitles();
  const [draft, setDraft] = useState<NewSharedAccount>(() => (account ? draftOf(account) : FRESH));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const set = (change: Partial<NewSharedAccount>) => setDraft((now) => ({ ...now, ...change }));
  const stale = error instanceof Problem && error.status === 412;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      if (account) {
        await api.changeSharedAccount(account, draft);
        toast(t.saved);
        navigate(LIST);
      } else setPassword((await api.addSharedAccount(draft)).initial_password);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const act = async (run: () => Promise<unknown>, done?: string) => {
    try {
      await run();
      if (done) toast(done);
      onReload();
    } catch (problem) {
      toast(problemText(problem), "error");
    }
  };
  const name = account?.person.name ?? draft.name;
  const stopped = account?.state === "suspended";
  const complete = [draft.name, draft.reading, draft.unit_id, draft.login].every((text) => text.trim() !== "") && draft.operators.length > 0;
  return (
    <>
      <form className="form barrier-form" onSubmit={(event) => void save(event)}>
        <TextField label={t.name} hint={t.nameHint} required maxLength={80} autoComplete="off" value={draft.name} error={fieldError(error, "family_name")} onChange={(event) => set({ name: event.target.value })} />
        <TextField label={t.reading} required maxLength={80} autoComplete="off" value={draft.reading} error={fieldError(error, "family_reading")} onChange={(event) => set({ reading: event.target.value })} />
        <SelectField label={t.unit} hint={t.unitHint} required value={draft.unit_id} error={fieldError(error, "posts[0].unit_id")} onChange={(event) => set({ unit_id: event.target.value })}>
          <option value="">{t.chooseUnit}</option>
          {units.map((unit) => (
            <option key={unit.id} value={unit.id}>
              {`${"　".repeat(unit.depth)}${unit.name}`}
            </option>
          ))}
        </SelectField>
        <TextField label={t.login} hint={t.loginHint} required maxLength={80} autoComplete="off" autoCapitalize="none" spellCheck={false} value={draft.login} error={fieldError(error, "login") ?? fieldError(error, "staff_number")} onChange={(event) => set({ login: event.target.value })} />
        <SelectField label={t.idle} hint={t.idleHint} value={String(draft.idle_seconds)} error={fieldError(error, "idle_seconds")} onChange={(event) => set({ idle_seconds: Number(event.target.value) })}>
          {[...new Set([...IDLE_SECONDS, draft.idle_seconds])].sort((a, b) => a - b).map((seconds) => (
            <option key={seconds} value={seconds}>
              {t.seconds(seconds)}
            </option>
          ))}
        </SelectField>
        <CircleFields label={t.operators} hint={t.operatorsHint} circle={draft.operators} titles={titles} error={circleError(error)} onChange={(operators) => set({ operators })} />
        {Boolean(error) && (
          <div className="form-error" role="alert">
            <p>{stale ? t.stale : problemText(error)}</p>
            {stale && (
              <button type="button" className="button small" onClick={onReload}>
                {t.reload}
              </button>
            )}
          </div>
        )}
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={!complete}>
            {busy ? t.saving : account ? t.save : t.create}
          </button>
          <Link className="button" href={LIST}>
            {t.cancel}
          </Link>
          {account && (
            <>
              <button type="button" className="button" onClick={() => setAsking("reset")}>
                {t.resetPassword}
              </button>
              <button type="button" className={stopped ? "button" : "button danger"} onClick={() => (stopped ? void act(() => api.stopAccount(account.id, false), t.resumed(name)) : setAsking("stop"))}>
                {stopped ? t.resume : t.stop}
              </button>
            </>
          )}
        </div>
      </form>
      {asking === "stop" && account && <Confirm title={t.stop} text={t.stopAsk(name)} confirm={t.stop} danger onConfirm={() => void act(() => api.stopAccount(account.id, true), t.stoppedNow(name))} onClose={() => setAsking(null)} />}
      {asking === "reset" && account && (
        <Confirm title={t.resetPassword} text={t.resetAsk(name)} confirm={t.resetPassword} danger onConfirm={() => void act(async () => setPassword((await api.resetPassword(account.id)).initial_password))} onClose={() => setAsking(null)} />
      )}
      {password !== null && (
        <Secret
          title={t.initialPassword}
          secret={password}
          hint={t.initialPasswordHint(name)}
          onClose={() => {
            setPassword(null);
            if (!account) navigate(LIST);
          }}
        />
      )}
    </>
  );
}
