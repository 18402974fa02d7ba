import { describe, expect, test, vi } from "vitest";
import { Problem } from "./http.ts";
import { codeText, problemText } from "./problems.ts";
import { chooseLanguage } from "./texts.ts";

/** What the server refuses with; the same list as its `code` functions and `Error`s that reach a client. */
const CODES = [
  "not_found",
  "stale",
  "invalid_input",
  "invalid_query",
  "invalid_cursor",
  "invalid_if_match",
  "json_expected",
  "body_incomplete",
  "body_too_large",
  "forged_request",
  "sign_in_needed",
  "password_change_needed",
  "already_exists",
  "id_taken",
  "files.not_whole",
  "chat.files",
  "disk_full",
  "disk_failed",
  "busy",
  "closing",
  "database_away",
  "setup.wrong_code",
  "setup.already_done",
  "identity.wrong_credentials",
  "identity.too_many_attempts",
  "identity.password_too_short",
  "identity.password_too_common",
  "identity.wrong_password",
  "identity.suspended",
  "identity.login_taken",
  "identity.last_administrator",
  "identity.password_elsewhere",
  "identity.account_used",
  "identity.password_expired",
  "identity.directory_unreachable",
  "scim.too_many_tokens",
  "identity.network_refused",
  "identity.sign_in_again_here",
  "identity.second_factor_needed",
  "identity.rules_refuse_you",
  "identity.password_stopped",
  "identity.passkey_first",
  "identity.sign_in_anew",
  "factor_set_up_needed",
  "agreement_needed",
  "operator_needed",
  "identity.shared_account",
  "identity.wrong_pin",
  "identity.pin_missing",
  "identity.pin_initial",
  "chat.other_operator",
  "not_six_digits",
  "too_common",
  "unchanged",
  "no_range",
  "out_of_range",
  "identity.wrong_second_factor",
  "identity.wrong_code",
  "identity.challenge_over",
  "identity.code_exists",
  "identity.code_not_begun",
  "directory.administrators_only",
  "directory.beyond_grant",
  "directory.oneself",
  "directory.not_of_section",
  "directory.place_taken",
  "identity.administrators_only",
  "transfers.oneself",
  "transfers.moves_units",
  "directory.own_only",
  "directory.staff_number_taken",
  "directory.barrier_taken",
  "directory.title_taken",
  "directory.unit_inside_itself",
  "directory.unit_in_use",
  "directory.main_posts",
  "directory.no_picture",
  "directory.photo_too_large",
  "chat.archived",
  "chat.not_a_member",
  "chat.handed_over",
  "chat.not_an_owner",
  "chat.not_the_author",
  "chat.withdrawn",
  "chat.empty",
  "chat.too_long",
  "search.nothing_to_find",
  "search.too_long",
  "search.too_many_words",
  "search.too_many_saved",
  "search.is_being_built",
  "chat.thread_in_thread",
  "chat.derived",
  "chat.direct",
  "chat.last_owner",
  "chat.administrators_only",
  "chat.unit_has_room",
  "chat.no_reaction",
  "chat.barred",
  "chat.nobody_at_desk",
  "chat.staff_only",
  "identity.outsider",
  "identity.wrong_visit",
  "handovers.handed_in",
  "handovers.not_handed_in",
  "handovers.taken_over",
  "handovers.not_taken_over",
  "handovers.kept",
  "handovers.not_yours",
  "transfers.id_taken",
  "transfers.no_draft",
  "transfers.not_scheduled",
  "transfers.not_released",
  "transfers.in_use",
  "transfers.conflicts",
  "transfers.empty",
  "transfers.past",
  "past",
  "insecure",
  "after_day",
  "too_many",
  "missing",
  "unknown",
  "too_long",
];

describe("refusals in words", () => {
  test("every code has a sentence of its own in Japanese, and it is Japanese", () => {
    for (const code of CODES) {
      expect(codeText(code), code).not.toBe(codeText(null));
      expect(codeText(code), code).toMatch(/[ぁ-ん].*。$/);
    }
  });

  test("every code has a sentence of its own in English", async () => {
    vi.stubGlobal("document", { documentElement: { lang: "ja" } });
    await chooseLanguage("en");
    for (const code of CODES) {
      expect(codeText(code), code).not.toBe(codeText(null));
      expect(codeText(code), code).toMatch(/^[A-Z][ -~]+\.$/);
    }
    await chooseLanguage("ja");
    vi.unstubAllGlobals();
  });

  test("what is unknown carries the number that an administrator can look up", () => {
    expect(problemText(new Problem("never_heard", 500, [], null, "req-1"))).toContain("req-1");
  });
});
