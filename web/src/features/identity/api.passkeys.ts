import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Me } from "../../platform/session.ts";

export type Passkey = Wire["PasskeyView"];
export type PasskeyChallenge = Wire["PasskeyChallenge"];

export const beginSignIn = () => call<PasskeyChallenge>("POST", "/sign-in/passkey/challenge");
export const signIn = (shown: { challenge: string; credential: unknown }) => call<Me>("POST", "/sign-in/passkey", { body: shown });
export const passkeys = () => call<Answer<"list_passkeys">>("GET", "/me/passkeys");
export const begin = (password: string) => call<PasskeyChallenge>("POST", "/me/passkeys/challenge", { body: { password } });
export const add = (challenge: string, credential: unknown) => call<Passkey>("POST", "/me/passkeys", { body: { challenge, credential } });
export const rename = (id: Id, name: string) => call<void>("PATCH", `/me/passkeys/${id}`, { body: { name } });
export const remove = (id: Id, password: string) => call<void>("POST", `/me/passkeys/${id}/removal`, { body: { password } });
