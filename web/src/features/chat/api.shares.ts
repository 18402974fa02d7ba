import type { Answer, Asked, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { allPages } from "../../platform/load.ts";

// What shares ask comes with their screens: most people never see to one.
export type Share = Wire["Share"];
export type ShareState = Share["state"];
export type Organisation = Wire["ListedOrganisation"];

const MOST = 200;
const page = (cursor: string | null) => call<Answer<"list_shares">>("GET", `/shares${query({ cursor, limit: MOST })}`);

/** All of them: each is an agreement between two organisations, so they stay few, and one that waits may be an old one. */
export async function shares(): Promise<Share[]> {
  const all: Share[] = [];
  for await (const items of allPages(page)) all.push(...items);
  return all;
}

export const organisations = async () => (await call<Answer<"list_share_organisations">>("GET", "/shares/organisations")).items;
export const offer = (body: Asked<"offer_share">) => call<Share>("POST", "/shares", { body });
export const agree = (id: Id, room: Id) => call<Share>("POST", `/shares/${id}/agree`, { body: { room } });
export const stop = (id: Id, verb: "decline" | "withdraw" | "end") => call<Share>("POST", `/shares/${id}/${verb}`);
