import type { Arrival, Landing } from "./api.ts";
import { RETURN_PAGE } from "./store.ts";

/** What a provider sent the browser back with, from the query of the address. */
export function arrivalOf(search: string): Arrival {
  const given = new URLSearchParams(search);
  return { state: given.get("state") ?? "", code: given.get("code"), error: given.get("error"), iss: given.get("iss") };
}

/** Whether somebody who is signed in comes back to be linked. */
export const isLinking = (arrival: Arrival) => arrival.state.startsWith("link-");

/** Where somebody goes on after they came back: where they were, if that is a place of ours. */
export const placeAfter = (kept: string | null) => (kept && /^\/(?![/\\])/.test(kept) && !kept.startsWith(RETURN_PAGE) ? kept : "/");

/** Whether a sign-in wants a second step before it is one. */
export const wantsStep = (landing: Landing): landing is Extract<Landing, { challenge: string }> => "challenge" in landing;
