import { expect, test } from "vitest";
import type { Room } from "../../model.ts";
import { leastOf, savedBy } from "./barred.ts";

const room = (change: Partial<Room>) => ({ guest_count: 0, shared_with: [], ...change }) as unknown as Room;
const floor = { rooms: "staff", outside: "nobody" } as const;

test("without a floor the owners of a room decide alone", () => {
  expect(savedBy(room({}))).toBe("everyone");
  expect(savedBy(room({ downloads: "nobody" }))).toBe("nobody");
  expect(leastOf(room({}))).toEqual({ who: "everyone", outside: false });
});

test("the stricter of what owners and the organisation decided holds", () => {
  expect(savedBy(room({ download_floor: floor }))).toBe("staff");
  expect(savedBy(room({ download_floor: floor, downloads: "nobody" }))).toBe("nobody");
});

test("a room becomes one with outsiders when a guest comes", () => {
  expect(leastOf(room({ download_floor: floor, guest_count: 1 }))).toEqual({ who: "nobody", outside: true });
  expect(leastOf(room({ download_floor: { rooms: "nobody", outside: "staff" }, guest_count: 1 }))).toEqual({ who: "nobody", outside: false });
});
