import { dropDatabase, makeDatabase, SERVER } from "../support/postgres.ts";
import { composer, message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const NAME = `engawa_e2e_${process.pid}`;
const ROOM = "道路課";

test.describe("on PostgreSQL", () => {
  test.skip(!SERVER, "ENGAWA_TEST_POSTGRES names no server; `cargo x test` starts one");
  const town = townOf({ staff: 60, database: () => makeDatabase(NAME) });
  test.afterAll(() => dropDatabase(NAME));

  test("two people talk, and a restart keeps it", async ({ open }) => {
    const clerk = await open(town, town.people.clerk);
    const chief = await open(town, town.people.chief);
    await openRoom(clerk, ROOM);
    await openRoom(chief, ROOM);
    await composer(clerk, ROOM).pressSequentially("大きな");
    await expect(chief.getByText(`${town.people.clerk.name}さんが入力中…`)).toBeVisible();
    await write(clerk, ROOM, "大きな庁舎でも同じです。");
    await expect(message(chief, "大きな庁舎でも")).toBeVisible();
    await expect(message(clerk, "大きな庁舎でも").getByRole("button", { name: "既読 1/8" })).toBeVisible();
    await town.kill();
    await town.start();
    await write(chief, ROOM, "再起動のあとの一言です。");
    await expect(message(clerk, "再起動のあとの一言です。")).toBeVisible();
  });

  test("a person is found by a part of the reading", async ({ open }) => {
    const clerk = await open(town, town.people.clerk, { path: "/people" });
    await clerk.getByRole("searchbox", { name: /氏名・よみ/ }).fill("はやか");
    await expect(clerk.getByRole("main").getByRole("link", { name: new RegExp(town.people.chief.name) })).toBeVisible();
  });
});
