import type { Answer, Asked, Given, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Person, Title, Unit } from "../../platform/people.ts";
import type { AdminFunction, Verb } from "../../platform/powers.ts";
import type { Barrier, Bot, CircleEntry, Explanation, Grant, GrantExplanation, Guest, Leave, NewBarrier, NewBot, NewGrant, NewGuest, NewLeave, NewSharedAccount, SharedAccount } from "./model.ts";

export type PeopleSort = Wire["Sort"];

export interface PeopleQuery {
  q?: string;
  unit?: Id;
  row?: string;
  sort?: PeopleSort;
  active?: boolean;
  /** Also those who do not take part yet. */
  outside?: boolean;
  /** Only those whose record I look after. */
  administered?: boolean;
}

export type PostInput = Wire["NewPost"];
export type PersonInput = Given<Omit<Asked<"create_person">, "account">, "staff_number" | "family_name" | "given_name" | "family_reading" | "given_reading" | "employment" | "posts">;
export type UnitInput = Given<Asked<"create_unit">, "name" | "reading" | "kind" | "order" | "valid_from">;

export const people = (filter: PeopleQuery, cursor: string | null, limit = 60) => call<Answer<"list_people">>("GET", `/people${query({ ...filter, cursor, limit })}`);
export const person = (id: Id) => call<Person>("GET", `/people/${id}`);
export const units = () => call<Answer<"list_units">>("GET", "/units");
export const posts = (unit: Id) => call<Answer<"list_posts">>("GET", `/posts${query({ unit, limit: 200 })}`);
export const titles = () => call<Answer<"list_titles">>("GET", "/titles");
export const addPerson = (body: PersonInput & { account: boolean }) => call<Answer<"create_person">>("POST", "/people", { body });
export const changePerson = (id: Id, tick: number, body: Partial<Asked<"update_person">>) => call<Person>("PATCH", `/people/${id}`, { body, headers: { "if-match": String(tick) } });
export const personLeaves = (id: Id, date: string) => call<unknown>("POST", `/people/${id}/leave`, { body: { date } });
export const addUnit = (body: UnitInput) => call<Unit>("POST", "/units", { body });
export const changeUnit = (id: Id, body: Partial<Asked<"update_unit">>) => call<Unit>("PATCH", `/units/${id}`, { body });
export const closeUnit = (id: Id, validTo: string) => call<unknown>("POST", `/units/${id}/close`, { body: { valid_to: validTo } });
export const addTitle = (body: Asked<"create_title">) => call<Title>("POST", "/titles", { body });
export const changeTitle = (id: Id, body: Asked<"update_title">) => call<Title>("PATCH", `/titles/${id}`, { body });

export const sharedAccounts = () => call<Answer<"list_shared_accounts">>("GET", "/shared-accounts");
export const addSharedAccount = (body: NewSharedAccount) => call<Answer<"create_shared_account">>("POST", "/shared-accounts", { body });
export const changeSharedAccount = ({ id, tick }: Pick<SharedAccount, "id" | "tick">, body: NewSharedAccount) => call<SharedAccount>("PUT", `/shared-accounts/${id}`, { body, headers: { "if-match": String(tick) } });
export const sharedAccountOperators = (id: Id, q: string) => call<Answer<"list_shared_account_operators">>("GET", `/shared-accounts/${id}/operators${query({ q })}`);
export const stopAccount = (id: Id, stopped: boolean) => call<unknown>("PATCH", `/accounts/${id}`, { body: { state: stopped ? "suspended" : "active" } });
export const resetPassword = (id: Id) => call<Answer<"reset_password">>("POST", `/accounts/${id}/password-reset`);
export const givePin = (person: Id) => call<Answer<"give_pin">>("POST", `/people/${person}/pin-reset`);

export const barriers = () => call<Answer<"list_barriers">>("GET", "/barriers");
export const addBarrier = (body: NewBarrier) => call<Barrier>("POST", "/barriers", { body });
export const changeBarrier = ({ id, tick }: Pick<Barrier, "id" | "tick">, body: NewBarrier) => call<Barrier>("PUT", `/barriers/${id}`, { body, headers: { "if-match": String(tick) } });
export const removeBarrier = (id: Id) => call<void>("DELETE", `/barriers/${id}`);
export const previewBarrier = (body: NewBarrier) => call<Answer<"preview_barrier">>("POST", "/barriers/preview", { body });
export const explainContact = (from: Id, to: Id) => call<Explanation>("GET", `/barriers/explanation${query({ from, to })}`);

