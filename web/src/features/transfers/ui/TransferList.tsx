import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { dayText } from "../../../platform/dates.ts";
import { newId } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { may } from "../../../platform/powers.ts";
import { Link, navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { Handover } from "./Handover.tsx";
import { StateTag } from "./StateTag.tsx";
import { TransferForm } from "./TransferForm.tsx";
import "./transfers.css";

/** The transfers of personnel, the latest day first. */
export default function TransferList() {
  const me = useMe();
  const list = usePages("transfers", api.transfers);
  const [adding, setAdding] = useState(false);
  // The same id for every try makes a repeated press begin no second one.
  const [fresh] = useState(newId);
  const title = useArrival();
  const { items } = list;
  const add = async (name: string, day: string) => {
    const { id } = await api.addTransfer({ id: fresh, name, effective_on: day });
    navigate(`/admin/transfers/${id}`);
  };
  const addButton = may(me, "transfers", "change") && (
    <button type="button" className="button primary" onClick={() => setAdding(true)}>
      <Icon name="plus" size={18} />
      {t.newTransfer}
    </button>
  );
  return (
    <section className="admin-page" aria-labelledby="transfers-title">
      <header className="admin-head">
        <h1 id="transfers-title" ref={title} tabIndex={-1}>
          {t.transfers}
        </h1>
        {items.length > 0 && addButton}
      </header>
      <p className="hint">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={items.length === 0} retry={list.reload}>
        <Empty icon="move" title={t.none}>
          <p>{t.noneHint}</p>
          {addButton}
        </Empty>
      </ListState>
      {items.length > 0 && (
        <div className="table-scroll" role="region" aria-labelledby="transfers-title" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.name}</th>
                <th scope="col">{t.day}</th>
                <th scope="col">{t.state}</th>
                <th scope="col">{t.moved}</th>
                <th scope="col">{t.added}</th>
                <th scope="col">{t.left}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((transfer) => (
                <tr key={transfer.id}>
                  <td className="transfer-name">
                    <Link href={`/admin/transfers/${transfer.id}`}>{transfer.name}</Link>
                  </td>
                  <td className="number">{dayText(transfer.effective_on)}</td>
                  <td className="number">
                    <StateTag transfer={transfer} />
                  </td>
                  <td className="number">{t.people(transfer.counts.moved)}</td>
                  <td className="number">{t.people(transfer.counts.added)}</td>
                  <td className="number">{t.people(transfer.counts.left)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={list.more} />
      {may(me, "settings", "change") && <Handover />}
      {adding && <TransferForm transfer={null} onSave={add} onClose={() => setAdding(false)} />}
    </section>
  );
}
