import { createStore } from "./store.ts";

/** What a screen reader says next. The region itself never scrolls messages past: rows that mount while scrolling are not news. */
export const announcementStore = createStore<{ text: string; count: number }>({ text: "", count: 0 });

/** Says something politely; the same words twice are said twice. */
export function announce(text: string): void {
  announcementStore.update((last) => ({ text, count: last.count + 1 }));
}
