import type { Answer, Asked, Given, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

export type Scope = Given<Wire["OrderScope"], "pattern">;
export type RoomOrder = Wire["RoomOrder"];
export type PlannedRoom = Wire["PlannedRoom"];
export type Opening = Wire["Opening"];
export type RoomTemplate = Wire["RoomTemplate"];
export type TemplateWords = Wire["TemplateWords"];

export const orders = (cursor: string | null) => call<Answer<"list_room_orders">>("GET", `/room-orders${query({ cursor, limit: 30 })}`);
export const orderRooms = (body: Given<Asked<"order_rooms">, "id" | "scope">) => call<RoomOrder>("POST", "/room-orders", { body });
export const previewRooms = async (scope: Scope) => (await call<Answer<"preview_rooms">>("POST", "/room-orders/preview", { body: scope })).items;
export const order = (id: Id) => call<RoomOrder>("GET", `/room-orders/${id}`);
export const orderedRooms = async (id: Id) => (await call<Answer<"list_ordered_rooms">>("GET", `/room-orders/${id}/rooms`)).items;
export const actOnOrder = (id: Id, act: "run" | "stop" | "undo") => call<RoomOrder>("POST", `/room-orders/${id}/${act}`);

export const templates = async () => (await call<Answer<"list_room_templates">>("GET", "/room-templates")).items;
export const allTemplates = async () => (await call<Answer<"list_all_room_templates">>("GET", "/administration/room-templates")).items;
export const makeTemplate = (id: Id, words: TemplateWords) => call<RoomTemplate>("POST", "/administration/room-templates", { body: { id, words } });
export const replaceTemplate = (key: string, words: TemplateWords) => call<RoomTemplate>("PUT", `/administration/room-templates/${key}`, { body: words });
export const hideTemplate = (key: string, hidden: boolean) => call<void>("PUT", `/administration/room-templates/${key}/hidden`, { body: { hidden } });
