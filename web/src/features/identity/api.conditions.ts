import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";

export type GuestConditions = Wire["GuestConditions"];

export const guestConditions = () => call<GuestConditions>("GET", "/guest-conditions");
export const saveGuestConditions = (body: string, seen: number) => call<GuestConditions>("PUT", "/guest-conditions", { body: { body }, headers: { "if-match": `"${seen}"` } });
export const ownConditions = () => call<Answer<"get_own_conditions">>("GET", "/me/guest-conditions");
export const agree = (version: number) => call<void>("POST", "/me/guest-conditions", { body: { version } });
