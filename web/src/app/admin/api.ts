import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

export type Condition = Answer<"get_condition">;
export type Finding = Wire["Finding"];
export type FailedJob = Wire["FailedJob"];
export type Machine = Wire["MachineView"];

export const condition = () => call<Condition>("GET", "/condition");
export const runAgain = (job: Id) => call<void>("POST", `/jobs/${job}/again`);
export type Index = NonNullable<Condition["index"]>;

export const rebuildIndex = () => call<void>("POST", "/index");
export const forget = (job: Id) => call<void>("DELETE", `/jobs/${job}`);
