import { useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { belongsToInputMethod } from "../platform/ime.ts";
import { Icon } from "./Icon.tsx";
import { t } from "./text.ts";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the bottom. */
  actions?: ReactNode;
  width?: "small" | "normal" | "wide";
  /** A press outside does not close it. */
  insists?: boolean;
}

/** A dialog over everything: the browser traps the focus and gives it back; Escape and a press outside close it. */
export function Dialog({ title, onClose, children, actions, width = "normal", insists = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The browser would choose the button that closes; people came for the first field, or the first answer.
    const first = element?.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea)") ?? element?.querySelector<HTMLElement>(".dialog-foot button");
    first?.focus();
    // Closed before it leaves the page: only then does the browser put the focus back where it was.
    return () => element?.close();
  }, []);
  const pressedOutside = useRef(false);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const keydown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && belongsToInputMethod(event)) event.preventDefault();
    };
    element.addEventListener("keydown", keydown);
    return () => element.removeEventListener("keydown", keydown);
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-width={width}
      // By its words: ids that are made are not unique between what is drawn beside the page and the page.
      aria-label={title}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        pressedOutside.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        if (event.target === dialog.current && pressedOutside.current && !insists) onClose();
      }}
    >
      <div className="dialog-box">
        <header className="dialog-head">
          <h2>{title}</h2>
          <button type="button" className="icon-button" aria-label={t.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div className="dialog-body">{children}</div>
        {actions && <footer className="dialog-foot">{actions}</footer>}
      </div>
    </dialog>
  );
}

interface ConfirmProps {
  title: string;
  text: string;
  confirm: string;
  danger?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that is hard to undo. */
export function Confirm({ title, text, confirm, danger = false, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button
            type="button"
            className={danger ? "button danger" : "button primary"}
            onClick={() => {
              onConfirm();
              onClose();
            }}
          >
            {confirm}
          </button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
