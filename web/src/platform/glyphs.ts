import { lineStore } from "./live.ts";

// The shipped font is half a megabyte where it is needed whole. A request that took longer than this came over a long line.
const LONG_LINE_MS = 700;
const SIDE = 24;

function drawn(context: CanvasRenderingContext2D, text: string): string {
  context.clearRect(0, 0, SIDE, SIDE);
  context.fillText(text, 0, SIDE - 4);
  return context.getImageData(0, 0, SIDE, SIDE).data.join();
}

/** Whether this machine can draw Japanese by itself: without a font every character is the same empty box. */
function drawsJapanese(): boolean {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return true;
  context.font = `${SIDE - 4}px sans-serif`;
  return drawn(context, "縁") !== drawn(context, "側");
}

/** What some browsers know of the line; the person may have asked them to save. */
interface Connection {
  saveData?: boolean;
  effectiveType?: string;
}

type Verdict = "quick" | "weak" | "unknown";

function verdict(): Verdict {
  const { connection } = navigator as { connection?: Connection };
  if (connection?.saveData || connection?.effectiveType?.endsWith("2g")) return "weak";
  const asked = performance.getEntriesByType("resource").filter((entry) => entry.name.includes("/api/"));
  if (asked.length === 0) return "unknown";
  return asked.some((entry) => entry.duration > LONG_LINE_MS) ? "weak" : "quick";
}

/**
 * Runs at once where not a word could be read without the shipped font, else as soon as the line has proved quick: letters that
 * change under somebody's eyes should do so before anything is read.
 */
export function whenFontIsWorthIt(run: () => void): void {
  const now = drawsJapanese() ? verdict() : "quick";
  if (now === "quick") return run();
  if (now === "weak") return;
  const stop = lineStore.subscribe(() => {
    if (lineStore.get() !== "live") return;
    stop();
    if (verdict() === "quick") run();
  });
}
