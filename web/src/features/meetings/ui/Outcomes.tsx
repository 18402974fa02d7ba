import type { Item } from "../model.ts";
import { t } from "../text.ts";

/** An agenda with what came of each item, to be printed or read. */
export function Outcomes({ items }: { items: readonly Item[] }) {
  return (
    <ol className="meeting-outcomes">
      {items.map((item) => (
        <li key={item.id}>
          <h2>{item.title}</h2>
          <p>{[item.minutes && t.minutesCount(item.minutes), item.speaker].filter(Boolean).join(" ・ ")}</p>
          {item.decided && (
            <p className="meeting-came">
              <strong>{t.decided}</strong> {item.decided}
            </p>
          )}
          {item.actions && (
            <p className="meeting-came">
              <strong>{t.actions}</strong> {item.actions}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
