/** Ids as the server's kernel makes them: 42 bits of milliseconds since 2020, then 21 random bits, 13 characters of Crockford base32. */
export type Id = string;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const EPOCH_MS = Date.UTC(2020, 0, 1);
const RANDOM_BITS = 21n;
const LENGTH = 13;

let last = 0n;

/** Writes a 63-bit number as the 13 characters that the server reads. */
export function idText(raw: bigint): Id {
  let rest = raw;
  let text = "";
  for (let place = 0; place < LENGTH; place++) {
    text = ALPHABET[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return text;
}

/** A new id; later calls give larger ids even when the clock steps back, so a person's own messages keep their order. */
export function newId(now: number = Date.now(), random: number = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0): Id {
  const millis = BigInt(Math.max(0, now - EPOCH_MS));
  const proposal = (millis << RANDOM_BITS) | (BigInt(random) & ((1n << RANDOM_BITS) - 1n));
  last = proposal > last ? proposal : last + 1n;
  return idText(last);
}

/** Whether a text can be an id at all; used before a path segment is sent to the server. */
export function isId(text: string): boolean {
  return /^[0-7][0-9a-hjkmnp-tv-z]{12}$/.test(text);
}
