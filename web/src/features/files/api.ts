import type { Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";

export type FileRules = Wire["FileRules"];

export const fileRules = () => call<FileRules>("GET", "/files/rules");
export const setFileRules = (rules: FileRules) => call<FileRules>("PUT", "/files/rules", { body: rules });
