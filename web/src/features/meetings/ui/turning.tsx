import { useEffect, useRef, type ReactNode } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { t } from "../text.ts";

/** Turns a page forward (1) or back (-1). */
export type Turn = (by: 1 | -1) => void;

/** The buttons that turn a page, for fingers. */
export function Turner({ onTurn, children }: { onTurn: Turn; children?: ReactNode }) {
  return (
    <div className="meeting-turner">
      <button type="button" className="button" onClick={() => onTurn(-1)}>
        <Icon name="up" size={20} />
        {t.previousPage}
      </button>
      {children}
      <button type="button" className="button" onClick={() => onTurn(1)}>
        <Icon name="down" size={20} />
        {t.nextPage}
      </button>
    </div>
  );
}

/** Gives keys what turns a page here, as long as it is on screen. */
export function useStep(onStep: (step: Turn | null) => void, step: Turn): void {
  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  useEffect(() => {
    onStep((by) => latest.current(by));
    return () => onStep(null);
  }, [onStep]);
}
