import type { Answer, Asked, Wire } from "../../platform/api/wire.ts";
import { call, Problem, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { address } from "../../platform/place.ts";
import type { Difference, Sort, Transfer } from "./model.ts";

// A server that refuses early ends the connection while the file is still on its way, and the reason is lost.
const LARGEST_LIST = 6 * 1024 * 1024;

type Change = Asked<"change_transfer">;
export type Encoding = Exclude<Wire["Encoding"], "auto">;

export const transfers = (cursor: string | null) => call<Answer<"list_transfers">>("GET", `/transfers${query({ cursor })}`);
export const transfer = (id: Id) => call<Transfer>("GET", `/transfers/${id}`);
export const addTransfer = (body: Asked<"create_transfer">) => call<Transfer>("POST", "/transfers", { body });
export const changeTransfer = ({ id, tick }: Transfer, body: Partial<Change>) => call<Transfer>("PATCH", `/transfers/${id}`, { body, headers: { "if-match": String(tick) } });
export const removeTransfer = (id: Id) => call<void>("DELETE", `/transfers/${id}`);
export const check = (id: Id) => call<Transfer>("POST", `/transfers/${id}/check`);
export const schedule = (id: Id, releaseAt: string | null) => call<Transfer>("POST", `/transfers/${id}/schedule`, { body: { release_at: releaseAt } satisfies Asked<"schedule_transfer"> });
export const withdraw = (id: Id) => call<Transfer>("POST", `/transfers/${id}/withdraw`);
export const undo = (id: Id) => call<Transfer>("POST", `/transfers/${id}/undo`);
export const setHandover = (days: number) => call<Wire["Organisation"]>("PUT", "/organisation/handover", { body: { days } satisfies Asked<"set_handover"> });
export const units = () => call<Answer<"list_units">>("GET", "/units");

export async function putList(id: Id, name: string, bytes: ArrayBuffer): Promise<Transfer> {
  if (bytes.byteLength > LARGEST_LIST) throw new Problem("body_too_large", 413);
  return await call<Transfer>("PUT", `/transfers/${id}/list${query({ file: name })}`, { blob: new Blob([bytes], { type: "application/octet-stream" }) });
}
export const dropList = (id: Id) => call<Transfer>("DELETE", `/transfers/${id}/list`);

export const differences = (id: Id, sort: Sort | null, q: string, cursor: string | null, limit = 50) => call<Answer<"list_differences">>("GET", `/transfers/${id}/differences${query({ sort, q, cursor, limit })}`);

// As many as the server gives at once.
const LARGEST_PAGE = 200;

/** The whole report, page by page; `seen` hears how many lines are here. */
export async function allDifferences(id: Id, sort: Sort | null, q: string, seen: (count: number) => void): Promise<Difference[]> {
  const lines: Difference[] = [];
  let cursor: string | null = null;
  do {
    const page: Answer<"list_differences"> = await differences(id, sort, q, cursor, LARGEST_PAGE);
    lines.push(...page.items);
    cursor = page.next ?? null;
    seen(lines.length);
  } while (cursor !== null);
  return lines;
}

/** Where a browser gets the files. */
export const listAddress = (id: Id) => address(`/api/transfers/${id}/list`);
export const reportAddress = (id: Id, encoding: Encoding) => address(`/api/transfers/${id}/report?encoding=${encoding}`);
