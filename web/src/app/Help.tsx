import { Dialog } from "../design/Dialog.tsx";
import { elsewhere, placesStore } from "../platform/places.ts";
import { t as places } from "./places/text.ts";
import { t as nav } from "./text.nav.ts";
import { t } from "./text.ts";

/** The keys that work, each beside what it does. */
export default function Help({ onClose }: { onClose: () => void }) {
  const keys: [string, string][] = [
    ["Ctrl / ⌘ + K", t.keyJump],
    ["Ctrl / ⌘ + Shift + F", t.keySearch],
    ["Ctrl + M", nav.writeMemo],
    ["?", t.keyHelp],
    ["↑ ↓ Home End", t.keyArrows],
    ["R", t.keyReply],
    ["T", t.keyThread],
    ["E", t.keyEdit],
    ["F", t.keyForward],
    ["B", t.keyLater],
    ["S / +", t.keyReact],
    ["C", t.keyCopy],
    ["I", t.keyReceipts],
    ["↑", t.keyUp],
    ["Ctrl + Enter", t.keySend],
    ["Ctrl + B", t.keyBold],
    ["Ctrl + Shift + 8", t.keyList],
    ["Ctrl + Alt + L", t.keyLock],
    ["Esc", t.keyEscape],
  ];
  if (elsewhere(placesStore.get())) keys.splice(4, 0, ["Alt + 1…9", places.keys]);
  return (
    <Dialog title={t.help} onClose={onClose}>
      {/* There are more than a screen shows: who has no mouse scrolls them by the arrow keys. */}
      <dl className="keys" tabIndex={0}>
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
