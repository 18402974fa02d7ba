import type { Answer, Asked, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

export type Directory = Wire["LdapDirectory"];
export type Settings = Wire["DirectorySettings"];
export type Run = Wire["DirectoryRun"];
export type Line = Wire["DirectoryLine"];
export type Sort = Exclude<Wire["LineSort"], "quiet">;
export type Outcome = Wire["Outcome"];
export type Fault = Wire["EntryFault"];
export type Check = Wire["DirectoryCheck"];

export const directories = () => call<Answer<"list_ldap_directories">>("GET", "/ldap/directories");
export const directory = (id: Id) => call<Directory>("GET", `/ldap/directories/${id}`);
export const makeDirectory = (body: Asked<"make_ldap_directory">) => call<Directory>("POST", "/ldap/directories", { body });
export const changeDirectory = (id: Id, body: Asked<"change_ldap_directory">) => call<Directory>("PUT", `/ldap/directories/${id}`, { body });
export const removeDirectory = (id: Id) => call<void>("DELETE", `/ldap/directories/${id}`);
export const checkDirectory = (body: Asked<"check_ldap_directory">) => call<Check>("POST", "/ldap/check", { body });
export const runs = (id: Id) => call<Answer<"list_ldap_runs">>("GET", `/ldap/directories/${id}/runs`);
export const beginRun = (id: Id, body: Asked<"begin_ldap_run">) => call<Run>("POST", `/ldap/directories/${id}/runs`, { body });
export const cancelRun = (id: Id) => call<Run>("POST", `/ldap/runs/${id}/cancellation`);
export const lines = (run: Id, sort: Sort | null, cursor: string | null) => call<Answer<"list_ldap_lines">>("GET", `/ldap/runs/${run}/lines${query({ sort, cursor })}`);
