import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { momentText } from "../../../../platform/dates.ts";
import { usePages } from "../../../../platform/load.ts";
import { usePerson } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import * as api from "../../api.orders.ts";
import { t } from "../../text.many.ts";
import { standing } from "./words.ts";
import "./many.css";

/** The orders for rooms with many units: each is kept, so that new units get theirs later. */
export default function ManyRooms() {
  const heading = useArrival();
  const list = usePages("room orders", api.orders);
  return (
    <section className="admin-page" aria-labelledby="many-title">
      <header className="admin-head">
        <h1 id="many-title" ref={heading} tabIndex={-1}>
          {t.many}
        </h1>
        <div className="admin-head-actions">
          <Link className="button primary" href="/admin/room-orders/new">
            <Icon name="plus" size={18} />
            {t.newOrder}
          </Link>
        </div>
      </header>
      <p className="hint">{t.hint}</p>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        <Empty icon="unit" title={t.noOrders}>
          <p>{t.noOrdersHint}</p>
        </Empty>
      </ListState>
      {list.items.length > 0 && (
        <ul className="order-list" aria-label={t.orders}>
          {list.items.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </ul>
      )}
      <MoreButton more={list.more} />
    </section>
  );
}

function OrderRow({ order }: { order: api.RoomOrder }) {
  const by = usePerson(order.ordered_by);
  return (
    <li>
      <Link href={`/admin/room-orders/${order.id}`}>
        <b>{order.scope.pattern}</b>
      </Link>
      <p>{standing(order)}</p>
      <small>{t.orderedBy(by?.name ?? "", momentText(order.ordered_at))}</small>
    </li>
  );
}
