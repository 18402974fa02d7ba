import type { Id } from "../../platform/ids.ts";
import { framed, ownName, placePath } from "../../platform/place.ts";
import { navigate } from "../../platform/router.ts";
import * as api from "./api.ts";
import { landingStore, nowhere } from "./store.ts";
import { arrivalOf, placeAfter } from "./model.ts";

/** Where somebody was when they went to sign in. */
const PLACE = ownName("engawa-place");

/** Providers are shown in no frame: a page beside another one takes the window. */
const leaveFor = (provider: string) => ((framed && window.top) || window).location.assign(provider);

/** Leaves for a provider's page to sign in. */
export async function leaveToSignIn(provider: Id): Promise<void> {
  landingStore.set(nowhere);
  const { address } = await api.beginSignIn(provider);
  sessionStorage.setItem(PLACE, placePath());
  leaveFor(address);
}

/** Leaves for a provider's page to be linked. */
export async function leaveToLink(provider: Id, password: string): Promise<void> {
  const { address } = await api.beginLink(provider, password);
  leaveFor(address);
}

const under: Map<string, Promise<unknown>> = new Map();

/** Each arrival counts once, however often its page is drawn. */
function once<T>(key: string, act: () => Promise<T>): Promise<T> {
  const begun = under.get(key) ?? act();
  under.set(key, begun);
  return begun as Promise<T>;
}

/** Tells the server who came back; what came of it. */
export const land = () => {
  const arrival = arrivalOf(location.search);
  return once(arrival.state, () => api.arrive(arrival));
};

/** The same for somebody who is signed in. */
export const landLinked = () => {
  const arrival = arrivalOf(location.search);
  return once(arrival.state, () => api.finishLink(arrival));
};

/** Leaves the page of the return, with whatever its address carries. */
export function goOn(): void {
  const kept = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  navigate(placeAfter(kept), { replace: true });
}
