import { DayField } from "../../../design/days/DayField.tsx";
import { TextArea, TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Link } from "../../../platform/router.ts";
import type { Item } from "../model.ts";
import { t } from "../text.ts";
import { factsOf, placeOf, titleOf } from "./words.ts";

interface Props {
  item: Item;
  /** It stands above or below all others of its part. */
  first: boolean;
  last: boolean;
  onChange: (fields: Partial<Pick<Item, "title" | "note" | "ask" | "due" | "left_out">>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** A line of a handover, as whoever leaves completes it. */
export function ItemFields({ item, first, last, onChange, onMove, onRemove }: Props) {
  const title = titleOf(item);
  const place = placeOf(item);
  const isOwn = item.source === "own";
  return (
    <li className="handover-item" data-out={item.left_out || undefined}>
      <div className="handover-item-head">
        <div className="handover-item-title">
          {isOwn ? (
            <label>
              <span className="visually-hidden">{t.subject}</span>
              <input id={`title-${item.key}`} className="input" placeholder={t.subject} value={item.title} onChange={(event) => onChange({ title: event.currentTarget.value })} />
            </label>
          ) : (
            <h3>
              {place ? <Link href={place}>{title}</Link> : title}
              {item.settled && <span className="tag">{t.settled}</span>}
            </h3>
          )}
        </div>
        <button type="button" id={`up-${item.key}`} className="icon-button" aria-label={t.up(title)} aria-disabled={first} onClick={() => !first && onMove(-1)}>
          <Icon name="up" size={18} />
        </button>
        <button type="button" id={`down-${item.key}`} className="icon-button" aria-label={t.down(title)} aria-disabled={last} onClick={() => !last && onMove(1)}>
          <Icon name="down" size={18} />
        </button>
        {isOwn && (
          <button type="button" className="icon-button" aria-label={t.removeItem(item.title)} onClick={onRemove}>
            <Icon name="trash" size={18} />
          </button>
        )}
      </div>
      {!isOwn && <p className="handover-item-facts">{factsOf(item)}</p>}
      {item.words && <p className="handover-item-words">{item.words}</p>}
      {!item.left_out && (
        <>
          <TextArea label={t.note} rows={2} value={item.note} onChange={(event) => onChange({ note: event.currentTarget.value })} />
          <div className="handover-item-more">
            <TextField label={t.ask} value={item.ask} onChange={(event) => onChange({ ask: event.currentTarget.value })} />
            <DayField label={t.due} value={item.due ?? ""} onChange={(next) => onChange({ due: next })} />
          </div>
        </>
      )}
      {!isOwn && (
        <label className="handover-out">
          <input type="checkbox" checked={item.left_out} onChange={(event) => onChange({ left_out: event.currentTarget.checked })} />
          {t.leaveOut}
        </label>
      )}
    </li>
  );
}
