import type { Page } from "@playwright/test";
import { composer, message, messages, openRoom, roomLink, waiting, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

/** The newest texts of the room as the server keeps them, by who wrote them last to first. */
async function kept(page: Page): Promise<string[]> {
  const { rooms } = (await (await page.request.get("/api/bootstrap")).json()) as { rooms: { id: string; name: string }[] };
  const id = rooms.find((room) => room.name === ROOM)?.id;
  const { messages: list } = (await (await page.request.get(`/api/rooms/${id}/messages?limit=50`)).json()) as { messages: { body: string }[] };
  return list.map(({ body }) => body);
}

test("a server that dies loses nothing it took, and what was written meanwhile goes out once", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  const taken = Array.from({ length: 5 }, (_, index) => `停電の前の ${index + 1} 通目です。`);
  for (const text of taken) await write(clerk, ROOM, text);

  await composer(clerk, ROOM).pressSequentially("停電の最中に書いた");
  await town.kill();
  await composer(clerk, ROOM).pressSequentially("一通です。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(composer(clerk, ROOM)).toHaveValue("");
  await expect(waiting(clerk)).toContainText("停電の最中に書いた一通です。");
  await expect(roomLink(clerk, ROOM)).toContainText("送信待ちがあります");
  await composer(chief, ROOM).fill("こちらも停電です。");
  await composer(chief, ROOM).press("Control+Enter");
  await expect(clerk.getByText("接続し直しています…")).toBeVisible();

  await town.start();
  for (const page of [clerk, chief]) {
    await expect(message(page, "停電の最中に書いた一通です。")).toHaveCount(1);
    await expect(message(page, "こちらも停電です。")).toHaveCount(1);
    await expect(waiting(page)).toHaveCount(0);
    await expect(page.getByText("接続し直しています…")).toBeHidden();
  }
  await write(chief, ROOM, "電気が戻りました。");
  await expect(message(clerk, "電気が戻りました。")).toBeVisible();

  const all = await kept(clerk);
  for (const text of [...taken, "停電の最中に書いた一通です。", "こちらも停電です。"]) expect(all.filter((body) => body === text)).toHaveLength(1);
});

test("what was being typed survives, and what waits can be taken back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await town.kill();
  await composer(clerk, ROOM).fill("やはり送らない文です。");
  await composer(clerk, ROOM).press("Control+Enter");
  await waiting(clerk).getByRole("button", { name: "編集する" }).click();
  await expect(composer(clerk, ROOM)).toHaveValue("やはり送らない文です。");
  await expect(waiting(clerk)).toHaveCount(0);
  await town.start();
  await expect(clerk.getByText("接続し直しています…")).toBeHidden();
  await expect(composer(clerk, ROOM)).toHaveValue("やはり送らない文です。");
  expect(await kept(clerk)).not.toContain("やはり送らない文です。");
});

test("a restart in order is hardly seen", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await town.stop();
  await town.start();
  await composer(clerk, ROOM).fill("更新が終わりました。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(message(chief, "更新が終わりました。")).toBeVisible();
  await expect(messages(clerk).last()).toContainText("更新が終わりました。");
});
