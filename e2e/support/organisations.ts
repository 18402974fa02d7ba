import { expect, type BrowserContext, type Page } from "@playwright/test";
import type { Person } from "./town.ts";

const HEADERS = { "X-Engawa": "1" };

/** What a new organisation is founded with. */
export interface Founding {
  name: string;
  reading: string;
  code: string;
  colour: string;
  listed?: boolean;
  administrator: { family_name: string; given_name: string; family_reading: string; given_reading: string; staff_number: string };
}

/** Calls an organisation's API with whatever session the browser has there. */
export async function ask<Answer>(context: BrowserContext, method: "GET" | "POST" | "PUT", path: string, data?: unknown): Promise<Answer> {
  const answer = await context.request.fetch(path, { method, headers: HEADERS, data });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return (answer.status() === 204 ? null : await answer.json()) as Answer;
}

/** Signs in at an organisation's address without the form, with a password that somebody else has given. */
export async function enter(context: BrowserContext, prefix: string, who: Person, initial: string | null = null): Promise<void> {
  await ask(context, "POST", `${prefix}/api/sign-in`, { login: who.login, password: initial ?? who.password });
  if (initial !== null) await ask(context, "PUT", `${prefix}/api/me/password`, { current: initial, new: who.password });
}

/** Founds an organisation as home's administrator, who is signed in; gives its first administrator, whose password is their own by now. */
export async function found(page: Page, { name, reading, code, colour, listed = true, administrator }: Founding, others: BrowserContext): Promise<Person> {
  const { login, initial_password } = await ask<{ login: string; initial_password: string }>(page.context(), "POST", "/api/organisations", { name, reading, code, colour, listed, ...administrator });
  const who = { login, name: `${administrator.family_name} ${administrator.given_name}`, password: "海沿いの道を歩いて帰る" };
  await enter(others, `/o/${code}`, who, initial_password);
  return who;
}

/** Takes somebody on in an organisation, as its administrator who is signed in there; gives them, with a password of their own. */
export async function takeOn(as: BrowserContext, prefix: string, person: Founding["administrator"], own: BrowserContext): Promise<Person & { id: string }> {
  const { items } = await ask<{ items: { id: string }[] }>(as, "GET", `${prefix}/api/units`);
  const unit = items[0] ?? (await ask<{ id: string }>(as, "POST", `${prefix}/api/units`, { name: "議員", reading: "ぎいん", kind: "council", parent_id: null, order: 1, valid_from: "2026-04-01" }));
  const posts = [{ unit_id: unit.id, kind: "main", valid_from: "2026-04-01" }];
  const made = await ask<{ person: { id: string }; initial_password: string }>(as, "POST", `${prefix}/api/people`, { ...person, employment: "councillor", posts });
  const who = { id: made.person.id, login: person.staff_number.toLowerCase(), name: `${person.family_name} ${person.given_name}`, password: "山道を歩くと鳥の声がする" };
  await enter(own, prefix, who, made.initial_password);
  return who;
}
