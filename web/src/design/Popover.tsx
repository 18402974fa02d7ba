import { useEffect, useLayoutEffect, useRef, type ReactNode } from "react";

export type Anchor = { x: number; y: number; top: number };

/** Where a popover of this element or press belongs. */
export function anchorOf(element: Element): Anchor {
  const box = element.getBoundingClientRect();
  return { x: box.right, y: box.bottom + 4, top: box.top - 4 };
}

const MARGIN = 8;

interface Props {
  anchor: Anchor;
  onClose: () => void;
  label: string;
  children: ReactNode;
}

/** Something small over the page, in the browser's top layer; a press outside or Escape closes it and the focus goes back. */
export function Popover({ anchor, onClose, label, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = document.activeElement;
    element.showPopover();
    const place = () => {
      const { width, height } = element.getBoundingClientRect();
      const left = Math.max(MARGIN, Math.min(anchor.x - width, window.innerWidth - width - MARGIN));
      const below = anchor.y + height + MARGIN <= window.innerHeight;
      element.style.left = `${left}px`;
      element.style.top = `${below ? anchor.y : Math.max(MARGIN, anchor.top - height)}px`;
    };
    place();
    // What loads later may need more room.
    const size = new ResizeObserver(place);
    size.observe(element);
    element.querySelector<HTMLElement>("[data-first], button, input, a")?.focus();
    return () => {
      size.disconnect();
      const inside = element.contains(document.activeElement) || document.activeElement === document.body;
      if (inside && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [anchor]);

  useEffect(() => {
    let pressed = false;
    const press = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close.current();
      else pressed = true;
    };
    // The finger whose long press opened it may be over it by now: letting go chooses nothing.
    const click = (event: MouseEvent) => {
      if (event.detail > 0 && !pressed) event.stopPropagation();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      close.current();
    };
    document.addEventListener("pointerdown", press, true);
    document.addEventListener("keydown", key, true);
    document.addEventListener("click", click, true);
    return () => {
      document.removeEventListener("click", click, true);
      document.removeEventListener("pointerdown", press, true);
      document.removeEventListener("keydown", key, true);
    };
  }, []);

  return (
    <div ref={box} popover="manual" className="popover" role="dialog" aria-label={label}>
      {children}
    </div>
  );
}
