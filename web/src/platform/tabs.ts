/** The same client in other tabs and windows of this browser, for one matter. Without the channel (old browsers, tests) each is alone. */
export function otherTabs<News>(matter: string, hear: (news: News) => void): { tell(news: News): void } {
  if (typeof window === "undefined" || typeof BroadcastChannel === "undefined") return { tell: () => undefined };
  const channel = new BroadcastChannel(matter);
  channel.onmessage = (message: MessageEvent<News>) => hear(message.data);
  return { tell: (news) => channel.postMessage(news) };
}
