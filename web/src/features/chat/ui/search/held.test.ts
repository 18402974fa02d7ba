import { expect, test } from "vitest";
import { comingBack, found, opening } from "./held.ts";

test("only who comes back from a hit sees what was found before, and only once", () => {
  const results = { key: "me  側溝" };
  found(results);
  expect(comingBack(results.key), "the same words are looked for again").toBeNull();
  opening("m1");
  expect(comingBack("me  除雪"), "another search").toBeNull();
  expect(comingBack(results.key)).toEqual({ results, opened: "m1" });
  expect(comingBack(results.key)).toBeNull();
  opening("m2");
  found({ key: "me  除雪" });
  expect(comingBack("me  除雪"), "it was opened in what was found before").toBeNull();
});
