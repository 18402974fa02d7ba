import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetChat } from "../../store.ts";
import { bringingStore } from "../../store.files.ts";
import { bring, bringAnew, replace } from "../files/bring.ts";
import { mayLeave } from "../files/leaving.ts";
import { drawOn, keptUnder } from "./chosen.ts";
import type { Drawing } from "./Editor.tsx";
import { added, NOTHING } from "./history.ts";
import { keep, keptStore, letGo } from "./kept.ts";

const { opened } = vi.hoisted(() => ({ opened: [] as Drawing[] }));
vi.mock("./draw.tsx", () => ({ draw: (drawing: Drawing) => opened.push(drawing) }));

const cover = added(NOTHING, { id: 1, kind: "cover", colour: "black", width: 1, from: { x: 0, y: 0 }, to: { x: 9, y: 9 } });
const photo = () => new File([new Uint8Array(10)], "現場.jpg", { type: "image/jpeg" });
const id = () => bringingStore.get()["r"]?.[0]?.id ?? "";

beforeEach(() => {
  for (const name of ["addEventListener", "removeEventListener"]) vi.stubGlobal(name, () => undefined);
  vi.stubGlobal("fetch", async () => new Promise(() => undefined));
  opened.length = 0;
});
afterEach(() => {
  forgetChat();
  vi.unstubAllGlobals();
});

test("a drawing that is not applied yet stays with its photo when another quality is chosen", () => {
  bring("r", [photo()]);
  const former = id();
  keep(keptUnder(former), cover);
  bringAnew("r");
  expect(id()).not.toBe(former);
  expect(keptStore.get()).toEqual({ [keptUnder(id())]: cover });
});

test("a drawing that is applied waits no more, neither on what it was drawn on nor on what took its place", async () => {
  bring("r", [photo()]);
  const former = id();
  await drawOn(former, (file) => replace("r", former, file));
  keep(keptUnder(former), cover);
  expect(typeof opened[0]?.take(photo(), cover)).toBe("function");
  expect(keptStore.get()).toEqual({});
});

test("a message does not leave with a photo on which a drawing waits, also when that takes another's place", () => {
  const screenshot = new File([new Uint8Array(10)], "画面.png", { type: "image/png" });
  const leaves = () => mayLeave(bringingStore.get()["r"] ?? [], false);
  bring("r", [screenshot]);
  expect(leaves()).toBe(true);
  keep(keptUnder(id()), cover);
  expect(leaves()).toBe(false);
  replace("r", id(), screenshot);
  expect(leaves()).toBe(false);
  letGo(keptUnder(id()));
  expect(leaves()).toBe(true);
});
