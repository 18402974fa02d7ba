import type { Wire } from "./api/wire.ts";
import { createStore, useStore } from "./store.ts";

/** How this person wants the client to behave; kept by the server, so it follows them to every device. */
export type Settings = Wire["Settings"];
export type Me = Wire["Me"];

/** Who is signed in here. Features read it; only the identity feature and the start-up write it. */
export const sessionStore = createStore<Me | null>(null);

/** Counts how often whoever was here has left the screen: what asked them something closes then, and is not answered by the next. */
export const leavesStore = createStore(0);

/** Who is using a shared account here; nobody where the account is one person's. */
export const operatorId = () => sessionStore.get()?.shared?.operator?.id ?? null;

/** Whether a guest is signed in: for them there are the rooms that they were brought to, and nothing else is asked of the server. */
export const isGuest = () => sessionStore.get()?.person.guest === true;

/** The signed-in person. Only drawn inside the shell, which exists only with one. */
export function useMe(): Me {
  const me = useStore(sessionStore, (state) => state);
  if (!me) throw new Error("the shell is drawn only for somebody who is signed in");
  return me;
}

export function useSettings(): Settings {
  return useMe().settings;
}
