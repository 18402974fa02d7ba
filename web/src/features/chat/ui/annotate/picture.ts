import type { Mark } from "./marks.ts";
import { drawnName, formatOf } from "./names.ts";
import { lettersFor, paintMarks, type Picture } from "./paint.ts";

/** Dots of a picture at most: four times as many bytes are in memory, twice. */
const MOST_DOTS = 50_000_000;
const SMALL_SIDE = 2048;
const QUALITY = 0.92;

/** Why a picture cannot be drawn upon. */
export type Hindrance = "large" | "unreadable" | "gone" | "memory";

export class CannotDraw extends Error {
  constructor(readonly why: Hindrance) {
    super(why);
  }
}

/** How large a picture is, without unpacking it. */
async function sizeOf(bytes: Blob): Promise<number> {
  const at = URL.createObjectURL(bytes);
  const image = new Image();
  try {
    await new Promise((resolve, reject) => {
      Object.assign(image, { onload: resolve, onerror: () => reject(new CannotDraw("unreadable")) });
      image.src = at;
    });
    return image.naturalWidth * image.naturalHeight;
  } finally {
    URL.revokeObjectURL(at);
  }
}

/** A picture, upright. */
export async function opened(bytes: Blob): Promise<Picture> {
  if ((await sizeOf(bytes)) > MOST_DOTS) throw new CannotDraw("large");
  const full = await createImageBitmap(bytes, { imageOrientation: "from-image" }).catch(() => {
    throw new CannotDraw("unreadable");
  });
  const { width, height } = full;
  const scale = Math.min(1, SMALL_SIDE / Math.max(width, height));
  const small = Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) });
  const pen = small.getContext("2d");
  if (!pen) throw new CannotDraw("memory");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(full, 0, 0, small.width, small.height);
  return { width, height, full, small, type: bytes.type };
}

function isSeeThrough({ small, type }: Picture): boolean {
  if (type === "image/jpeg") return false;
  const dots = small.getContext("2d")?.getImageData(0, 0, small.width, small.height).data ?? [];
  for (let at = 3; at < dots.length; at += 4) if ((dots[at] ?? 255) < 255) return true;
  return false;
}

/** The picture with what was drawn on it, in all its dots. What was hidden is in none of them. */
export async function drawn(picture: Picture, marks: readonly Mark[], name: string, said: string): Promise<File> {
  const { width, height } = picture;
  const format = formatOf(picture.type, isSeeThrough(picture));
  await lettersFor(marks);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  if (!pen) throw new CannotDraw("memory");
  pen.drawImage(picture.full, 0, 0);
  paintMarks(pen, marks, picture);
  const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, format, QUALITY));
  // Its dots are given back now, not when somebody clears up.
  Object.assign(canvas, { width: 0, height: 0 });
  if (!bytes) throw new CannotDraw("memory");
  return new File([bytes], drawnName(name, format, said), { type: format });
}
