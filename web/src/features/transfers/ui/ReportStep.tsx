import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { ListState, MoreButton } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import { useDebounced, usePages } from "../../../platform/load.ts";
import { may } from "../../../platform/powers.ts";
import { problemText } from "../../../platform/problems.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { lineCount, SORTS, sortText, type Difference, type Sort, type Transfer } from "../model.ts";
import { t } from "../text.ts";
import type { Try } from "./useTransfer.ts";
import { ReportPrint } from "./ReportPrint.tsx";
import { ReportTable } from "./ReportTable.tsx";

interface Props {
  transfer: Transfer;
  attempt: Try;
}

/** What the transfer would change, before it does. */
export function ReportStep({ transfer, attempt }: Props) {
  const changes = may(useMe(), "transfers", "change");
  const isDraft = transfer.state === "draft";
  const isAhead = isDraft || transfer.state === "scheduled";
  return (
    <section className="transfer-step" aria-labelledby="transfer-report-title">
      <h2 id="transfer-report-title">{t.stepReport}</h2>
      {transfer.checked_at ? (
        <>
          <p className="hint">{isAhead ? t.reportHint : t.reportDoneHint}</p>
          <Report transfer={transfer} />
        </>
      ) : (
        <p>{t.notChecked}</p>
      )}
      {isDraft && changes && (
        <div className="form-actions">
          <button type="button" className="button" onClick={() => void attempt(t.comparing, (now) => api.check(now.id))}>
            {t.checkAgain}
          </button>
        </div>
      )}
    </section>
  );
}

function Report({ transfer }: { transfer: Transfer }) {
  const { id, counts, checked_at } = transfer;
  const [chosen, setChosen] = useState<Sort | "all" | null>(null);
  const [text, setText] = useState("");
  const search = useDebounced(text.trim());
  // Until somebody chooses: what has to be put right, if there is anything.
  const filter = chosen ?? (counts.conflict > 0 ? "conflict" : "all");
  const sort = filter === "all" ? null : filter;
  // A release adds to what needs attention as it goes.
  const list = usePages(`report ${id} ${checked_at} ${counts.conflict} ${filter} ${search}`, (cursor) => api.differences(id, sort, search, cursor));
  const part = sort ? t.counted(sortText(sort), counts[sort]) : t.counted(t.all, lineCount(counts));
  return (
    <>
      <div className="transfer-filters" role="group" aria-label={t.filter}>
        {SORTS.map((one) => (
          <button key={one} type="button" className="chip-button" data-danger={(one === "conflict" && counts.conflict > 0) || undefined} aria-pressed={filter === one} onClick={() => setChosen(one)}>
            {t.counted(sortText(one), counts[one])}
          </button>
        ))}
        <button type="button" className="chip-button" aria-pressed={filter === "all"} onClick={() => setChosen("all")}>
          {t.counted(t.all, lineCount(counts))}
        </button>
      </div>
      <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <p>{sort === "conflict" && search === "" ? t.noConflicts : t.noLines}</p>
      </ListState>
      {list.items.length > 0 && (
        <div className="table-scroll transfer-lines" role="region" aria-label={t.report} tabIndex={0}>
          <ReportTable lines={list.items} sort={sort} />
        </div>
      )}
      <MoreButton more={list.more} />
      <p>
        {t.rest(counts.unchanged, counts.absent)}
        {checked_at && <small className="block">{t.checkedAt(momentText(checked_at))}</small>}
      </p>
      <div className="form-actions">
        <a className="button small" href={api.reportAddress(id, "cp932")} download>
          {t.reportSjis}
        </a>
        <a className="button small" href={api.reportAddress(id, "utf8")} download>
          {t.reportUtf8}
        </a>
        <PrintButton transfer={transfer} part={search === "" ? part : `${part} ・ ${search}`} sort={sort} search={search} />
      </div>
    </>
  );
}

function PrintButton({ transfer, part, sort, search }: { transfer: Transfer; part: string; sort: Sort | null; search: string }) {
  const [fetched, setFetched] = useState<number | null>(null);
  const [printing, setPrinting] = useState<{ part: string; sort: Sort | null; lines: Difference[] } | null>(null);
  const prepare = async () => {
    if (fetched !== null) return;
    setFetched(0);
    setPrinting(null);
    try {
      const lines = await api.allDifferences(transfer.id, sort, search, setFetched);
      setPrinting({ part, sort, lines });
    } catch (error) {
      toast(problemText(error), "error");
    }
    setFetched(null);
  };
  return (
    <>
      <button type="button" className="button small" onClick={() => void prepare()}>
        <Icon name="print" size={18} />
        {fetched === null ? t.print : t.preparing(fetched)}
      </button>
      {printing && <ReportPrint transfer={transfer} {...printing} onDone={() => setPrinting(null)} />}
    </>
  );
}
