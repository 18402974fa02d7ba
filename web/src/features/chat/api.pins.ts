import type { Answer } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Message } from "./model.ts";

export const pins = (room: Id) => call<Answer<"list_pins">>("GET", `/rooms/${room}/pins`);
export const setPin = (message: Id, on: boolean) => call<Message>(on ? "PUT" : "DELETE", `/messages/${message}/pin`);
