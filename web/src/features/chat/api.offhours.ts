import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";

/** How much the sections say outside the hours of offices, by month. */
export type OffHours = Wire["OffHours"];
export type OffHoursOfUnit = Wire["OffHoursOfUnit"];

export const offHours = () => call<Answer<"get_off_hours">>("GET", "/off-hours");
