import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";

export type NumberPolicy = Wire["NumberPolicy"];
/** What somebody answered when they were asked about a personal number in their words. */
export type Answered = Wire["Answered"];

export const numberGuard = () => call<Answer<"get_number_guard">>("GET", "/number-guard");
export const setNumberGuard = (policy: NumberPolicy) => call<Answer<"set_number_guard">>("PUT", "/number-guard", { body: { policy } });
