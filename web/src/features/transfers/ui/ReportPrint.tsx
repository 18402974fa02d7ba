import { useState } from "react";
import { createPortal } from "react-dom";
import { postText } from "../../../design/people/PersonRow.tsx";
import { usePrinting } from "../../../design/usePrinting.ts";
import { dayText, momentText } from "../../../platform/dates.ts";
import { useMe } from "../../../platform/session.ts";
import type { Difference, Sort, Transfer } from "../model.ts";
import { t } from "../text.ts";
import { ReportTable } from "./ReportTable.tsx";

interface Props {
  transfer: Transfer;
  /** What of the report, in words. */
  part: string;
  sort: Sort | null;
  lines: readonly Difference[];
  onDone: () => void;
}

/** The report on A4, all lines of it: beside the page, which paper does not show. Opens the browser's printing. */
export function ReportPrint({ transfer, part, sort, lines, onDone }: Props) {
  const me = useMe();
  const [printedAt] = useState(() => Date.now());
  usePrinting(onDone);
  return createPortal(
    <div className="transfer-print">
      <h1>{transfer.name}</h1>
      <p>
        {t.day} {dayText(transfer.effective_on)} ・ {part}
        {transfer.checked_at && ` ・ ${t.checkedAt(momentText(transfer.checked_at))}`}
      </p>
      <p>
        {me.organisation.name} ・ {t.printedBy(`${me.person.name} ${postText(me.person)}`, momentText(printedAt))}
      </p>
      <ReportTable lines={lines} sort={sort} />
    </div>,
    document.body,
  );
}
