import type { BrowserContext } from "@playwright/test";
import { OldProxy } from "../support/proxy.ts";
import { composer, message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test("where WebSockets are refused messages come and typing is said all the same", async ({ open }) => {
  const proxy = await OldProxy.before(town);
  try {
    const streams: number[] = [];
    const listen = async (context: BrowserContext) => {
      context.on("response", (response) => response.url().includes("/api/live/sse") && streams.push(response.status()));
    };
    const clerk = await open(town, town.people.clerk, { origin: proxy.url, before: listen });
    const chief = await open(town, town.people.chief);
    await openRoom(clerk, ROOM);
    await openRoom(chief, ROOM);
    await expect.poll(() => streams).toContain(200);
    expect(proxy.refused).toBeGreaterThan(0);

    await composer(chief, ROOM).pressSequentially("つづ");
    await expect(clerk.getByText(`${town.people.chief.name}さんが入力中…`)).toBeVisible();
    await composer(clerk, ROOM).pressSequentially("届い");
    await expect(chief.getByText(`${town.people.clerk.name}さんが入力中…`)).toBeVisible();
    await write(chief, ROOM, "古いプロキシの向こうへ届きますか。");
    await expect(message(clerk, "古いプロキシの向こう")).toBeVisible();
    await write(clerk, ROOM, "届いています。");
    await expect(message(chief, "届いています。").first()).toBeVisible();
    await expect(message(chief, "古いプロキシの向こう").getByRole("button", { name: "既読 1/8" })).toBeVisible();
    await expect(clerk.getByText("接続し直しています…")).toBeHidden();
  } finally {
    await proxy.close();
  }
});
