import type { Asked, Answer, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

export type Organisation = Wire["OrganisationView"];
export type Founded = Answer<"found_organisation">;
export type Founding = Asked<"found_organisation">;
export type Change = Asked<"change_organisation">;

export const organisations = async () => (await call<Answer<"list_organisations">>("GET", "/organisations")).items;
export const found = (body: Founding) => call<Founded>("POST", "/organisations", { body });
export const change = (id: Id, body: Change) => call<Organisation>("PATCH", `/organisations/${id}`, { body });
export const own = () => call<Organisation>("GET", "/organisation");
export const changeOwn = (body: Change) => call<Organisation>("PATCH", "/organisation", { body });
