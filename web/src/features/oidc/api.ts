import type { Answer, Asked, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

export type Provider = Wire["ProviderView"];
export type ProviderInput = Asked<"change_provider">;
export type ProviderCheck = Wire["ProviderCheck"];
export type Arrival = Asked<"provider_sign_in">;
export type Landing = Answer<"provider_sign_in">;
export type OwnLink = Wire["OwnLink"];
export type Link = Wire["LinkView"];

export const buttons = () => call<Answer<"list_provider_buttons">>("GET", "/sign-in/providers");
export const beginSignIn = (provider: Id) => call<Wire["Departure"]>("POST", `/sign-in/providers/${provider}`);
export const arrive = (body: Arrival) => call<Landing>("POST", "/sign-in/return", { body });

export const ownLinks = () => call<Answer<"list_own_links">>("GET", "/me/provider-links");
export const beginLink = (provider: Id, password: string) => call<Wire["Departure"]>("POST", `/me/provider-links/${provider}`, { body: { password } });
export const finishLink = (body: Arrival) => call<void>("PUT", "/me/provider-links", { body });
export const removeOwnLink = (provider: Id) => call<void>("DELETE", `/me/provider-links/${provider}`);
export const takesPassword = async () => (await call<Wire["SignInMethods"]>("GET", "/me/sign-in-methods")).password;

export const providers = () => call<Wire["ProvidersView"]>("GET", "/oidc/providers");
export const createProvider = (body: Asked<"create_provider">) => call<Provider>("POST", "/oidc/providers", { body });
export const changeProvider = (id: Id, body: ProviderInput, seen: number) => call<Provider>("PUT", `/oidc/providers/${id}`, { body, headers: { "if-match": `"${seen}"` } });
export const removeProvider = (id: Id) => call<void>("DELETE", `/oidc/providers/${id}`);
export const checkProvider = (body: Asked<"check_provider">) => call<ProviderCheck>("POST", "/oidc/providers/check", { body });
export const links = (provider: Id, q: string) => call<Answer<"list_links">>("GET", `/oidc/providers/${provider}/links${query({ q })}`);
export const removeLink = (provider: Id, account: Id) => call<void>("DELETE", `/oidc/providers/${provider}/links/${account}`);
