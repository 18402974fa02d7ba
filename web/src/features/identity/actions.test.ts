import { beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me, type Settings } from "../../platform/session.ts";
import { chooseSettings, settingsTold } from "./actions.ts";

const SETTINGS = { theme: "system", language: "ja" } as Settings;
const theme = () => sessionStore.get()?.settings.theme;

interface Asked {
  theme: string;
  answer: (status?: number) => void;
}

/** A server that answers when it is told to. */
function server(): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("document", { documentElement: { dataset: {}, style: { setProperty: () => undefined }, setAttribute: () => undefined, removeAttribute: () => undefined } });
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    const settings = JSON.parse(body) as Settings;
    return new Promise((resolve) => asked.push({ theme: settings.theme, answer: (status = 200) => resolve(Response.json(settings, { status })) }));
  });
  return asked;
}

beforeEach(() => sessionStore.set({ settings: SETTINGS } as Me));

test("of two choices in a moment the later stays, on the screen and on the server", async () => {
  const asked = server();
  chooseSettings({ theme: "light" });
  chooseSettings({ theme: "dark" });
  expect([asked.map((one) => one.theme), theme()]).toEqual([["light"], "dark"]);
  asked[0]?.answer();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  settingsTold({ ...SETTINGS, theme: "light" });
  expect([asked[1]?.theme, theme()]).toEqual(["dark", "dark"]);
  asked[1]?.answer();
  // Then what another device chooses is news again.
  await vi.waitFor(() => {
    settingsTold({ ...SETTINGS, theme: "contrast" });
    expect(theme()).toBe("contrast");
  });
});

test("a choice that the server refuses goes back to what it has", async () => {
  const asked = server();
  chooseSettings({ theme: "light" });
  asked[0]?.answer(422);
  await vi.waitFor(() => expect(theme()).toBe("system"));
});
