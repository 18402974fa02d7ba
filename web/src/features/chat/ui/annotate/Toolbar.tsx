import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { belongsToInputMethod } from "../../../../platform/ime.ts";

export interface ToolItem {
  key: string;
  label: string;
  /** The keys that do the same, as ARIA writes them and as people read them. */
  keys?: string;
  /** One of several that exclude each other is pressed. */
  pressed?: boolean;
  disabled?: boolean;
  /** Its name stands beside the sign. */
  named?: boolean;
  sign: ReactNode;
  run: () => void;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Buttons of which one is a stop of the Tab key; the arrow keys move between them. */
export function Toolbar({ label, items }: { label: string; items: readonly ToolItem[] }) {
  const bar = useRef<HTMLDivElement>(null);
  const pressed = items.findIndex((item) => item.pressed);
  const [at, setAt] = useState(Math.max(0, pressed));
  useEffect(() => {
    if (pressed >= 0) setAt(pressed);
  }, [pressed]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    const goal = step !== undefined ? (at + step + items.length) % items.length : { Home: 0, End: items.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(goal);
    bar.current?.querySelectorAll("button")[goal]?.focus();
  };
  return (
    <div ref={bar} className="annotate-tools" role="toolbar" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown}>
      {items.map((item, index) => (
        // What cannot be done now keeps its place for the keys.
        <button
          key={item.key}
          type="button"
          className="annotate-tool"
          data-tool={item.key}
          tabIndex={index === Math.min(at, items.length - 1) ? 0 : -1}
          aria-label={item.named ? undefined : item.label}
          title={item.keys ? `${item.label} (${item.keys.replace("Control", "Ctrl")})` : item.label}
          aria-keyshortcuts={item.keys}
          aria-pressed={item.pressed}
          aria-disabled={item.disabled || undefined}
          onFocus={() => setAt(index)}
          onClick={() => !item.disabled && item.run()}
        >
          {item.sign}
          {item.named && <span>{item.label}</span>}
        </button>
      ))}
    </div>
  );
}
