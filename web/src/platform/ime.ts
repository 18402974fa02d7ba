/** What a key handler must know of an event; both React's and the browser's fit. */
export interface KeyLike {
  keyCode: number;
  timeStamp: number;
  isComposing?: boolean;
  nativeEvent?: { isComposing: boolean };
}

// Old Safari ends the composition first and sends the Enter that confirmed it after; nobody presses Enter twice this fast.
const AFTER_END_MS = 60;
const KEY_OF_INPUT_METHOD = 229;

const composition = { active: false, endedAt: Number.NEGATIVE_INFINITY };

/** Watches compositions on the whole page, so that any handler can ask, whatever element has the focus. */
export function watchCompositions(target: EventTarget = document): void {
  target.addEventListener("compositionstart", () => {
    composition.active = true;
  }, { capture: true });
  target.addEventListener("compositionend", (event) => {
    composition.active = false;
    composition.endedAt = event.timeStamp;
  }, { capture: true });
}

/** Whether the key belongs to a kana conversion. Every key handler asks this first: such a key never sends, picks or closes. */
export function belongsToInputMethod(event: KeyLike): boolean {
  return (
    event.isComposing === true ||
    event.nativeEvent?.isComposing === true ||
    event.keyCode === KEY_OF_INPUT_METHOD ||
    composition.active ||
    event.timeStamp - composition.endedAt < AFTER_END_MS
  );
}
