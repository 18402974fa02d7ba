import { describe, expect, it } from "vitest";
import type { Run } from "./api.ts";
import { faultText, fieldText, intervals, isInTheClear, isOn, needsPassword, newSettings, percentStopped, presetOf, progressOf, valueText, withPreset } from "./model.ts";

const run = (state: Run["state"], counts: Partial<Run["counts"]> = {}): Run => ({
  id: "0000000000001",
  kind: "apply",
  state,
  begun_at: "2026-04-01T00:00:00Z",
  counts: { read: 0, added: 0, changed: 0, gone: 0, conflict: 0, suspended: 0, following: 0, done: 0, total: 0, ...counts },
});

describe("the settings of a directory", () => {
  it("begin as an Active Directory is read, and change as a whole with the kind", () => {
    const begun = newSettings();
    expect(presetOf(begun)).toBe("active_directory");
    const other = withPreset({ ...begun, name: "名簿" }, "ldap");
    expect([other.name, other.mapping.permanent_id, presetOf(other)]).toEqual(["名簿", "entryUUID", "ldap"]);
  });

  it("say when passwords can be read on the way", () => {
    const of = (url: string, start_tls: boolean) => isInTheClear({ ...newSettings(), url, start_tls });
    expect([of(" LDAP://dc", false), of("ldap://dc", true), of("ldaps://dc", false)]).toEqual([true, false, false]);
    expect([of("ldap://127.0.0.1:389", false), of("ldap://[::1]/", false), of("ldap://127.0.0.1.example", false)]).toEqual([false, false, true]);
  });

  it("want the password again only when it would go somewhere else", () => {
    const kept = { ...newSettings(), url: "ldaps://dc", bind_dn: "CN=engawa" };
    expect(needsPassword(kept, null)).toBe(true);
    expect(needsPassword({ ...kept, base: "OU=職員", url: " ldaps://dc " }, kept)).toBe(false);
    for (const change of [{ url: "ldaps://other" }, { start_tls: true }, { ca: "PEM" }, { bind_dn: "CN=x" }]) expect(needsPassword({ ...kept, ...change }, kept)).toBe(true);
  });

  it("keep an interval that is none of the usual ones", () => {
    expect(intervals(60).map(({ value }) => value)).toEqual([0, 15, 60, 360, 1440]);
    expect(intervals(45).at(-1)).toEqual({ value: 45, label: "45分ごと" });
  });
});

describe("a run", () => {
  it("is on until it has come to an end", () => {
    expect((["waiting", "reading", "carrying"] as const).every((state) => isOn(run(state)))).toBe(true);
    expect((["done", "held", "cancelled", "failed"] as const).some((state) => isOn(run(state)))).toBe(false);
    expect(isOn(null)).toBe(false);
  });

  it("says how far it is once it knows of how many", () => {
    expect(progressOf(run("reading", { read: 500 }))).toBeNull();
    expect(progressOf(run("carrying", { done: 50, total: 200 }))).toBe(0.25);
  });

  it("says of how many in a hundred it would stop the accounts", () => {
    expect(percentStopped(run("held", { suspended: 3, following: 20 }))).toBe(15);
    expect(percentStopped(run("held", { suspended: 1 }))).toBe(100);
  });
});

describe("a difference", () => {
  it("is told in words, whatever a newer server says", () => {
    expect(faultText({ code: "unit_unknown", text: "水道課" })).toContain("「水道課」");
    expect(faultText({ code: "from_the_future", text: "x" })).toContain("(x)");
    expect([fieldText("unit"), fieldText("future")]).toEqual(["所属", "future"]);
    expect([valueText("state", "stopped"), valueText("state", "active"), valueText("unit", "stopped")]).toEqual(["停止", "利用できる", "stopped"]);
  });
});
