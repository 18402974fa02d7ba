import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";

/** What is done before words go where people from outside read. */
export type Care = Wire["OutsideTalk"];

export const outsideTalk = () => call<Answer<"get_outside_talk">>("GET", "/outside-talk");
export const setOutsideTalk = (care: Care) => call<Answer<"set_outside_talk">>("PUT", "/outside-talk", { body: care });
