import { announcementStore } from "../platform/announce.ts";
import { useStore } from "../platform/store.ts";
import { dismissToast, toastStore } from "../platform/toast.ts";
import { Icon } from "./Icon.tsx";
import { t } from "./text.ts";

/** Short messages at the foot of the window, and the region that a screen reader listens to. */
export function Notices() {
  const toasts = useStore(toastStore, (all) => all);
  const { text, count } = useStore(announcementStore, (state) => state);
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {/* A no-break space makes the same words twice another text. */}
        {text + (count % 2 === 0 ? "" : "\u00a0")}
      </div>
      <div className="toasts">
        {toasts.map((toast) => (
          <div key={toast.id} className="toast" data-kind={toast.kind}>
            <Icon name={toast.kind === "done" ? "check" : "help"} />
            <span>{toast.text}</span>
            {toast.action && (
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  toast.action?.run();
                  dismissToast(toast.id);
                }}
              >
                {toast.action.label}
              </button>
            )}
            <button type="button" className="icon-button small" aria-label={t.close} onClick={() => dismissToast(toast.id)}>
              <Icon name="close" size={16} />
            </button>
          </div>
        ))}
      </div>
    </>
  );
}
