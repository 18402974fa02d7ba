import { describe, expect, it } from "vitest";
import type { PersonBrief } from "../../platform/people.ts";
import { dragged, nudged, onFloor, percent, thousandths, type Floor, type Point } from "./model.floors.ts";

const point: Point = { id: "1", label: "総務課", x: 5, y: 995 };
const floor: Floor = { id: "9", place_id: "8", place: "本庁舎", name: "3階", order: 1, points: [point], tick: 1 };
const now = Date.parse("2026-04-08T01:00:00Z");

function person(id: string, reading: string, said: Partial<NonNullable<PersonBrief["whereabouts"]>>): PersonBrief {
  return { id, name: reading, reading, active: true, whereabouts: { kind: "at_desk", place: "本庁舎 3階 総務課", point_id: "1", since: "2026-04-08T00:00:00Z", ...said } };
}

describe("the points of a floor", () => {
  it("move by arrow keys, in small steps with Shift, and stay on the picture", () => {
    expect(nudged(point, "ArrowLeft", false)).toEqual({ ...point, x: 0 });
    expect(nudged(point, "ArrowDown", true)).toEqual({ ...point, y: 996 });
    expect(nudged(point, "ArrowRight", false)).toEqual({ ...point, x: 15 });
    expect(nudged(point, "Enter", false)).toBeNull();
  });

  it("follow a pointer as far as the picture goes", () => {
    const box = { left: 100, top: 50, width: 400, height: 200 };
    expect(dragged(point, { clientX: 200, clientY: 100 }, box)).toEqual({ ...point, x: 250, y: 250 });
    expect(dragged(point, { clientX: 900, clientY: 0 }, box)).toEqual({ ...point, x: 1000, y: 0 });
  });

  it("are written and read in percent, full-width digits too", () => {
    expect([percent(250), percent(255)]).toEqual(["25", "25.5"]);
    expect([thousandths("２５．５"), thousandths("130"), thousandths("左")]).toEqual([255, 1000, null]);
  });
});

describe("who is on a floor", () => {
  it("stands there once in kana order, until it lapses", () => {
    const people = [person("3", "わだ", {}), person("2", "あべ", {}), person("3", "わだ", {}), person("4", "いとう", { point_id: null }), person("5", "えの", { until: "2026-04-08T00:30:00Z" })];
    expect(onFloor(people, floor, now).map(({ id }) => id)).toEqual(["2", "3"]);
  });

  it("is gone the next day where they said no end, and stays until the end they said", () => {
    const people = [person("2", "あべ", {}), person("3", "わだ", { until: "2026-04-10T00:00:00Z" })];
    expect(onFloor(people, floor, now + 86_400_000).map(({ id }) => id)).toEqual(["3"]);
  });
});
