import type { Answer, Asked, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { address } from "../../platform/place.ts";

export type Token = Wire["Token"];

export const tokens = () => call<Answer<"list_scim_tokens">>("GET", "/scim/tokens");
export const makeToken = (body: Asked<"make_scim_token">) => call<Answer<"make_scim_token">>("POST", "/scim/tokens", { body });
export const removeToken = (id: Id) => call<void>("DELETE", `/scim/tokens/${id}`);

/** Where other programs find SCIM. */
export const scimAddress = () => location.origin + address("/scim/v2");
