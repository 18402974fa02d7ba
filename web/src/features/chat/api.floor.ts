import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";

export type DownloadFloor = Wire["DownloadFloor"];

export const downloadFloor = () => call<Answer<"get_download_floor">>("GET", "/download-floor");
export const setDownloadFloor = (floor: DownloadFloor) => call<Answer<"set_download_floor">>("PUT", "/download-floor", { body: floor });
