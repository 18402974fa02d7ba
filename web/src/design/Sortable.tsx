import { useMemo, useState } from "react";
import { byReading } from "../platform/reading.ts";
import { t } from "./text.ts";

export interface Order<Key extends string> {
  by: Key;
  down: boolean;
}

/** Sorts the rows of a table by a column; texts as Japanese readings, numbers as numbers. */
export function useSorted<Row, Key extends string>(rows: readonly Row[], columns: Record<Key, (row: Row) => string | number>, first: NoInfer<Key>) {
  const [order, setOrder] = useState<Order<Key>>({ by: first, down: false });
  const pick = columns[order.by];
  const sorted = useMemo(() => {
    const sign = order.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [left, right] = [pick(a), pick(b)];
      return sign * (typeof left === "number" && typeof right === "number" ? left - right : byReading.compare(String(left), String(right)));
    });
    // The functions of the columns are made anew each time, but what they pick does not change.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, order]);
  const sortBy = (by: Key) => setOrder((now) => ({ by, down: now.by === by && !now.down }));
  return { sorted, order, sortBy };
}

interface HeadProps<Key extends string> {
  columns: readonly (readonly [Key, string])[];
  order: Order<Key>;
  sortBy: (by: Key) => void;
}

/** A table's head whose titles sort; a last, empty column is for the row's menu. */
export function SortableHead<Key extends string>({ columns, order, sortBy }: HeadProps<Key>) {
  return (
    <thead>
      <tr>
        {columns.map(([key, label]) => (
          <th key={key} scope="col" aria-sort={order.by === key ? (order.down ? "descending" : "ascending") : undefined}>
            <button type="button" title={t.sort} onClick={() => sortBy(key)}>
              {label} {order.by === key ? (order.down ? "▼" : "▲") : ""}
            </button>
          </th>
        ))}
        <th scope="col">
          <span className="visually-hidden">{t.rowActions}</span>
        </th>
      </tr>
    </thead>
  );
}
