import type { Fault, Outcome, Run, Settings, Sort } from "./api.ts";
import { t } from "./text.ts";

export type Preset = "active_directory" | "ldap";
export type Mapping = Settings["mapping"];
export type Attribute = keyof Mapping;

/** What most towns have; everything can be changed. */
const PRESETS: Record<Preset, { filter: string; mapping: Mapping }> = {
  active_directory: {
    filter: "(&(objectCategory=person)(objectClass=user))",
    mapping: {
      permanent_id: "objectGUID",
      login: "sAMAccountName",
      number: "employeeID",
      family_name: "sn",
      given_name: "givenName",
      full_name: "displayName",
      family_reading: "msDS-PhoneticLastName",
      given_reading: "msDS-PhoneticFirstName",
      email: "mail",
      unit: "department",
      title: "title",
      disabled: "userAccountControl",
    },
  },
  ldap: {
    filter: "(objectClass=inetOrgPerson)",
    mapping: {
      permanent_id: "entryUUID",
      login: "uid",
      number: "employeeNumber",
      family_name: "sn",
      given_name: "givenName",
      full_name: "cn",
      family_reading: "sn;lang-ja-hira",
      given_reading: "givenName;lang-ja-hira",
      email: "mail",
      unit: "ou",
      title: "title",
      disabled: "pwdAccountLockedTime",
    },
  },
};

export const ATTRIBUTES: readonly Attribute[] = ["permanent_id", "login", "number", "family_name", "given_name", "full_name", "family_reading", "given_reading", "email", "unit", "title", "disabled"];
/** Without these nobody can be taken in. */
export const NEEDED: readonly Attribute[] = ["permanent_id", "login", "unit"];
export const SORTS: readonly Sort[] = ["added", "changed", "gone", "conflict"];

export const withPreset = (settings: Settings, preset: Preset): Settings => ({ ...settings, filter: PRESETS[preset].filter, mapping: { ...PRESETS[preset].mapping } });

/** What a new directory begins with. */
export const newSettings = (): Settings => withPreset({ name: "", url: "ldaps://", start_tls: false, ca: null, bind_dn: "", base: "", filter: "", mapping: {} as Mapping, every_minutes: 60, most_suspended: 10 }, "active_directory");

/** Which of the two a directory is, as far as its attributes say. */
export const presetOf = ({ mapping }: Settings): Preset => (mapping.permanent_id.toLowerCase() === "objectguid" ? "active_directory" : "ldap");

/** A directory on the server itself, to which nothing has to be encrypted. */
const IS_HERE = /^ldap:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d*)?\/?$/;

/** Whether what is said to the directory, passwords too, could be read on the way. */
export function isInTheClear({ url, start_tls }: Settings): boolean {
  const place = url.trim().toLowerCase();
  return place.startsWith("ldap://") && !start_tls && !IS_HERE.test(place);
}

/** A password stays with the address that it was given for. */
export const needsPassword = (now: Settings, kept: Settings | null): boolean =>
  kept === null || now.url.trim() !== kept.url || now.start_tls !== kept.start_tls || (now.ca?.trim() || null) !== (kept.ca ?? null) || now.bind_dn.trim() !== kept.bind_dn;

export const isOn = (run: Run | null | undefined): boolean => run?.state === "waiting" || run?.state === "reading" || run?.state === "carrying";

/** How far a run is, out of one; nothing while nobody can say. */
export const progressOf = ({ state, counts }: Run): number | null => (state === "carrying" && counts.total > 0 ? counts.done / counts.total : null);

/** Of how many people in a hundred a run would stop the accounts. */
export const percentStopped = ({ counts }: Run): number => Math.round((100 * counts.suspended) / Math.max(1, counts.following));

export const outcomeText = (outcome: Outcome | null | undefined): string => t[`outcome_${outcome ?? "refused"}` as const];
export const attributeText = (attribute: Attribute): string => t[`attribute_${attribute}` as const];
export const sortText = (sort: Sort): string => t[`sort_${sort}` as const];

export function faultText({ code, text }: Fault): string {
  const sentences: Partial<Record<string, (text: string) => string>> = {
    no_permanent_id: t.fault_no_permanent_id,
    no_login: t.fault_no_login,
    no_name: t.fault_no_name,
    no_unit: t.fault_no_unit,
    unit_unknown: t.fault_unit_unknown,
    unit_ambiguous: t.fault_unit_ambiguous,
    title_unknown: t.fault_title_unknown,
    login_taken: t.fault_login_taken,
    number_taken: t.fault_number_taken,
    linked_already: t.fault_linked_already,
    twice: t.fault_twice,
    last_administrator: t.fault_last_administrator,
    shared_account: t.fault_shared_account,
  };
  return (sentences[code] ?? t.fault_refused)(text);
}

export function fieldText(field: string): string {
  const names: Partial<Record<string, string>> = {
    link: t.field_link,
    name: t.field_name,
    reading: t.field_reading,
    login: t.field_login,
    number: t.field_number,
    email: t.field_email,
    unit: t.field_unit,
    title: t.field_title,
    state: t.field_state,
  };
  return names[field] ?? field;
}

/** A value of a line; whether somebody is stopped comes as a word. */
export function valueText(field: string, value: string): string {
  if (field !== "state") return value;
  return value === "stopped" ? t.stopped : t.active;
}

const INTERVALS = [0, 15, 60, 360, 1440] as const;

/** How often to choose from, in minutes; an interval that somebody set by other means stays among them. */
export function intervals(now: number): { value: number; label: string }[] {
  const usual = INTERVALS.map((value) => ({ value: value as number, label: t[`every_${value}` as const] }));
  return usual.some(({ value }) => value === now) ? usual : [...usual, { value: now, label: t.minutes(now) }];
}
