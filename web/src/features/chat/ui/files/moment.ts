const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const EXIF_TABLE = 0x8769;
const TAKEN = 0x9003;
const CHANGED = 0x0132;
const ENTRY = 12;
// As cameras write it: of the place where they were, without saying which.
const WRITTEN = /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/;
const LENGTH = 20;

/** Where the value of a tag stands within a table of a camera's notes; null where there is none. */
function placeOf(notes: DataView, table: number, tag: number, little: boolean): number | null {
  const count = notes.getUint16(table, little);
  for (let at = table + 2; at < table + 2 + count * ENTRY; at += ENTRY) if (notes.getUint16(at, little) === tag) return notes.getUint32(at + 8, little);
  return null;
}

function read(notes: DataView): string | null {
  const little = notes.getUint16(0) === 0x4949;
  const first = notes.getUint32(4, little);
  const table = placeOf(notes, first, EXIF_TABLE, little);
  const at = (table === null ? null : placeOf(notes, table, TAKEN, little)) ?? placeOf(notes, first, CHANGED, little);
  if (at === null) return null;
  const text = String.fromCharCode(...Array.from({ length: LENGTH - 1 }, (_, letter) => notes.getUint8(at + letter)));
  return WRITTEN.test(text) ? text : null;
}

/** When a JPEG says that it was taken, from its first bytes; null where it does not say so in a way that can be read. */
export function takenAt(bytes: Uint8Array): string | null {
  const all = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (all.getUint16(0) !== 0xffd8) return null;
    for (let at = 2; all.getUint8(at) === 0xff && all.getUint8(at + 1) !== 0xda; at += 2 + all.getUint16(at + 2)) {
      if (all.getUint8(at + 1) === 0xe1 && EXIF.every((letter, place) => all.getUint8(at + 4 + place) === letter)) return read(new DataView(bytes.buffer, bytes.byteOffset + at + 10, all.getUint16(at + 2) - 8));
    }
  } catch (error) {
    // It ends before it has said so.
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

/** A JPEG that says when it was taken, and nothing else of what a camera knows. */
export function withMoment(jpeg: Blob, moment: string): Blob {
  const segment = new DataView(new ArrayBuffer(10 + 8 + 18 + 18 + LENGTH));
  segment.setUint16(0, 0xffe1);
  segment.setUint16(2, segment.byteLength - 2);
  for (const [place, letter] of EXIF.entries()) segment.setUint8(4 + place, letter);
  const notes = new DataView(segment.buffer, 10);
  notes.setUint16(0, 0x4d4d);
  notes.setUint16(2, 42);
  notes.setUint32(4, 8);
  const put = (table: number, tag: number, kind: number, count: number, value: number) => {
    notes.setUint16(table, 1);
    notes.setUint16(table + 2, tag);
    notes.setUint16(table + 4, kind);
    notes.setUint32(table + 6, count);
    notes.setUint32(table + 10, value);
  };
  put(8, EXIF_TABLE, 4, 1, 26);
  put(26, TAKEN, 2, LENGTH, 44);
  for (let at = 0; at < moment.length; at += 1) notes.setUint8(44 + at, moment.charCodeAt(at));
  return new Blob([jpeg.slice(0, 2), segment.buffer, jpeg.slice(2)], { type: "image/jpeg" });
}
