import { describe, expect, it } from "vitest";
import { percent, sizeText, stepsLeft } from "./model.ts";

describe("sizes", () => {
  it("are said with two digits that count", () => {
    expect([0, 512, 1536, 10 * 1024, 598_016, 5 * 1024 ** 3, 41_335_889_920, 3 * 1024 ** 5].map(sizeText)).toEqual(["0 B", "512 B", "1.5 KB", "10 KB", "584 KB", "5.0 GB", "38 GB", "3,072 TB"]);
  });

  it("are parts of a whole between nothing and all of it", () => {
    expect([percent(1, 3), percent(0, 0), percent(5, 4), percent(-1, 4)]).toEqual([33, 0, 100, 0]);
  });
});

describe("the first steps of an organisation", () => {
  const of = (titles: number, units: number, staff: number, rooms: number) => stepsLeft({ directory: { titles, units, staff, guests: 0, bots: 0 }, talk: { rooms, messages: 0 } });

  it("are all to do after the set-up, which makes one unit and one person", () => {
    expect(of(0, 1, 1, 0)).toEqual(["titles", "units", "people", "rooms"]);
  });

  it("are done one by one, in any order", () => {
    expect(of(3, 1, 1, 1)).toEqual(["units", "people"]);
    expect(of(3, 5, 2, 1)).toEqual([]);
  });
});
