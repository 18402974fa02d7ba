import { afterEach, describe, expect, test, vi } from "vitest";
import { Problem } from "./http.ts";
import { problemText } from "./problems.ts";
import { plain, sentence } from "./refusals.ts";

afterEach(() => vi.doUnmock("./problems.ts"));

describe("words that come with the first refusal", () => {
  test("are those that the screens loaded later use", async () => {
    const refused = new Problem("chat.archived", 409);
    expect(await sentence(refused)).toBe(problemText(refused));
    expect(await sentence(refused)).not.toBe(plain.unexpected);
  });

  test("are plain ones when they cannot be fetched", async () => {
    vi.doMock("./problems.ts", () => {
      throw new Error("gone with its build");
    });
    expect(await sentence(new Problem("chat.archived", 409))).toBe(plain.unexpected);
    expect(await sentence(new Problem("offline", 0))).toBe(plain.offline);
  });
});
