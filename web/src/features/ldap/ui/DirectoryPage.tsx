import { useEffect, useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { MenuButton } from "../../../design/Menu.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { momentText } from "../../../platform/dates.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link, navigate } from "../../../platform/router.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { isOn } from "../model.ts";
import { t } from "../text.ts";
import { DirectoryForm } from "./DirectoryForm.tsx";
import { Lines } from "./Lines.tsx";
import { ldapProblem } from "./problems.ts";
import { RunOn } from "./RunOn.tsx";
import { Runs } from "./Runs.tsx";
import "./ldap.css";

/** How often a run that is on is asked about, in milliseconds. */
const LOOK_AGAIN = 1_500;

/** One directory. */
export default function DirectoryPage({ id }: { id: Id }) {
  const { value, error, reload } = useLoad(`ldap ${id}`, async () => {
    const [directory, runs] = await Promise.all([api.directory(id), api.runs(id)]);
    return { directory, runs: runs.items };
  });
  const on = isOn(value?.directory.last_run);
  useEffect(() => {
    if (!on) return;
    const timer = setTimeout(reload, LOOK_AGAIN);
    return () => clearTimeout(timer);
  }, [on, value, error, reload]);
  if (!value) return error ? <Failed error={error} retry={reload} /> : <Loading />;
  return <Directory directory={value.directory} runs={value.runs} reload={reload} />;
}

interface Props {
  directory: api.Directory;
  /** The newest first. */
  runs: readonly api.Run[];
  reload: () => void;
}

/** What differs, bringing people in, and how that went so far. */
function Directory({ directory, runs, reload }: Props) {
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState<"apply" | "remove" | null>(null);
  const [shown, setShown] = useState<Id | null>(null);
  const title = useArrival();
  const on = isOn(directory.last_run);
  const id = directory.id as Id;
  const { settings } = directory;
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      return true;
    } catch (problem) {
      toast(ldapProblem(problem), "error");
      return false;
    } finally {
      reload();
    }
  };
  const begin = (look: boolean, allowed: number | null = null) => {
    setShown(null);
    void attempt(() => api.beginRun(id, { id: newId(), look, allowed }));
  };
  const remove = async () => {
    if (!(await attempt(() => api.removeDirectory(id)))) return;
    toast(t.removed(settings.name));
    navigate("/admin/links/directories", { replace: true });
  };
  const save = async (next: api.Settings, password: string | null) => {
    await api.changeDirectory(id, { settings: next, password });
    toast(t.saved);
    setEditing(false);
    reload();
  };
  const last = runs[0] ?? null;
  const looked = runs.find((run) => run.id === shown) ?? (on ? null : last);
  return (
    <section className="admin-page ldap-page" aria-labelledby="ldap-title">
      <Link className="ldap-back" href="/admin/links/directories">
        <Icon name="back" size={18} />
        {t.toList}
      </Link>
      <header className="admin-head">
        <h1 id="ldap-title" ref={title} tabIndex={-1}>
          {settings.name}
        </h1>
        <MenuButton
          label={t.actions(settings.name)}
          items={[
            { label: t.edit, icon: "edit", run: () => setEditing(true) },
            { label: t.remove, icon: "trash", danger: true, run: () => setAsking("remove") },
          ]}
        />
      </header>
      {editing ? (
        <DirectoryForm kept={directory} onSave={save} onCancel={() => setEditing(false)} />
      ) : (
        <>
          <dl className="ldap-facts">
            <dt>{t.url}</dt>
            <dd>{settings.url}</dd>
            <dt>{t.people}</dt>
            <dd>{t.peopleCount(directory.people)}</dd>
            <dt>{t.nextAt}</dt>
            <dd>{directory.next_at ? momentText(directory.next_at) : t.byHand}</dd>
          </dl>
          <RunOn run={last} onCancel={(run) => void attempt(() => api.cancelRun(run))} onAllow={(stopped) => begin(false, stopped)} />
          {!on && (
            <div className="ldap-buttons">
              <button type="button" className="button" onClick={() => begin(true)}>
                {t.look}
              </button>
              <button type="button" className="button primary" onClick={() => setAsking("apply")}>
                {t.apply}
              </button>
            </div>
          )}
          {looked && looked.state !== "failed" && <Lines key={`${looked.id} ${looked.state}`} run={looked} isRecent={runs.indexOf(looked) < 3} />}
          <Runs runs={runs} onShow={setShown} />
        </>
      )}
      {asking === "apply" && <Confirm title={t.apply} text={t.applyAsk(settings.name)} confirm={t.apply} onConfirm={() => begin(false)} onClose={() => setAsking(null)} />}
      {asking === "remove" && <Confirm title={t.remove} text={t.removeAsk(settings.name, directory.people)} confirm={t.remove} danger onConfirm={() => void remove()} onClose={() => setAsking(null)} />}
    </section>
  );
}
