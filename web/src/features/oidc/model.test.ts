import { expect, test } from "vitest";
import { arrivalOf, isLinking, placeAfter } from "./model.ts";

test("what a provider sends back is read from the address", () => {
  expect(arrivalOf("?code=a%2Fb&state=in-1&iss=https%3A%2F%2Fid.example")).toEqual({ code: "a/b", state: "in-1", iss: "https://id.example", error: null });
  expect(arrivalOf("?error=access_denied&state=link-1")).toEqual({ code: null, state: "link-1", iss: null, error: "access_denied" });
  expect(arrivalOf("")).toEqual({ code: null, state: "", iss: null, error: null });
});

test("the state tells a sign-in from a link", () => {
  expect(isLinking(arrivalOf("?state=link-1"))).toBe(true);
  expect(isLinking(arrivalOf("?state=in-1"))).toBe(false);
});

test("nobody is sent to another site afterwards", () => {
  expect(placeAfter("/rooms/1")).toBe("/rooms/1");
  for (const place of [null, "", "//evil.example", "/\\evil.example", "https://evil.example", "/sign-in/return?code=1"]) expect(placeAfter(place)).toBe("/");
});
