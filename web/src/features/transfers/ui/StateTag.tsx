import { dayOf } from "../../../platform/dates.ts";
import { stateText, type Transfer } from "../model.ts";

/** How far a transfer is, as a sign in words. */
export function StateTag({ transfer }: { transfer: Transfer }) {
  return (
    <span className="transfer-state" data-state={transfer.state}>
      {stateText(transfer, dayOf(Date.now()))}
    </span>
  );
}
