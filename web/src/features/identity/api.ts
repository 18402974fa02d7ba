import { call, query, type Page } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Person, PersonBrief } from "../../platform/people.ts";
import type { Me, Settings } from "../../platform/session.ts";

export interface SetUp {
  code: string;
  organisation_name: string;
  family_name: string;
  given_name: string;
  family_reading: string;
  given_reading: string;
  staff_number: string;
  password: string;
}

export interface Session {
  id: Id;
  device: string;
  address: string;
  created_at: string;
  seen_at: string;
  current: boolean;
}

export interface Account {
  id: Id;
  login: string;
  email: string | null;
  person: PersonBrief;
  rights: "member" | "administrator";
  state: "active" | "suspended";
  last_seen_at: string | null;
  must_change_password: boolean;
}

export interface AuditEntry {
  id: Id;
  at: string;
  act: string;
  actor: PersonBrief | null;
  subject: string | null;
  detail: string | null;
  address: string | null;
}

export const setUpNeeded = () => call<{ needed: boolean }>("GET", "/setup");
export const setUp = (body: SetUp) => call<Me>("POST", "/setup", { body });
export const signIn = (login: string, password: string) => call<Me>("POST", "/sign-in", { body: { login, password } });
export const signOut = () => call<void>("POST", "/sign-out");
export const me = () => call<Me>("GET", "/me");
export const saveSettings = (body: Settings) => call<Settings>("PUT", "/me/settings", { body });
export const changePassword = (current: string, next: string) => call<void>("PUT", "/me/password", { body: { current, new: next } });
export const sessions = () => call<{ items: Session[] }>("GET", "/me/sessions");
export const endSession = (id: Id) => call<void>("DELETE", `/me/sessions/${id}`);
export const setPlace = (place: string | null, until: string | null) => call<Person>("PUT", "/me/place", { body: { place, until } });
export const setStatus = (status: string | null) => call<Person>("PUT", "/me/status", { body: { status } });
export const setPhoto = (blob: Blob) => call<Person>("PUT", "/me/photo", { blob });
export const dropPhoto = () => call<Person>("DELETE", "/me/photo");
export const setContact = (extension: string | null, mobile: string | null) => call<Person>("PUT", "/me/contact", { body: { extension, mobile } });

export const accounts = (q: string, cursor: string | null) => call<Page<Account>>("GET", `/accounts${query({ q, cursor, limit: 50 })}`);
export const changeAccount = (id: Id, body: { rights?: Account["rights"]; state?: Account["state"] }) => call<Account | undefined>("PATCH", `/accounts/${id}`, { body });
export const resetPassword = (id: Id) => call<{ initial_password: string }>("POST", `/accounts/${id}/password-reset`);
export const endSessions = (id: Id) => call<void>("DELETE", `/accounts/${id}/sessions`);
export const audit = (act: string, cursor: string | null) => call<Page<AuditEntry>>("GET", `/audit${query({ act, cursor, limit: 50 })}`);
