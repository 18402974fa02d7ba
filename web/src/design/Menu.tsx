import { useState, type KeyboardEvent, type ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";
import { anchorOf, Popover, type Anchor } from "./Popover.tsx";

export interface MenuItem {
  label: string;
  icon?: IconName;
  danger?: boolean;
  /** The key that does the same without the menu. */
  shortcut?: string;
  run: () => void;
}

function step(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (goal === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[(goal + items.length) % items.length]?.focus();
}

/** A list of actions at an anchor. */
export function Menu({ anchor, label, items, onClose, head }: { anchor: Anchor; label: string; items: readonly MenuItem[]; onClose: () => void; head?: ReactNode }) {
  return (
    <Popover anchor={anchor} label={label} onClose={onClose}>
      {head}
      {/* The keys move between the items, which hold the focus themselves. */}
      <div className="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={step}>
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            className={item.danger ? "menu-item danger" : "menu-item"}
            onClick={() => {
              onClose();
              item.run();
            }}
          >
            {item.icon && <Icon name={item.icon} size={18} />}
            <span>{item.label}</span>
            {item.shortcut && <kbd>{item.shortcut}</kbd>}
          </button>
        ))}
      </div>
    </Popover>
  );
}

/** A button that opens a menu. */
export function MenuButton({ label, icon = "more", items, className = "icon-button" }: { label: string; icon?: IconName; items: readonly MenuItem[]; className?: string }) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  return (
    <>
      <button type="button" className={className} aria-label={label} title={label} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(anchorOf(event.currentTarget))}>
        <Icon name={icon} />
      </button>
      {anchor && <Menu anchor={anchor} label={label} items={items} onClose={() => setAnchor(null)} />}
    </>
  );
}
