import { ownName } from "../../../../platform/place.ts";
import { createStore } from "../../../../platform/store.ts";
import { takenAt, withMoment } from "./moment.ts";

/** How much of a photo is sent from this device: what screens show, or all that the camera took. */
export type Quality = "standard" | "original";

/** As wide as the screens of offices; a telephone's camera takes twice as much. */
const LONGEST_SIDE = 2048;
const JPEG_QUALITY = 0.85;
// What is as light as this costs nobody anything.
const LIGHT = 1 << 20;
// Screenshots and drawings stay as sharp as they are, and nothing that moves stands still.
const PHOTOS = ["image/jpeg", "image/heic", "image/heif"];
const KEPT_AS = ownName("picture-quality");

const remembered = () => (typeof localStorage !== "undefined" && localStorage.getItem(KEPT_AS) === "original" ? "original" : "standard");
export const qualityStore = createStore<Quality>(remembered());

/** What somebody chose holds for this device from now on. */
export function chooseQuality(quality: Quality): void {
  qualityStore.set(quality);
  localStorage.setItem(KEPT_AS, quality);
}

export const isPhoto = ({ type }: Pick<File, "type">) => PHOTOS.includes(type);

/** How large a photo is sent. */
export function sentSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Whether a photo of so many dots and bytes is worth making smaller. */
export const isHeavy = (width: number, height: number, bytes: number) => Math.max(width, height) > LONGEST_SIDE || bytes > LIGHT;

/** The name of a photo once it is a JPEG. */
export const jpegName = (name: string) => `${name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;

async function asJpeg(picture: ImageBitmap, width: number, height: number): Promise<Blob | null> {
  const draw = (pen: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null) => {
    if (!pen) throw new Error("there is no pen for this canvas");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, width, height);
  };
  if (typeof OffscreenCanvas !== "undefined") {
    const canvas = new OffscreenCanvas(width, height);
    draw(canvas.getContext("2d"));
    return canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
  }
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  draw(canvas.getContext("2d"));
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
}

// A camera says when it took a photo before it shows what it saw.
const NOTES = 256 << 10;

/** A photo as it is sent: upright, no larger than screens are, with the moment in which it was taken and nothing else that the camera hid in it. As it was taken where that saves nothing. */
export async function compressed(photo: File): Promise<File> {
  try {
    const picture = await createImageBitmap(photo, { imageOrientation: "from-image" });
    try {
      if (!isHeavy(picture.width, picture.height, photo.size)) return photo;
      const { width, height } = sentSize(picture.width, picture.height);
      const drawn = await asJpeg(picture, width, height);
      const moment = takenAt(new Uint8Array(await photo.slice(0, NOTES).arrayBuffer()));
      const bytes = drawn && moment ? withMoment(drawn, moment) : drawn;
      return bytes && bytes.size < photo.size ? new File([bytes], jpegName(photo.name), { type: "image/jpeg", lastModified: photo.lastModified }) : photo;
    } finally {
      picture.close();
    }
  } catch {
    // What the browser cannot draw goes as it is.
    return photo;
  }
}
