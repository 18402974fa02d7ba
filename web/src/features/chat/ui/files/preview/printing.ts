/** Prints something that is on no screen: it stands alone on paper, and is gone afterwards. */
export async function printed(...things: readonly Node[]): Promise<void> {
  const sheet = document.createElement("div");
  sheet.className = "viewer-print";
  sheet.append(...things);
  document.body.append(sheet);
  // A picture that is not there yet would leave its paper white.
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
  window.addEventListener("afterprint", () => sheet.remove(), { once: true });
  window.print();
}

/** A picture for paper. */
export function pictureOf(source: string, alt: string): HTMLImageElement {
  return Object.assign(document.createElement("img"), { src: source, alt });
}
