import { useEffect, useState } from "react";
import { Confirm } from "../../design/Dialog.tsx";
import { ListState } from "../../design/ListState.tsx";
import { useArrival } from "../../design/useArrival.ts";
import { momentText } from "../../platform/dates.ts";
import { useLoad } from "../../platform/load.ts";
import { problemText } from "../../platform/problems.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { Findings } from "./Findings.tsx";
import { percent, sizeText } from "./model.ts";
import { jobNames } from "./text.jobs.ts";
import { t } from "./text.ts";
import "./admin.css";

/** How the organisation and, at home, the machine fare. */
export default function Condition() {
  const heading = useArrival();
  const { value, error, loading, reload } = useLoad("condition", api.condition);
  return (
    <section className="admin-page" aria-labelledby="condition-title">
      <header className="admin-head">
        <h1 id="condition-title" ref={heading} tabIndex={-1}>
          {t.condition}
        </h1>
        <button type="button" className="button" onClick={reload} disabled={loading}>
          {t.lookAgain}
        </button>
      </header>
      <ListState loading={loading} error={error} empty={value === null} retry={reload}>
        {null}
      </ListState>
      {value && (
        <>
          <section className="condition-part" aria-labelledby="findings-title" aria-live="polite">
            <h2 id="findings-title">{t.findings}</h2>
            {value.findings.length > 0 ? <Findings findings={value.findings} /> : <p>{t.allWell}</p>}
          </section>
          {value.machine && <Machine machine={value.machine} />}
          {value.index && <Index index={value.index} reload={reload} />}
          <Usage condition={value} />
          <Failed jobs={value.failed_jobs} reload={reload} />
        </>
      )}
    </section>
  );
}

/** How long to wait before looking how far the index is. */
const LOOKS_AGAIN_MS = 3_000;

function Index({ index: { documents, bytes, building }, reload }: { index: api.Index; reload: () => void }) {
  const isBuilt = typeof building === "number";
  useEffect(() => {
    if (!isBuilt) return undefined;
    const timer = setTimeout(reload, LOOKS_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isBuilt, building, reload]);
  const rebuild = async () => {
    try {
      await api.rebuildIndex();
      toast(t.rebuilding);
    } catch (error) {
      toast(problemText(error), "error");
    }
    reload();
  };
  return (
    <section className="condition-part" aria-labelledby="index-title">
      <h2 id="index-title">{t.index}</h2>
      <Lines lines={[[t.indexed, t.number(documents)], [t.indexSize, sizeText(bytes)], ...(isBuilt ? ([[t.indexBuilding, t.indexRead(building), percent(building, Math.max(building, documents))]] satisfies Line[]) : [])]} />
      <p className="hint">{t.indexHint}</p>
      <button type="button" className="button" disabled={isBuilt} onClick={() => void rebuild()}>
        {t.rebuildIndex}
      </button>
    </section>
  );
}

type Line = [name: string, value: string, used?: number];

function Lines({ lines }: { lines: Line[] }) {
  return (
    <dl className="condition-lines">
      {lines.map(([name, value, used]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span className="number">{value}</span>
            {used !== undefined && <meter min={0} max={100} high={90} optimum={0} value={used} aria-label={t.percentUsed(name, used)} title={t.percentUsed(name, used)} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Machine({ machine }: { machine: api.Machine }) {
  const { disk_bytes: disk, disk_free_bytes: free, memory_bytes: memory, memory_available_bytes: available, own_memory_bytes: own } = machine;
  const engine = machine.engine === "postgres" ? t.postgres : t.sqlite;
  return (
    <section className="condition-part" aria-labelledby="machine-title">
      <h2 id="machine-title">{t.machine}</h2>
      <Lines
        lines={[
          [t.disk, t.diskOf(sizeText(free), sizeText(disk)), percent(disk - free, disk)],
          [t.files, machine.bucket ?? t.filesOnDisk],
          [t.database, t.databaseOf(engine, sizeText(machine.database_bytes))],
          typeof memory === "number" && typeof available === "number" ? [t.memory, t.memoryOf(sizeText(available), sizeText(memory)), percent(memory - available, memory)] : [t.memory, t.unknown],
          [t.own, typeof own === "number" ? sizeText(own) : t.unknown],
          [t.connections, t.connectionsOf(machine.connections, machine.connections_at_most), percent(machine.connections, machine.connections_at_most)],
          [t.waiting, t.number(machine.waiting_jobs)],
          [t.since, momentText(machine.started_at)],
          [t.version, machine.version],
        ]}
      />
    </section>
  );
}

function Usage({ condition: { directory, accounts, talk } }: { condition: api.Condition }) {
  return (
    <section className="condition-part" aria-labelledby="usage-title">
      <h2 id="usage-title">{t.usage}</h2>
      <Lines
        lines={[
          [t.staff, t.people(directory.staff)],
          [t.guests, t.people(directory.guests)],
          [t.bots, t.number(directory.bots)],
          [t.units, t.number(directory.units)],
          [t.accounts, t.number(accounts.accounts)],
          [t.used, t.usedOf(accounts.used, percent(accounts.used, accounts.accounts))],
          [t.rooms, t.number(talk.rooms)],
          [t.messages, t.number(talk.messages)],
        ]}
      />
    </section>
  );
}

const nameOf = (kind: string) => (kind in jobNames ? jobNames[kind as keyof typeof jobNames] : kind);

function Failed({ jobs, reload }: { jobs: readonly api.FailedJob[]; reload: () => void }) {
  const [forgetting, setForgetting] = useState<api.FailedJob | null>(null);
  const change = async (change: Promise<void>, done: string) => {
    try {
      await change;
      toast(done);
    } catch (error) {
      toast(problemText(error), "error");
    }
    reload();
  };
  return (
    <section className="condition-part" aria-labelledby="failed-title">
      <h2 id="failed-title">{t.failed}</h2>
      {jobs.length === 0 ? (
        <p>{t.noneFailed}</p>
      ) : (
        <>
          <p className="hint">{t.failedHint}</p>
          <div className="table-scroll" role="region" aria-labelledby="failed-title" tabIndex={0}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.job}</th>
                  <th scope="col">{t.failedAt}</th>
                  <th scope="col">{t.attempts}</th>
                  <th scope="col">{t.error}</th>
                  <th scope="col">{t.actions}</th>
                </tr>
              </thead>
              <tbody>
                {jobs.map((job) => (
                  <tr key={job.id}>
                    <td>{nameOf(job.kind)}</td>
                    <td className="number">{momentText(job.failed_at)}</td>
                    <td className="number">{job.attempts}</td>
                    <td className="job-error">{job.error}</td>
                    <td>
                      <button type="button" className="button" aria-label={t.againOf(nameOf(job.kind))} onClick={() => void change(api.runAgain(job.id), t.againDone(nameOf(job.kind)))}>
                        {t.again}
                      </button>
                      <button type="button" className="button" aria-label={t.forgetOf(nameOf(job.kind))} onClick={() => setForgetting(job)}>
                        {t.forget}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {forgetting && (
        <Confirm
          title={t.forgetOf(nameOf(forgetting.kind))}
          text={t.forgetAsk(nameOf(forgetting.kind))}
          confirm={t.forget}
          danger
          onConfirm={() => void change(api.forget(forgetting.id), t.forgotten(nameOf(forgetting.kind)))}
          onClose={() => setForgetting(null)}
        />
      )}
    </section>
  );
}
