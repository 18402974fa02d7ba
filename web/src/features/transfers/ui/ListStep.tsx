import { useRef, useState, type DragEvent } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { ExportButton } from "../../../design/export/ExportButton.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { momentText } from "../../../platform/dates.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { exampleColumns, examplePages } from "./example.ts";
import type { Transfer } from "../model.ts";
import { t } from "../text.ts";
import type { Try } from "./useTransfer.ts";

const LISTS = ".csv,.txt,.tsv";

interface Props {
  transfer: Transfer;
  attempt: Try;
}

/** The list of people, as the personnel department's system or Excel wrote it. */
export function ListStep({ transfer, attempt }: Props) {
  const isDraft = transfer.state === "draft";
  return (
    <section className="transfer-step" aria-labelledby="transfer-list-title">
      <h2 id="transfer-list-title">{t.stepList}</h2>
      {isDraft && <p className="hint">{t.listHint}</p>}
      {transfer.file && <Listed transfer={transfer} attempt={attempt} />}
      {!transfer.file && !isDraft && <p>{t.noList}</p>}
      {isDraft && (
        <>
          <DropArea transfer={transfer} attempt={attempt} />
          <details className="transfer-columns">
            <summary>{t.columns}</summary>
            <ul>
              <li>{t.columnsNeeded}</li>
              <li>{t.columnsOther}</li>
              <li>{t.columnsPosts}</li>
              <li>{t.columnsUnit}</li>
              <li>{t.columnsLeave}</li>
              <li>{t.columnsLeaveOrder}</li>
              <li>{t.columnsLeaveUse}</li>
            </ul>
            <ExportButton name={t.example} label={t.exampleFile} formats={["sjis", "utf8"]} columns={exampleColumns} pages={examplePages} />
          </details>
          <div>
            <label className="check">
              <input
                type="checkbox"
                aria-describedby="transfer-creates-hint"
                checked={transfer.creates}
                onChange={({ target: { checked: creates } }) => void attempt(t.comparing, (now) => api.changeTransfer(now, { creates }), () => ({ creates }))}
              />
              {t.creates}
            </label>
            <p className="hint" id="transfer-creates-hint">
              {t.createsHint}
            </p>
          </div>
        </>
      )}
    </section>
  );
}

function Listed({ transfer: { id, file, counts, uploaded_at, state }, attempt }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <dl className="transfer-list">
        <div>
          <dt>{t.file}</dt>
          <dd>{file}</dd>
        </div>
        <div>
          <dt>{t.lines}</dt>
          <dd>{t.lineCount(counts.lines)}</dd>
        </div>
        <div>
          <dt>{t.uploadedAt}</dt>
          <dd>{uploaded_at && momentText(uploaded_at)}</dd>
        </div>
      </dl>
      <div className="form-actions">
        <a className="button small" href={api.listAddress(id)} download>
          {t.download}
        </a>
        {state === "draft" && (
          <button type="button" className="button small danger" onClick={() => setAsking(true)}>
            {t.dropList}
          </button>
        )}
      </div>
      {asking && <Confirm title={t.dropList} text={t.dropListAsk(file ?? "")} confirm={t.dropList} danger onConfirm={() => void attempt(t.comparing, (now) => api.dropList(now.id))} onClose={() => setAsking(false)} />}
    </>
  );
}

function DropArea({ transfer, attempt }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (!LISTS.split(",").some((ending) => file.name.toLowerCase().endsWith(ending))) return toast(t.notCsv, "error");
    // Excel keeps a file that it has open to itself.
    const bytes = await file.arrayBuffer().catch(() => null);
    if (!bytes) return toast(t.unreadable, "error");
    if (bytes.byteLength === 0) return toast(t.emptyFile, "error");
    let lines = 0;
    const done = await attempt(t.uploading(file.name), async (now) => {
      const next = await api.putList(now.id, file.name, bytes);
      lines = next.counts.lines;
      return next;
    });
    if (done) toast(t.uploaded(lines));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <div
      className="transfer-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={input}
        type="file"
        accept={LISTS}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t.chooseFile}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file, put right, may be chosen again.
          event.target.value = "";
        }}
      />
      <button type="button" className="button" aria-describedby="transfer-drop-hint" onClick={() => input.current?.click()}>
        <Icon name="plus" size={18} />
        {transfer.file ? t.chooseOther : t.chooseFile}
      </button>
      <p className="hint" id="transfer-drop-hint">
        {t.dropHere} {t.fileLimits}
      </p>
    </div>
  );
}
