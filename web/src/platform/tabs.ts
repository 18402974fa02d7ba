import { ownName } from "./place.ts";

/** The same organisation's client in other tabs and windows of this browser, for one matter. Without the channel (old browsers, tests) each is alone. */
export function otherTabs<News>(matter: string, hear: (news: News) => void): { tell(news: News): void } {
  if (typeof window === "undefined" || typeof BroadcastChannel === "undefined") return { tell: () => undefined };
  const channel = new BroadcastChannel(ownName(matter));
  channel.onmessage = (message: MessageEvent<News>) => hear(message.data);
  return { tell: (news) => channel.postMessage(news) };
}
