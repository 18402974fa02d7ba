import { useRef, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Failed, ListState, Loading, MoreButton } from "../../../design/ListState.tsx";
import { useLoad, usePages } from "../../../platform/load.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { orderText, turnedText, unitChoices, type Transfer, type UnitOrder } from "../model.ts";
import { t } from "../text.ts";
import type { Act, Try } from "./useTransfer.ts";
import { OrderForm } from "./OrderForm.tsx";

interface Props {
  transfer: Transfer;
  act: Act;
  attempt: Try;
}

/** What is done to units, as sentences. */
export function UnitsStep({ transfer, act, attempt }: Props) {
  return (
    <section className="transfer-step" aria-labelledby="transfer-units-title">
      <h2 id="transfer-units-title">{t.stepUnits}</h2>
      {transfer.state === "draft" ? <Orders transfer={transfer} act={act} attempt={attempt} /> : <Turned transfer={transfer} />}
    </section>
  );
}

function Orders({ transfer, act, attempt }: Props) {
  const units = useLoad("transfer units", api.units);
  const [adding, setAdding] = useState(false);
  const addButton = useRef<HTMLButtonElement>(null);
  const { orders } = transfer;
  const { value } = units;
  if (!value) return units.error ? <Failed error={units.error} retry={units.reload} /> : <Loading />;
  const choices = unitChoices(value.items, orders);

  const change = (next: (now: readonly UnitOrder[]) => UnitOrder[]) =>
    [t.comparing, (now: Transfer) => api.changeTransfer(now, { orders: next(now.orders) }), (now: Transfer) => ({ orders: next(now.orders) })] as const;
  const without = (order: UnitOrder) => (now: readonly UnitOrder[]) => now.filter((other) => other.unit_id !== order.unit_id || other.kind !== order.kind);
  const remove = async (order: UnitOrder, place: number) => {
    const sentence = orderText(order, choices);
    addButton.current?.focus();
    if (!(await attempt(...change(without(order))))) return;
    const putBack = () => void attempt(...change((now) => [...without(order)(now.slice(0, place)), order, ...without(order)(now.slice(place))]));
    toast(t.orderRemoved(sentence), "done", { label: t.putBack, run: putBack });
  };

  return (
    <>
      <p className="hint">{t.unitsHint}</p>
      {orders.length === 0 ? (
        <p>{t.noOrders}</p>
      ) : (
        <ul className="transfer-orders">
          {orders.map((order, place) => {
            const sentence = orderText(order, choices);
            return (
              <li key={`${order.unit_id} ${order.kind}`}>
                <span>{sentence}</span>
                <button type="button" className="icon-button" aria-label={t.removeOrder(sentence)} title={t.removeOrder(sentence)} onClick={() => void remove(order, place)}>
                  <Icon name="close" size={18} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <div className="form-actions">
        <button ref={addButton} type="button" className="button" onClick={() => setAdding(true)}>
          <Icon name="plus" size={18} />
          {t.addOrder}
        </button>
      </div>
      {adding && <OrderForm units={value.items} choices={choices} onSave={(order) => act(...change((now) => [...now, order]))} onClose={() => setAdding(false)} />}
    </>
  );
}

/** Once a transfer is settled its report says what becomes of units: some have other names by now, or are gone. */
function Turned({ transfer: { id, checked_at } }: { transfer: Transfer }) {
  const lines = usePages(`transfer units ${id} ${checked_at}`, (cursor) => api.differences(id, "unit", "", cursor));
  return (
    <>
      <ListState loading={lines.loading} error={lines.error} empty={lines.items.length === 0} retry={lines.reload}>
        <p>{t.noOrders}</p>
      </ListState>
      <ul className="transfer-orders">
        {lines.items.map((line) => (
          <li key={line.number}>{turnedText(line)}</li>
        ))}
      </ul>
      <MoreButton more={lines.more} />
    </>
  );
}
