import { useEffect, useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { announce } from "../../../../platform/announce.ts";
import { momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { usePerson } from "../../../../platform/people.ts";
import { tell } from "../../../../platform/refusals.ts";
import { Link } from "../../../../platform/router.ts";
import * as api from "../../api.orders.ts";
import { t } from "../../text.many.ts";
import { PlannedTable } from "./PlannedTable.tsx";
import { isOpen, standing, stateText } from "./words.ts";
import "./many.css";

// While a job is at it, whoever looks asks again.
const LOOK_MS = 1000;

/** One order: how far it is, what is missing by now, and its rooms. */
export default function OrderPage({ id }: { id: Id }) {
  const heading = useArrival();
  const order = useLoad(`room order ${id}`, () => api.order(id));
  const [asks, setAsks] = useState(false);
  const { value, reload } = order;
  const moves = value?.state === "making" || value?.state === "undoing";
  const rooms = useLoad(`room order ${id} rooms ${value?.state ?? ""} ${value?.made ?? ""}`, () => api.orderedRooms(id));
  useEffect(() => {
    if (!moves) return;
    const timer = setInterval(() => !document.hidden && reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [moves, reload]);
  const said = value ? standing(value) : "";
  const state = value?.state;
  useEffect(() => {
    if (state && !moves) announce(said);
    // Told when it has come to an end, and not with every room.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [state]);
  const by = usePerson(value?.ordered_by ?? null);
  const missing = (rooms.value ?? []).filter(isOpen).length;

  const act = async (what: "run" | "stop" | "undo") => {
    setAsks(false);
    try {
      order.replace(await api.actOnOrder(id, what));
      // The button that was pressed has gone.
      requestAnimationFrame(() => document.activeElement === document.body && heading.current?.focus());
    } catch (error) {
      void tell(error);
      reload();
    }
  };

  return (
    <section className="admin-page" aria-labelledby="order-title">
      <h1 id="order-title" ref={heading} tabIndex={-1}>
        {value?.scope.pattern ?? t.many}
      </h1>
      <ListState loading={order.loading} error={order.error} empty={!value} retry={reload}>
        {null}
      </ListState>
      {value && (
        <>
          <p>{said}</p>
          <p className="hint">{[t.orderedBy(by?.name ?? "", momentText(value.ordered_at)), value.purpose].filter(Boolean).join(" ・ ")}</p>
          {moves && (
            <>
              <progress max={Math.max(value.total, 1)} value={value.done} aria-label={said} />
              <p className="hint">{t.leaveHint}</p>
            </>
          )}
          {value.state === "made" && rooms.value && <p className="hint">{missing > 0 ? t.missingHint : t.nothingMissing}</p>}
          <div className="form-actions">
            {moves && (
              <button type="button" className="button" onClick={() => void act("stop")}>
                {t.stop}
              </button>
            )}
            {!moves && missing > 0 && (
              <button type="button" className={value.state === "undone" ? "button" : "button primary"} onClick={() => void act("run")}>
                {t.missing(missing)}
              </button>
            )}
            {!moves && value.made > 0 && (
              <button type="button" className="button" onClick={() => setAsks(true)}>
                {t.undo}
              </button>
            )}
            <Link className="button" href="/admin/room-orders">
              {t.toOrders}
            </Link>
          </div>
          <h2 id="order-rooms-title">{t.rooms}</h2>
          <ListState loading={rooms.loading} error={rooms.error} empty={(rooms.value ?? []).length === 0} retry={rooms.reload}>
            <p>{t.nothing}</p>
          </ListState>
          {rooms.value && rooms.value.length > 0 && (
            <PlannedTable rooms={rooms.value} labelledby="order-rooms-title" choice={(room) => (room.room_id ? <Link href={`/rooms/${room.room_id}/members`}>{room.name}</Link> : room.name)} state={(room) => stateText(room.state)} />
          )}
        </>
      )}
      {asks && <Confirm title={t.undoTitle} text={t.undoText} confirm={t.undoConfirm} danger onConfirm={() => void act("undo")} onClose={() => setAsks(false)} />}
    </section>
  );
}
