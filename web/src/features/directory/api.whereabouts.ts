import type { Answer, Asked, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Person } from "../../platform/people.ts";
import type { NewWhereabouts, Place } from "./model.whereabouts.ts";

export type NewPlace = Omit<Asked<"replace_place">, "id">;

export const sayOwn = (body: NewWhereabouts) => call<Person>("PUT", "/me/whereabouts", { body });
export const sayOf = (person: Id, body: NewWhereabouts) => call<Person>("PUT", `/people/${person}/whereabouts`, { body });
export const places = () => call<Answer<"list_places">>("GET", "/places");
export const addPlace = (body: NewPlace & { id: Id }) => call<Place>("POST", "/places", { body });
export const changePlace = ({ id, tick }: Place, body: NewPlace) => call<Place>("PUT", `/places/${id}`, { body, headers: { "if-match": `"${tick}"` } });
export const removePlace = (id: Id) => call<void>("DELETE", `/places/${id}`);
export const rule = () => call<Wire["WhereaboutsRule"]>("GET", "/whereabouts/rule");
export const setRule = (body: Wire["WhereaboutsRule"]) => call<Wire["WhereaboutsRule"]>("PUT", "/whereabouts/rule", { body });
export const last = () => call<Answer<"get_last_whereabouts">>("GET", "/me/whereabouts/last");
export const missing = (filter: { q: string; unit: Id }, cursor: string | null, limit = 60) => call<Answer<"list_missing">>("GET", `/whereabouts/missing${query({ q: filter.q, unit: filter.unit || undefined, cursor, limit })}`);
export const missingOfUnits = () => call<Answer<"count_missing">>("GET", "/whereabouts/missing/units");
export const remind = (filter: { q: string; unit: Id }) => call<Answer<"remind_missing">>("POST", "/whereabouts/reminders", { body: { q: filter.q || null, unit_id: filter.unit || null } });
export const briefs = (ids: readonly Id[]) => call<Answer<"people_by_id">>("GET", `/people/by-id?ids=${ids.join(",")}`);
