import { expect, test } from "vitest";
import { hostOf, linksIn, targetOf } from "./links.ts";

const HERE = "https://engawa.example.jp";
const ROOM = "0123456789abc";
const OTHER = "0123456789abd";

test("links are found once each, in quotes and lists too, and not in code", () => {
  const body = "見て https://a.example/ と https://a.example/\n> https://b.example/\n- [題](https://c.example/x)\n`https://d.example/`";
  expect(linksIn(body)).toEqual(["https://a.example/", "https://b.example/", "https://c.example/x"]);
});

test("the host is the real one, whatever stands before it or looks like it", () => {
  expect(hostOf("https://www.city.sanjo.niigata.jp@evil.example/login")).toBe("evil.example");
  expect(hostOf("https://аpple.example/")).toBe("xn--pple-43d.example");
  expect(hostOf("https://")).toBe(null);
});

test("places of this organisation are told from those elsewhere", () => {
  expect(targetOf(`${HERE}/rooms/${ROOM}?at=12`, HERE)).toEqual({ kind: "message", path: `/rooms/${ROOM}?at=12`, room: ROOM, root: null, seq: 12 });
  expect(targetOf(`${HERE}/rooms/${ROOM}/threads/${OTHER}?at=3`, HERE)).toMatchObject({ kind: "message", room: ROOM, root: OTHER, seq: 3 });
  expect(targetOf(`${HERE}/rooms/${ROOM}`, HERE)).toMatchObject({ kind: "room", id: ROOM });
  expect(targetOf(`${HERE}/rooms/${ROOM}/notes/${OTHER}`, HERE)).toMatchObject({ kind: "note", id: OTHER });
  expect(targetOf(`${HERE}/rooms/${ROOM}/meetings/${OTHER}`, HERE)).toMatchObject({ kind: "meeting", id: OTHER });
  for (const elsewhere of ["https://other.example/rooms/0123456789abc", `${HERE}/admin/rooms`, `${HERE}/rooms/nothing`, `${HERE}/o/council/rooms/${ROOM}`, `${HERE}/rooms/..%2Fme`]) expect(targetOf(elsewhere, HERE)).toBe(null);
});
