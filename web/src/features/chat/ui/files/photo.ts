// As wide as the largest screens of offices; a telephone's camera takes three times as much.
const LONGEST_SIDE = 2560;
const QUALITY = 0.85;

/** How large a photo is sent. */
export function sentSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The name of a photo once it is a JPEG. */
export const jpegName = (name: string) => `${name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;

/** A photo as it is sent: upright, no larger than screens are, and without what the camera hid in it. As it was taken where that saves nothing. */
export async function compressed(photo: File): Promise<File> {
  try {
    const picture = await createImageBitmap(photo, { imageOrientation: "from-image" });
    const { width, height } = sentSize(picture.width, picture.height);
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
    picture.close();
    const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return bytes && bytes.size < photo.size ? new File([bytes], jpegName(photo.name), { type: "image/jpeg" }) : photo;
  } catch {
    // What the browser cannot read goes as it is.
    return photo;
  }
}
