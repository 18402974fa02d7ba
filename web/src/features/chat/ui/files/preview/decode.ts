/** The encodings in which files of Japanese offices come, as browsers call them. */
export const ENCODINGS = ["utf-8", "shift_jis", "utf-16le", "utf-16be", "euc-jp", "iso-2022-jp"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** As people call them. */
export const encodingName: Record<Encoding, string> = { "utf-8": "UTF-8", shift_jis: "Shift_JIS(CP932)", "utf-16le": "UTF-16 LE", "utf-16be": "UTF-16 BE", "euc-jp": "EUC-JP", "iso-2022-jp": "JIS" };

/** A file of which the middle is missing ends where no letter need end. */
const GOES_ON = { stream: true };

function reads(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, GOES_ON);
  } catch {
    return null;
  }
}

// What ISO-2022-JP begins its Japanese with: ESC $ @, ESC $ B.
const hasEscape = (bytes: Uint8Array) => bytes.some((byte, at) => byte === 0x1b && bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42));

/** How many letters of a text are half-width kana: EUC-JP that is read as CP932 is full of them, and no text of anybody's is. */
function halfKana(text: string): number {
  const foreign = text.replace(/[\0-\x7f]/g, "");
  return foreign === "" ? 0 : (foreign.match(/[\uff61-\uff9f]/g)?.length ?? 0) / foreign.length;
}

/** In which encoding bytes were written, as far as they tell. */
export function guess(bytes: Uint8Array): Encoding {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (hasEscape(bytes)) return "iso-2022-jp";
  if (reads(bytes, "utf-8") !== null) {
    // Without a mark at its beginning UTF-16 has a byte of nothing in every letter of ASCII.
    const even = bytes.some((byte, at) => byte === 0 && at % 2 === 0);
    const odd = bytes.some((byte, at) => byte === 0 && at % 2 === 1);
    return even === odd ? "utf-8" : even ? "utf-16be" : "utf-16le";
  }
  const [japanese, unix] = [reads(bytes, "shift_jis"), reads(bytes, "euc-jp")];
  // Some decoders take for a control what is no letter.
  const isUnix = unix !== null && !/[\x80-\x9f]/.test(unix);
  if (isUnix && (japanese === null || halfKana(japanese) > 0.3)) return "euc-jp";
  return "shift_jis";
}

/** Bytes as letters; what is none shows as a mark. */
export const decoded = (bytes: Uint8Array, encoding: Encoding) => new TextDecoder(encoding).decode(bytes, GOES_ON);

/** Whether bytes are no text at all: letters of nothing stand in none. */
export const isNoText = (text: string) => text.includes("\0");
