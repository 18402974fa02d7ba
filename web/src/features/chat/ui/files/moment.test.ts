import { expect, test } from "vitest";
import { takenAt, withMoment } from "./moment.ts";

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const PLAIN = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 9, 9, 0xff, 0xd9])]);
const MOMENT = "2026:11:30 09:15:42";

/** What most telephones write: the little end first, and other notes before. */
function telephone(moment: string): Uint8Array {
  const small = (number: number) => [number & 255, number >> 8];
  const large = (number: number) => [...small(number & 0xffff), ...small(number >> 16)];
  const entry = (tag: number, kind: number, count: number, value: number) => [...small(tag), ...small(kind), ...large(count), ...large(value)];
  const notes = [0x49, 0x49, 42, 0, ...large(8), ...small(2), ...entry(0x0112, 3, 1, 6), ...entry(0x8769, 4, 1, 38), ...large(0), ...small(2), ...entry(0x829a, 5, 1, 0), ...entry(0x9003, 2, 20, 68), ...large(0), ...[...moment].map((letter) => letter.charCodeAt(0)), 0];
  const segment = [0x45, 0x78, 0x69, 0x66, 0, 0, ...notes];
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xe1, (segment.length + 2) >> 8, (segment.length + 2) & 255, ...segment, 0xff, 0xda]);
}

test("when a photo was taken is read as telephones write it", () => {
  expect(takenAt(telephone(MOMENT))).toBe(MOMENT);
});

test("a photo that was made smaller says when it was taken, and its dots are the same", async () => {
  expect(takenAt(await bytesOf(PLAIN))).toBeNull();
  const dated = await bytesOf(withMoment(PLAIN, MOMENT));
  expect(takenAt(dated)).toBe(MOMENT);
  const plain = await bytesOf(PLAIN);
  expect([...dated.slice(0, 2), ...dated.slice(dated.length - plain.length + 2)]).toEqual([...plain]);
});

test("what is no JPEG, ends early or says nonsense has no moment", async () => {
  expect(takenAt(new Uint8Array())).toBeNull();
  expect(takenAt(new TextEncoder().encode("これは写真ではありません。"))).toBeNull();
  expect(takenAt(telephone("0000-00-00T00:00:00"))).toBeNull();
  const dated = telephone(MOMENT);
  // Two bytes follow what is read; before that, there is always something missing.
  for (let length = 0; length < dated.length - 3; length += 1) expect(takenAt(dated.slice(0, length))).toBeNull();
});

test("notes that point beyond their end are none", () => {
  const dated = telephone(MOMENT);
  for (let at = 0; at < dated.length; at += 1) {
    const broken = dated.slice();
    broken[at] = 0xff;
    const said = takenAt(broken);
    expect(said === null || /^\d{4}:/.test(said)).toBe(true);
  }
});
