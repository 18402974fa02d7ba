import type { Answer, Asked } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Floor } from "./model.floors.ts";

export type NewFloor = Omit<Asked<"replace_floor">, "id">;

export const floors = () => call<Answer<"list_floors">>("GET", "/floors");
export const floorOfPoint = (point: Id) => call<Answer<"list_floors">>("GET", `/floors${query({ point })}`);
export const floor = (id: Id) => call<Floor>("GET", `/floors/${id}`);
export const people = (id: Id, cursor: string | null) => call<Answer<"list_floor_people">>("GET", `/floors/${id}/people${query({ cursor, limit: 200 })}`);
export const addFloor = (body: NewFloor & { id: Id }) => call<Floor>("POST", "/floors", { body });
export const changeFloor = ({ id, tick }: Pick<Floor, "id" | "tick">, body: NewFloor) => call<Floor>("PUT", `/floors/${id}`, { body, headers: { "if-match": `"${tick}"` } });
export const setPicture = ({ id, tick }: Pick<Floor, "id" | "tick">, blob: Blob) => call<Floor>("PUT", `/floors/${id}/picture`, { blob, headers: { "if-match": `"${tick}"` } });
export const removeFloor = (id: Id) => call<void>("DELETE", `/floors/${id}`);
