import { useEffect } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { useMe } from "../../../../platform/session.ts";
import * as api from "../../api.ts";
import { t } from "../../text.operators.ts";
import { idleAfter, touchAfter } from "./idle.ts";
import "./operators.css";

const LOOK_MS = 1000;
const ACTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] as const;

/** Locks when nobody has touched the device for as long as its account says, and tells the server while somebody does. */
function useIdle(seconds: number, onLock: () => void): void {
  useEffect(() => {
    let used = Date.now();
    let told = Date.now();
    const touched = () => {
      used = Date.now();
    };
    const look = () => {
      // A clock that jumped means a machine that slept: nobody was there.
      if (idleAfter(used, Date.now(), seconds)) onLock();
      else if (touchAfter(used, told, Date.now(), seconds)) {
        told = Date.now();
        api.me().then(
          (me) => !me.shared?.operator && onLock(),
          () => undefined,
        );
      }
    };
    for (const act of ACTS) window.addEventListener(act, touched, { passive: true, capture: true });
    document.addEventListener("visibilitychange", look);
    const timer = setInterval(look, LOOK_MS);
    return () => {
      for (const act of ACTS) window.removeEventListener(act, touched, { capture: true });
      document.removeEventListener("visibilitychange", look);
      clearInterval(timer);
    };
  }, [seconds, onLock]);
}

/** Who is using the shared device, and the way to lock it. */
export default function Using({ onLock }: { onLock: () => void }) {
  const { shared } = useMe();
  useIdle(shared?.idle_seconds ?? 0, onLock);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (belongsToInputMethod(event) || !event.ctrlKey || !event.altKey || event.code !== "KeyL") return;
      event.preventDefault();
      onLock();
    };
    // Another window of this device was locked.
    const onStorage = (event: StorageEvent) => {
      if (event.key === "locked" && event.newValue) onLock();
    };
    document.addEventListener("keydown", onKeyDown);
    window.addEventListener("storage", onStorage);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("storage", onStorage);
    };
  }, [onLock]);
  if (!shared?.operator) return null;
  return (
    <p className="using">
      <Icon name="shared" size={16} />
      <span>{t.using(shared.operator.name)}</span>
      <button type="button" className="button small" title={t.lockHint} aria-keyshortcuts="Control+Alt+L" onClick={onLock}>
        <Icon name="lock" size={16} />
        {t.lock}
      </button>
    </p>
  );
}
