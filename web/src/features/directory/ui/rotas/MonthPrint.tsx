import { useState } from "react";
import { createPortal } from "react-dom";
import { postText } from "../../../../design/people/PersonRow.tsx";
import { usePrinting } from "../../../../design/usePrinting.ts";
import { momentText } from "../../../../platform/dates.ts";
import { useMe } from "../../../../platform/session.ts";
import type { RotaMonth } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import { Legend } from "./Legend.tsx";
import { MonthTable } from "./MonthTable.tsx";

/** The month on A4, across: beside the page, which paper does not show. Opens the browser's printing. */
export function MonthPrint({ month, label, onDone }: { month: RotaMonth; label: string; onDone: () => void }) {
  const me = useMe();
  const [printedAt] = useState(() => Date.now());
  usePrinting(onDone);
  return createPortal(
    <div className="rota-print">
      <h1>
        {month.rota.name} {label}
      </h1>
      <p>
        {month.rota.unit_name} ・ {t.printedBy(`${me.person.name} ${postText(me.person)}`, momentText(printedAt))}
      </p>
      <MonthTable month={month} onChoose={null} id="rota-table-printed" />
      <Legend month={month} />
    </div>,
    document.body,
  );
}
