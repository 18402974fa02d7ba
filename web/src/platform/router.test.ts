import { expect, test } from "vitest";
import { find, match } from "./router.ts";

test("a pattern gives its parameters", () => {
  expect(match("/rooms/:room/threads/:root", "/rooms/a/threads/b")).toEqual({ room: "a", root: "b" });
});

test("a longer or shorter path is another place", () => {
  expect(match("/rooms/:room", "/rooms/a/members")).toBeNull();
  expect(match("/rooms/:room", "/rooms")).toBeNull();
  expect(match("/rooms/:room", "/rooms/")).toBeNull();
});

test("parameters are decoded, and a broken escape is no place", () => {
  expect(match("/x/:name", "/x/%E7%B7%8F%E5%8B%99")).toEqual({ name: "総務" });
  expect(match("/x/:name", "/x/%E7%")).toBeNull();
});

test("the first pattern that fits wins", () => {
  const routes = [["/people/new", "new"], ["/people/:person", "one"]] as const;
  expect(find(routes, "/people/new")?.value).toBe("new");
  expect(find(routes, "/people/abc")).toEqual({ value: "one", params: { person: "abc" } });
  expect(find(routes, "/nowhere")).toBeNull();
});
