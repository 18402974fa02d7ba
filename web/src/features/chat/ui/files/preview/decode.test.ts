import { expect, test } from "vitest";
import { decoded, guess, isNoText, type Encoding } from "./decode.ts";

const bytes = (...hex: string[]) => Uint8Array.from(Buffer.from(hex.join(""), "hex"));
// 縁側,髙橋①
const CP932 = bytes("898f91a42cfbfc8bb48740");
const EUC = bytes("b1efc2a6a4cebeb2");
const JIS = bytes("1b2442", "316f4226", "1b2842", "2c61");

test("the encoding of a text is guessed from its bytes", () => {
  const cases: [Uint8Array, Encoding, string][] = [
    [new TextEncoder().encode("縁側,髙橋①"), "utf-8", "縁側,髙橋①"],
    [bytes("efbbbf", "e7b881"), "utf-8", "縁"],
    [CP932, "shift_jis", "縁側,髙橋①"],
    [EUC, "euc-jp", "縁側の床"],
    [JIS, "iso-2022-jp", "縁側,a"],
    [bytes("fffe", "017e"), "utf-16le", "縁"],
    [bytes("feff", "7e01"), "utf-16be", "縁"],
    [bytes("61000a00"), "utf-16le", "a\n"],
    [bytes(), "utf-8", ""],
  ];
  for (const [given, encoding, text] of cases) {
    expect(guess(given), text).toBe(encoding);
    expect(decoded(given, encoding)).toBe(text);
  }
});

test("half-width kana of CP932 among other letters stay CP932", () => {
  // 担当:ｶｽﾞ
  const mixed = bytes("9253939681 46b6bdde".replace(" ", ""));
  expect(guess(mixed)).toBe("shift_jis");
  expect(decoded(mixed, "shift_jis")).toBe("担当：ｶｽﾞ");
});

test("a text that is cut within a letter is guessed and read as if it were not", () => {
  const whole = new TextEncoder().encode("縁側の床");
  for (const cut of [1, 2]) {
    const part = whole.subarray(0, whole.length - cut);
    expect(guess(part)).toBe("utf-8");
    expect(decoded(part, "utf-8")).toBe("縁側の");
  }
  expect(guess(CP932.subarray(0, CP932.length - 1))).toBe("shift_jis");
});

test("what has bytes of nothing in it is no text", () => {
  expect(isNoText(decoded(bytes("616200"), "utf-8"))).toBe(true);
  expect(isNoText(decoded(CP932, "shift_jis"))).toBe(false);
});
