import type { Answer, Asked, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Person } from "../../platform/people.ts";
import type { Me, Settings } from "../../platform/session.ts";

export type SetUp = Asked<"set_up">;
export type Session = Wire["Session"];
export type SecondStep = Wire["SecondStep"];
export type SignInMethods = Wire["SignInMethods"];
export type SignInRulesView = Wire["SignInRulesView"];
export type NetworkRule = Wire["NetworkRule"];
export type NewCode = Wire["NewCode"];
export type Account = Wire["AccountView"];
export type Operator = Wire["Operator"];
export type AuditEntry = Wire["AuditEntry"];
export type AuditVerification = Answer<"verify_audit">;
export type Forwarding = Wire["Forwarding"];
export type Note = NonNullable<AuditVerification["head"]>;

export const setUpNeeded = () => call<Answer<"setup_state">>("GET", "/setup");
export const setUp = (body: SetUp) => call<Me>("POST", "/setup", { body });
export const signIn = (login: string, password: string) => call<Answer<"sign_in">>("POST", "/sign-in", { body: { login, password } });
export const secondStep = (challenge: string, code: string) => call<Me>("POST", "/sign-in/second-step", { body: { challenge, code } });
export const visit = (token: string, pin: string) => call<Me>("POST", "/visits", { body: { token, pin } });
export const signOut = () => call<void>("POST", "/sign-out");
export const me = () => call<Me>("GET", "/me");
export const saveSettings = (body: Settings) => call<Settings>("PUT", "/me/settings", { body, outlive: true });
export const changePassword = (current: string, next: string) => call<void>("PUT", "/me/password", { body: { current, new: next } });
export const sessions = () => call<Answer<"list_sessions">>("GET", "/me/sessions");
export const endSession = (id: Id) => call<void>("DELETE", `/me/sessions/${id}`);
export const signInMethods = () => call<SignInMethods>("GET", "/me/sign-in-methods");
export const beginCode = (password: string) => call<NewCode>("POST", "/me/code", { body: { password } });
export const confirmCode = (code: string) => call<Wire["RecoveryCodes"]>("PUT", "/me/code", { body: { code } });
export const removeCode = (password: string) => call<void>("POST", "/me/code/removal", { body: { password } });
export const renewRecoveryCodes = (password: string) => call<Wire["RecoveryCodes"]>("POST", "/me/recovery-codes", { body: { password } });
export const operators = (q: string) => call<Answer<"list_operators">>("GET", `/me/operators${query({ q })}`);
export const chooseOperator = (person_id: Id, pin: string, new_pin: string | null) => call<Me>("POST", "/me/operator", { body: { person_id, pin, ...(new_pin !== null && { new_pin }) } });
export const lock = () => call<void>("DELETE", "/me/operator", { outlive: true });
export const setPin = (password: string, pin: string) => call<void>("PUT", "/me/pin", { body: { password, pin } });
export const setStatus = (status: string | null) => call<Person>("PUT", "/me/status", { body: { status } });
export const setPhoto = (blob: Blob) => call<Person>("PUT", "/me/photo", { blob });
export const dropPhoto = () => call<Person>("DELETE", "/me/photo");
export const setContact = (extension: string | null, mobile: string | null) => call<Person>("PUT", "/me/contact", { body: { extension, mobile } });

export const accounts = (q: string, cursor: string | null) => call<Answer<"list_accounts">>("GET", `/accounts${query({ q, cursor, limit: 50 })}`);
/** Those that may be used and never were. */
export const unusedAccounts = (q: string, cursor: string | null) => call<Answer<"list_accounts">>("GET", `/accounts${query({ q, unused: true, cursor, limit: 200 })}`);
export const changeAccount = (id: Id, body: Asked<"change_account">) => call<Account | undefined>("PATCH", `/accounts/${id}`, { body });
/** The same for an account with which nobody has signed in yet: whoever has keeps their password. */
export const firstPassword = (id: Id) => call<Answer<"reset_password">>("POST", `/accounts/${id}/password-reset${query({ unused: true })}`);
export const resetPassword = (id: Id) => call<Answer<"reset_password">>("POST", `/accounts/${id}/password-reset`);
export const endSessions = (id: Id) => call<void>("DELETE", `/accounts/${id}/sessions`);
export const signInRules = () => call<SignInRulesView>("GET", "/sign-in-rules");
export const saveSignInRules = (body: Wire["SignInRules"], seen: number) => call<SignInRulesView>("PUT", "/sign-in-rules", { body, headers: { "if-match": `"${seen}"` } });
export const takeOffFactors = (id: Id) => call<void>("DELETE", `/accounts/${id}/second-factors`);
/** Which records are asked for; an empty word asks for all. */
export interface AuditFilter {
  q: string;
  act: string;
  person: Id;
  from: string;
  until: string;
  order: "newest" | "oldest";
}
export const audit = ({ order, ...filter }: AuditFilter, cursor: string | null, limit: number) => {
  const asked = Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, value === "" ? undefined : value]));
  return call<Answer<"list_audit">>("GET", `/audit${query({ ...asked, order, cursor, limit })}`);
};
export const auditForwarding = () => call<Answer<"list_audit_forwarding">>("GET", "/audit/forwarding");
export const verifyAudit = (note: Note | null) => call<AuditVerification>("GET", `/audit/verification${query({ number: note?.number, hash: note?.hash })}`);

/** The rotas that I may read, and whether I am in them. */
export const rotas = () => call<Answer<"list_rotas">>("GET", "/rotas");
