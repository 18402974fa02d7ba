import { expect, test } from "vitest";
import type { State, Task } from "../model.ts";
import { beside, columnsOf, neighbour } from "./columns.ts";

const task = (id: string, state: State) => ({ id, state }) as Task;
const TASKS = [task("a", "open"), task("b", "open"), task("z", "done")];

test("each column has its tasks, and the outermost have nothing beside them", () => {
  expect(columnsOf(TASKS).open.map(({ id }) => id)).toEqual(["a", "b"]);
  expect([beside("open", 1), beside("open", -1), beside("done", 1)]).toEqual(["doing", null, null]);
});

test("the arrows go up and down, and sideways past what is empty", () => {
  expect(neighbour(TASKS, "a", "ArrowDown")).toBe("b");
  expect(neighbour(TASKS, "a", "ArrowUp")).toBeNull();
  expect(neighbour(TASKS, "b", "ArrowRight")).toBe("z");
  expect(neighbour(TASKS, "z", "ArrowLeft")).toBe("a");
  expect(neighbour(TASKS, "gone", "ArrowLeft")).toBeNull();
});
