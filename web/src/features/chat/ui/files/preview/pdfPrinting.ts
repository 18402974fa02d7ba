import { dotsFor } from "./pages.ts";
import type { Opened } from "./pdf.ts";
import { pictureOf } from "./printing.ts";

/** Every page is drawn before the first is printed: more than a minute of waiting, and the memory of a browser, are not for this. */
export const MOST_PRINTED = 100;
/** Dots to a point: 150 to an inch. */
const SCALE = 150 / 72;

/** The pages of a PDF as pictures for paper. */
export async function onPaper({ pdf, document: source }: Opened, onPage: (page: number) => void): Promise<HTMLImageElement[]> {
  const pictures: HTMLImageElement[] = [];
  for (let number = 1; number <= source.numPages; number += 1) {
    if (number % 10 === 1) onPage(number);
    const page = await source.getPage(number);
    const viewport = page.getViewport({ scale: SCALE });
    const dots = dotsFor(viewport, 1);
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.floor(viewport.width * dots)), height: Math.max(1, Math.floor(viewport.height * dots)) });
    await page.render({ canvas, viewport, transform: [dots, 0, 0, dots, 0, 0], intent: "print", annotationMode: pdf.AnnotationMode.ENABLE }).promise;
    const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!bytes) continue;
    const address = URL.createObjectURL(bytes);
    const picture = pictureOf(address, String(number));
    window.addEventListener("afterprint", () => URL.revokeObjectURL(address), { once: true });
    pictures.push(picture);
  }
  return pictures;
}
