import { expect, test } from "vitest";
import { namesake, placeOf } from "./place.ts";

const file = (id: string, name: string, newest?: string) => ({
  id,
  name,
  version: newest ? { number: 1, newest: { number: 2, file_id: newest, message_id: "m", seq: 3, thread_id: null } } : null,
});

test("a file is renewed by one of its name, and not by itself or by way of a former version", () => {
  const files = [file("a", "予算案.xlsx", "b"), file("b", "予算案.xlsx"), file("c", "予算案.xlsx.txt")];
  expect(namesake(files, "予算案.xlsx", "x")?.id).toBe("b");
  expect(namesake(files, "予算案.xlsx", "b")).toBeNull();
  expect(namesake(files, "予算", "x")).toBeNull();
});

test("a name that a Mac wrote in parts is the same name", () => {
  expect(namesake([file("a", "ガイド.pdf")], "カ\u3099イド.pdf", "x")?.id).toBe("a");
});

test("a version is found in the room or in the thread in which it was sent", () => {
  expect(placeOf("r", { thread_id: null, seq: 4 })).toBe("/rooms/r?at=4");
  expect(placeOf("r", { thread_id: "t", seq: 2 })).toBe("/rooms/r/threads/t?at=2");
});
