import type { Id } from "./ids.ts";
import type { Person } from "./people.ts";
import { createStore, useStore } from "./store.ts";

/** How this person wants the client to behave; kept by the server, so it follows them to every device. */
export interface Settings {
  enter_sends: boolean;
  theme: "system" | "light" | "dark" | "contrast";
  text_size: number;
  language: "ja" | "en";
  dates: "era" | "iso";
  notify: "all" | "mentions" | "none";
}

export interface Me {
  account_id: Id;
  login: string;
  person: Person;
  organisation: { id: Id; name: string; accent: string | null };
  rights: "member" | "administrator";
  must_change_password: boolean;
  settings: Settings;
  session_id: Id;
}

/** Who is signed in here. Features read it; only the identity feature and the start-up write it. */
export const sessionStore = createStore<Me | null>(null);

/** The signed-in person. Only drawn inside the shell, which exists only with one. */
export function useMe(): Me {
  const me = useStore(sessionStore, (state) => state);
  if (!me) throw new Error("the shell is drawn only for somebody who is signed in");
  return me;
}

export function useSettings(): Settings {
  return useMe().settings;
}
