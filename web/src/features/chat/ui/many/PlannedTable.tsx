import type { ReactNode } from "react";
import type { PlannedRoom } from "../../api.orders.ts";
import { t } from "../../text.many.ts";

interface Props {
  rooms: readonly PlannedRoom[];
  labelledby: string;
  /** What stands before the name of the room. */
  choice?: (room: PlannedRoom) => ReactNode;
  state: (room: PlannedRoom) => ReactNode;
}

/** The rooms that an order stands for. */
export function PlannedTable({ rooms, labelledby, choice, state }: Props) {
  return (
    <table className="planned-rooms" aria-labelledby={labelledby}>
      <thead>
        <tr>
          <th scope="col">{t.room}</th>
          <th scope="col">{t.unit}</th>
          <th scope="col" className="number">
            {t.members}
          </th>
          <th scope="col">{t.state}</th>
        </tr>
      </thead>
      <tbody>
        {rooms.map((room) => (
          <tr key={room.unit_id}>
            <th scope="row">{choice ? choice(room) : room.name}</th>
            <td>{room.unit_name}</td>
            <td className="number">{room.members}</td>
            <td>{state(room)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
