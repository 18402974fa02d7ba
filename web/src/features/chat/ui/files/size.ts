const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** A number of bytes as people read it. */
export function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const count = bytes / 1024 ** step;
  return `${step > 0 && count < 10 ? count.toFixed(1) : Math.round(count)} ${UNITS[step]}`;
}

const WIDEST = 360;
const HIGHEST = 270;

/** How large a picture is drawn: its place is kept before it is there. */
export function drawnSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
