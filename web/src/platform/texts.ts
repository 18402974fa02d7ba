import { createStore } from "./store.ts";

export type Language = "ja" | "en";

/** The same keys with texts (or functions that make them) of any wording. */
export type Translation<T> = { [Key in keyof T]: T[Key] extends (...args: infer Args) => string ? (...args: Args) => string : string };

const registered: { load: () => Promise<void> }[] = [];
export const languageStore = createStore<Language>("ja");

/**
 * Declares a feature's texts: Japanese ships with the feature, English is fetched when somebody chooses it.
 * The result is read at render time; the root is drawn anew when the language changes.
 */
export function texts<T extends object>(ja: T, loadEnglish: () => Promise<{ en: Translation<T> }>): T {
  let en: T | null = null;
  const load = async () => {
    en ??= (await loadEnglish()).en as T;
  };
  registered.push({ load });
  // A lazily loaded feature may register after English was chosen.
  if (languageStore.get() === "en") void load();
  return new Proxy(ja, {
    get: (target, key) => Reflect.get(languageStore.get() === "en" && en !== null ? en : target, key) as unknown,
  });
}

/** A screen that is loaded later, together with the words that it brings: else its first ones would be Japanese for everybody. */
export async function withWords<T>(screen: Promise<T>): Promise<T> {
  const loaded = await screen;
  if (languageStore.get() === "en") await Promise.all(registered.map((part) => part.load()));
  return loaded;
}

/** Switches the language once its texts are here. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (language === "en") await Promise.all(registered.map((part) => part.load()));
  document.documentElement.lang = language;
  languageStore.set(language);
}
