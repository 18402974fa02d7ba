import { address, framed } from "./place.ts";
import { navigate } from "./router.ts";

/** Shows a notice of the operating system if the person allowed it and is not looking at this tab. */
export async function notifyOutside(title: string, body: string, path: string, tag: string): Promise<void> {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  const options: NotificationOptions = { body, tag, icon: "/icon-192.png", data: { path: address(path) }, lang: "ja" };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker) {
    await worker.showNotification(title, options);
    return;
  }
  const notice = new Notification(title, options);
  notice.onclick = () => {
    window.focus();
    navigate(path);
    notice.close();
  };
}

/** Where the icon of a state lies; an organisation among several draws its own. */
export type IconOf = (mark: "" | "mention" | "unread") => string;
let iconOf: IconOf = (mark) => (mark === "" ? "/icon.svg" : `/icon-${mark}.svg`);
let mark: Parameters<IconOf>[0] = "";

function showIcon(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (icon) icon.href = iconOf(mark);
}

/** Draws the tab's icon another way from now on. */
export function drawIcons(another: IconOf): void {
  iconOf = another;
  showIcon();
}

/** Shows the unread total in the tab's title, its icon, and on the installed app's badge. */
export function showUnread(title: string, unread: number, mentions: number): void {
  document.title = unread > 0 ? `(${unread > 999 ? "999+" : unread}) ${title}` : title;
  const next = mentions > 0 ? "mention" : unread > 0 ? "unread" : "";
  if (next !== mark) {
    mark = next;
    showIcon();
  }
  // The app has one badge, which is that of the window and not of a page beside it.
  if (framed) return;
  const badge = navigator as Navigator & { setAppBadge?: (count: number) => Promise<void> };
  void badge.setAppBadge?.(mentions > 0 ? mentions : unread).catch(() => undefined);
}
