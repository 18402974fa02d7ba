import { useState } from "react";
import { Confirm } from "../../../design/Dialog.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { MenuButton, type MenuItem } from "../../../design/Menu.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { dayText } from "../../../platform/dates.ts";
import type { Id } from "../../../platform/ids.ts";
import { may } from "../../../platform/powers.ts";
import { problemText } from "../../../platform/problems.ts";
import { Link, navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import type { Transfer } from "../model.ts";
import { t } from "../text.ts";
import { ListStep } from "./ListStep.tsx";
import { ReleaseStep } from "./ReleaseStep.tsx";
import { ReportStep } from "./ReportStep.tsx";
import { StateTag } from "./StateTag.tsx";
import { TransferForm } from "./TransferForm.tsx";
import { UnitsStep } from "./UnitsStep.tsx";
import { useTransfer, type Act } from "./useTransfer.ts";
import "./transfers.css";

/** One transfer in the steps in which a personnel department prepares it. */
export default function TransferPage({ id }: { id: Id }) {
  const { transfer, error, reload, doing, act, attempt } = useTransfer(id);
  const changes = may(useMe(), "transfers", "change");
  if (!transfer) return error ? <Failed error={error} retry={reload} /> : <Loading />;
  return (
    <section className="admin-page" aria-labelledby="transfer-title">
      {/* What sticks to the top has to have the whole page to stick in, which a row of the grid around it is not. */}
      <div className="transfer-page">
        <Head transfer={transfer} act={act} />
        <div className="transfer-doing" role="status">
          {doing && (
            <p>
              {doing}
              <progress aria-label={doing} />
            </p>
          )}
        </div>
        <fieldset className="transfer-steps" disabled={!changes}>
          <ListStep transfer={transfer} attempt={attempt} />
          <UnitsStep transfer={transfer} act={act} attempt={attempt} />
        </fieldset>
        <ReportStep transfer={transfer} attempt={attempt} />
        <ReleaseStep transfer={transfer} act={act} attempt={attempt} />
      </div>
    </section>
  );
}

function Head({ transfer, act }: { transfer: Transfer; act: Act }) {
  const [over, setOver] = useState<"edit" | "remove" | null>(null);
  const { id, name, state } = transfer;
  const title = useArrival();
  const items: MenuItem[] = [];
  const changes = may(useMe(), "transfers", "change");
  if (changes && state === "draft") items.push({ label: t.edit, icon: "edit", run: () => setOver("edit") });
  if (changes && (state === "draft" || state === "undone")) items.push({ label: t.remove, icon: "trash", danger: true, run: () => setOver("remove") });
  const remove = async () => {
    try {
      await api.removeTransfer(id);
      toast(t.removed(name));
      navigate("/admin/transfers", { replace: true });
    } catch (error) {
      toast(problemText(error), "error");
    }
  };
  return (
    <header className="transfer-head">
      <Link className="transfer-back" href="/admin/transfers">
        <Icon name="back" size={18} />
        {t.toList}
      </Link>
      <div className="admin-head">
        <h1 id="transfer-title" ref={title} tabIndex={-1}>
          {name}
        </h1>
        {items.length > 0 && <MenuButton label={t.actions(name)} items={items} />}
      </div>
      <p className="transfer-facts">
        <span>
          {t.day} {dayText(transfer.effective_on)}
        </span>
        <StateTag transfer={transfer} />
      </p>
      {over === "edit" && (
        <TransferForm
          transfer={transfer}
          onSave={(next, day) => act(t.comparing, (now) => api.changeTransfer(now, { name: next, effective_on: day }))}
          onClose={() => setOver(null)}
        />
      )}
      {over === "remove" && <Confirm title={t.remove} text={t.removeAsk(name)} confirm={t.remove} danger onConfirm={() => void remove()} onClose={() => setOver(null)} />}
    </header>
  );
}
