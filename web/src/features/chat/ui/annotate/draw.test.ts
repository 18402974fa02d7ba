import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { leavesStore } from "../../../../platform/session.ts";
import { view } from "../files/viewer.tsx";
import { draw } from "./draw.tsx";

const { screen } = vi.hoisted(() => ({ screen: { drawn: 0, gone: 0 } }));
vi.mock("react-dom/client", () => ({ createRoot: () => ({ render: () => (screen.drawn += 1), unmount: () => (screen.gone += 1) }) }));
vi.mock("./Editor.tsx", () => ({ Editor: () => null }));

beforeEach(() => {
  Object.assign(screen, { drawn: 0, gone: 0 });
  const place = { remove: () => undefined };
  vi.stubGlobal("document", { createElement: () => place, body: { appendChild: () => place } });
});
afterEach(() => vi.unstubAllGlobals());

const leave = () => leavesStore.update((leaves) => leaves + 1);

test("a picture that is drawn upon leaves the screen with whoever leaves it, once", () => {
  draw({ name: "現場.jpg", bytes: async () => new Blob(), on: "chosen x", finish: "", take: () => "" });
  expect(screen).toEqual({ drawn: 1, gone: 0 });
  leave();
  leave();
  expect(screen).toEqual({ drawn: 1, gone: 1 });
});

test("files that are looked at leave the screen with whoever leaves it, once", () => {
  view([], 0);
  expect(screen).toEqual({ drawn: 1, gone: 0 });
  leave();
  leave();
  expect(screen).toEqual({ drawn: 1, gone: 1 });
});
