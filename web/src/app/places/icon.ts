import type { IconOf } from "../../platform/notifications.ts";

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const DOTS = { mention: "#ce0000", unread: "#ffd43d" };

/** The tab's icon of an organisation among several: its colour, with the first character of what it is called by. */
export function iconOf(colour: string, short: string): IconOf {
  const letter = escaped(Array.from(short)[0] ?? "");
  return (mark) => {
    const dot = mark === "" ? "" : `<circle cx="50" cy="14" r="12" fill="${DOTS[mark]}" stroke="#fff" stroke-width="4"/>`;
    const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="${escaped(colour)}"/><text x="32" y="46" font-family="sans-serif" font-size="40" font-weight="700" text-anchor="middle" fill="#fff">${letter}</text>${dot}</svg>`;
    return `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  };
}