export const leaves = (filter: { q: string; past: boolean }, cursor: string | null, limit = 60) => call<Answer<"list_leaves">>("GET", `/leaves${query({ ...filter, cursor, limit })}`);
export const leavesOf = (person: Id) => call<Answer<"list_leaves_of">>("GET", `/people/${person}/leaves`);
export const addLeave = (person: Id, body: NewLeave) => call<Leave>("POST", `/people/${person}/leaves`, { body });
export const changeLeave = ({ id, tick }: Pick<Leave, "id" | "tick">, body: NewLeave) => call<Leave>("PUT", `/leaves/${id}`, { body, headers: { "if-match": String(tick) } });
export const removeLeave = (id: Id) => call<void>("DELETE", `/leaves/${id}`);

export const endings = (filter: { q: string; until: string; employment: string }, cursor: string | null, limit = 60) => call<Answer<"list_endings">>("GET", `/people/endings${query({ ...filter, cursor, limit })}`);
export const renewTerms = (items: Asked<"renew_terms">["items"]) => call<void>("POST", "/people/renewals", { body: { items } });
export const guests = (filter: { q: string; past: boolean; ending?: boolean }, cursor: string | null, limit = 60) => call<Answer<"list_guests">>("GET", `/guests${query({ ...filter, cursor, limit })}`);
export const addGuest = (body: NewGuest) => call<Answer<"create_guest">>("POST", "/guests", { body });
export const changeGuest = ({ person, tick }: Pick<Guest, "person" | "tick">, body: NewGuest) => call<Guest>("PUT", `/guests/${person.id}`, { body, headers: { "if-match": String(tick) } });
export const endGuest = (id: Id) => call<Guest>("POST", `/guests/${id}/end`);

export const resetGuestPassword = (id: Id) => call<Answer<"reset_guest_password">>("POST", `/guests/${id}/password-reset`);
export const makeGuestLink = (id: Id) => call<Answer<"create_guest_link">>("POST", `/guests/${id}/link`);
export const removeGuestLink = (id: Id) => call<Guest>("DELETE", `/guests/${id}/link`);

export const bots = (filter: { q: string; past: boolean }, cursor: string | null, limit = 60) => call<Answer<"list_bots">>("GET", `/bots${query({ ...filter, cursor, limit })}`);
export const addBot = (body: NewBot) => call<Bot>("POST", "/bots", { body });
export const changeBot = ({ person, tick }: Pick<Bot, "person" | "tick">, body: NewBot) => call<Bot>("PUT", `/bots/${person.id}`, { body, headers: { "if-match": String(tick) } });
export const stopBot = (id: Id, stopped: boolean) => call<Bot>("PUT", `/bots/${id}/stopped`, { body: { stopped } });
export const addBotToken = (id: Id, body: Asked<"create_bot_token">) => call<Answer<"create_bot_token">>("POST", `/bots/${id}/tokens`, { body });
export const removeBotToken = (id: Id, token: Id) => call<void>("DELETE", `/bots/${id}/tokens/${token}`);

export const grants = () => call<Answer<"list_grants">>("GET", "/grants");
export const addGrant = (body: NewGrant) => call<Grant>("POST", "/grants", { body });
export const changeGrant = ({ id, tick }: Pick<Grant, "id" | "tick">, body: NewGrant) => call<Grant>("PUT", `/grants/${id}`, { body, headers: { "if-match": String(tick) } });
export const removeGrant = (id: Id) => call<void>("DELETE", `/grants/${id}`);
export const previewGrant = (holder: CircleEntry) => call<Answer<"preview_grant">>("POST", "/grants/preview", { body: { holder } });
export const explainGrants = (person: Id) => call<GrantExplanation>("GET", `/grants/explanation${query({ person })}`);
export const holders = (wanted: AdminFunction, verb: Verb, person: Id | null) => call<Answer<"list_holders">>("GET", `/grants/holders${query({ function: wanted, verb, person })}`);
export const participation = () => call<Answer<"get_participation">>("GET", "/participation");
export const previewParticipation = (body: Wire["Participation"]) => call<Answer<"preview_participation">>("POST", "/participation/preview", { body });
export const saveParticipation = (body: Asked<"set_participation">, seen: number) => call<Answer<"set_participation">>("PUT", "/participation", { body, headers: { "if-match": `"${seen}"` } });
