/** Why there is no preview. */
export type Missing = "officeNotInstalled" | "officeTooLarge" | "officeTooSlow" | "officeFailed" | "gone";

/** By the codes of the server. */
const WHY: Record<string, Missing> = {
  "files.preview_not_installed": "officeNotInstalled",
  "files.preview_too_large": "officeTooLarge",
  "files.preview_too_slow": "officeTooSlow",
  "files.preview_failed": "officeFailed",
};

/** The server itself waits with its answer while it is at it. */
const PAUSE_MS = 500;
/** Nobody looks at a note that something comes for longer. */
export const GIVES_UP_MS = 5 * 60_000;

/** Asks for the preview of a file until it is there; else why there is none. */
export async function awaited(at: string, signal: AbortSignal): Promise<Missing | null> {
  const until = Date.now() + GIVES_UP_MS;
  for (;;) {
    const response = await fetch(at, { headers: { range: "bytes=0-0" }, credentials: "same-origin", signal });
    if (response.ok) return null;
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    if (code !== "files.preview_coming") return WHY[code ?? ""] ?? "gone";
    if (Date.now() >= until) return "officeTooSlow";
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
