/** Written instead of a character that CP932 has no code for (〓, the printers' geta). */
const GETA = [0x81, 0xac] as const;
const graphemes = new Intl.Segmenter("ja", { granularity: "grapheme" });

/** What Windows writes as a look-alike, as the server does too: a round trip changes it without losing it. */
const LOOK_ALIKES: Record<string, string> = { "〜": "～", "−": "－", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢", "¦": "￤", "¥": "￥", "‾": "￣", "\u00a0": " " };

let codes: Map<string, readonly number[]> | null = null;

/** The bytes of every character, from the browser's own reading of all codes. Of a character with two codes Windows writes the first, but of NEC's doubles (ED, EE) none. */
function table(): Map<string, readonly number[]> {
  const decoder = new TextDecoder("shift_jis", { fatal: true });
  const found = new Map<string, readonly number[]>();
  const learn = (...bytes: number[]) => {
    try {
      const text = decoder.decode(new Uint8Array(bytes));
      if (!found.has(text) && [...text].length === 1) found.set(text, bytes);
    } catch {
      // No character has this code.
    }
  };
  for (let byte = 0; byte < 0x80; byte += 1) learn(byte);
  for (let byte = 0xa1; byte <= 0xdf; byte += 1) learn(byte);
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if ((lead > 0x9f && lead < 0xe0) || lead === 0xed || lead === 0xee) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) if (trail !== 0x7f) learn(lead, trail);
  }
  return found;
}

function bytesOf(text: string, known: Map<string, readonly number[]>): number[] | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = known.get(LOOK_ALIKES[character] ?? character);
    if (!code) return null;
    bytes.push(...code);
  }
  return bytes;
}

/** A text in CP932; `lost` are the characters that became 〓. A name's variant without a code is written in its usual shape and named in `reduced`. */
export function encodeCp932(text: string): { bytes: Uint8Array; lost: Set<string>; reduced: Set<string> } {
  codes ??= table();
  const [lost, reduced, out] = [new Set<string>(), new Set<string>(), [] as number[]];
  for (const { segment } of graphemes.segment(text)) {
    const plain = segment.replace(/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu, "");
    const own = bytesOf(plain, codes);
    const bytes = own ?? bytesOf(plain.normalize("NFC"), codes);
    if (!bytes) lost.add(segment);
    // Letters and their marks put together look as before; one ideograph for another does not.
    else if (plain !== segment || (!own && [...plain].length === 1)) reduced.add(segment);
    for (const byte of bytes ?? GETA) out.push(byte);
  }
  return { bytes: Uint8Array.from(out), lost, reduced };
}
