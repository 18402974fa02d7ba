import { call, query, type Page } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Person, Post, Title, Unit } from "../../platform/people.ts";

export type PeopleSort = "reading" | "rank" | "unit";

export interface PeopleQuery {
  q?: string;
  unit?: Id;
  row?: string;
  sort?: PeopleSort;
  active?: boolean;
}

export type PostInput = Pick<Post, "unit_id" | "kind" | "valid_from"> & { title_id?: Id | null; valid_to?: string | null };

export interface PersonInput {
  id?: Id;
  staff_number: string;
  family_name: string;
  given_name: string;
  family_reading: string;
  given_reading: string;
  employment: Person["employment"];
  email?: string | null;
  extension?: string | null;
  posts: PostInput[];
}

export interface UnitInput {
  name: string;
  short_name?: string | null;
  reading: string;
  kind: string;
  parent_id?: Id | null;
  order: number;
  valid_from: string;
}

export const people = (filter: PeopleQuery, cursor: string | null) => call<Page<Person>>("GET", `/people${query({ ...filter, cursor, limit: 60 })}`);
export const person = (id: Id) => call<Person>("GET", `/people/${id}`);
export const units = () => call<{ items: Unit[] }>("GET", "/units");
export const titles = () => call<{ items: Title[] }>("GET", "/titles");
export const addPerson = (body: PersonInput & { account: boolean }) => call<{ person: Person; initial_password: string | null }>("POST", "/people", { body });
export const changePerson = (id: Id, tick: number, body: Partial<PersonInput>) => call<Person>("PATCH", `/people/${id}`, { body, headers: { "if-match": String(tick) } });
export const personLeaves = (id: Id, date: string) => call<unknown>("POST", `/people/${id}/leave`, { body: { date } });
export const addUnit = (body: UnitInput) => call<Unit>("POST", "/units", { body });
export const changeUnit = (id: Id, body: Partial<UnitInput>) => call<Unit>("PATCH", `/units/${id}`, { body });
export const closeUnit = (id: Id, validTo: string) => call<unknown>("POST", `/units/${id}/close`, { body: { valid_to: validTo } });
export const addTitle = (body: { name: string; reading: string; rank: number }) => call<Title>("POST", "/titles", { body });
export const changeTitle = (id: Id, body: { name?: string; reading?: string; rank?: number }) => call<Title>("PATCH", `/titles/${id}`, { body });
