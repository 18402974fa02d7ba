import { describe, expect, it } from "vitest";
import { placeOf } from "./hands.ts";

const at = (client: number) => ({ type: null, tname: "doc", item: { client, clock: 4 }, assoc: 0 });

describe("what another client says of its caret", () => {
  it("is a place in the page, or none", () => {
    expect(placeOf(JSON.stringify({ anchor: at(1), head: at(2) }))).toEqual({ anchor: at(1), head: at(2) });
    expect(placeOf("null")).toBeNull();
  });

  it("is passed over when it is anything else", () => {
    for (const odd of ["", "{", "7", "{}", '{"anchor":1,"head":2}', JSON.stringify({ anchor: at(-1), head: at(2) }), JSON.stringify({ anchor: { ...at(1), tname: "other" }, head: at(2) }), JSON.stringify({ anchor: { ...at(1), evil: 1 }, head: at(2) })]) {
      expect(placeOf(odd), odd).toBeUndefined();
    }
  });
});
