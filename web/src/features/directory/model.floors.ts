import type { Wire } from "../../platform/api/wire.ts";
import { dayOf } from "../../platform/dates.ts";
import type { Id } from "../../platform/ids.ts";
import type { PersonBrief } from "../../platform/people.ts";
import { byReading } from "../../platform/reading.ts";
import { holding } from "../../platform/whereabouts.ts";

export type Floor = Wire["Floor"];
export type Point = Wire["Point"];

/** Points lie in thousandths of the picture's width and height. */
export const WHOLE = 1000;
/** A press of an arrow key moves a point so far; with Shift, by the smallest there is. */
const STEP = 10;

const within = (value: number) => Math.min(WHOLE, Math.max(0, Math.round(value)));

/** Whether somebody is at a point on the map: what was said for no certain time holds for its day alone. */
export function isOnMap({ whereabouts, active }: Pick<PersonBrief, "whereabouts" | "active">, points: ReadonlySet<Id>, now: number): boolean {
  const said = holding(whereabouts, now);
  return Boolean(active && said?.point_id && points.has(said.point_id) && (said.until || dayOf(said.since) === dayOf(now)));
}

/** Those of some people who are on a floor, in 五十音 order, each once. */
export function onFloor<T extends PersonBrief>(people: readonly T[], floor: Floor, now: number): T[] {
  const points = new Set(floor.points.map((point) => point.id));
  const found = new Map(people.filter((person) => isOnMap(person, points, now)).map((person) => [person.id, person]));
  return [...found.values()].sort((one, other) => byReading.compare(one.reading, other.reading));
}

/** Where an arrow key puts a point; null for other keys. */
export function nudged(point: Point, key: string, small: boolean): Point | null {
  const step = small ? 1 : STEP;
  const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[key] ?? [];
  return x === undefined || y === undefined ? null : { ...point, x: within(point.x + x), y: within(point.y + y) };
}

/** Where a pointer puts a point on a picture that lies in a box. */
export function dragged(point: Point, at: { clientX: number; clientY: number }, box: { left: number; top: number; width: number; height: number }): Point {
  return { ...point, x: within(((at.clientX - box.left) / box.width) * WHOLE), y: within(((at.clientY - box.top) / box.height) * WHOLE) };
}

/** 250 → 25, 255 → 25.5 */
export const percent = (thousandths: number) => String(thousandths / 10);

/** 25.5 → 255, kept on the picture; null for what is no number. */
export function thousandths(typed: string): number | null {
  const value = Number(typed.normalize("NFKC").replace("%", ""));
  return typed.trim() === "" || Number.isNaN(value) ? null : within(value * 10);
}
