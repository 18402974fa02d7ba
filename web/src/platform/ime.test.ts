import { expect, test } from "vitest";
import { belongsToInputMethod, watchCompositions } from "./ime.ts";

function keyboard() {
  const target = new EventTarget();
  watchCompositions(target);
  const fire = (kind: string, timeStamp: number) => {
    const event = new Event(kind);
    Object.defineProperty(event, "timeStamp", { value: timeStamp });
    target.dispatchEvent(event);
  };
  return { start: (at: number) => fire("compositionstart", at), end: (at: number) => fire("compositionend", at) };
}

test("an Enter without a conversion belongs to the person", () => {
  expect(belongsToInputMethod({ keyCode: 13, timeStamp: 1000 })).toBe(false);
});

test("the Enter that confirms a conversion belongs to the input method", () => {
  expect(belongsToInputMethod({ keyCode: 13, timeStamp: 1000, isComposing: true })).toBe(true);
  expect(belongsToInputMethod({ keyCode: 13, timeStamp: 1000, nativeEvent: { isComposing: true } })).toBe(true);
  expect(belongsToInputMethod({ keyCode: 229, timeStamp: 1000 })).toBe(true);
});

test("old Safari's Enter right after the end still belongs to the input method, the next does not", () => {
  const { start, end } = keyboard();
  start(2000);
  expect(belongsToInputMethod({ keyCode: 13, timeStamp: 2500 })).toBe(true);
  end(3000);
  expect(belongsToInputMethod({ keyCode: 13, timeStamp: 3010 })).toBe(true);
  expect(belongsToInputMethod({ keyCode: 13, timeStamp: 3200 })).toBe(false);
});
