import type { Answer, Asked, Given, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";

export type Forwarded = Wire["Forwarded"];
export type Beyond = Wire["Beyond"];
export type ForwardPreview = Answer<"preview_forward">;

export const previewForward = (body: Asked<"preview_forward">) => call<ForwardPreview>("POST", "/forwards/preview", { body });
export const forward = (body: Given<Asked<"forward">, "messages" | "targets">) => call<Answer<"forward">>("POST", "/forwards", { body });
