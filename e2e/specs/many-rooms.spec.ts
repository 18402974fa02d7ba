import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test("an administrator makes a room of the mayor's with each section at once, and a second time none twice", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/rooms" });
  await page.getByRole("link", { name: "部署のルームをまとめて作る" }).press("Enter");
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1, name: "部署のルームをまとめて作る" })).toBeFocused();
  await main.getByRole("radio", { name: /^決まった人を加えたルーム/ }).check();
  await main.getByLabel("ルームの名前").fill("相談の部屋");
  const list = main.getByRole("list", { name: "作るルームの一覧" });
  await expect(list.getByRole("listitem").first()).toHaveText("相談の部屋");
  const make = main.getByRole("button", { name: /件のルームを作る$/ });
  await make.click();
  await expect(main.getByRole("alert")).toHaveText("いつも入る人を選んでください。");
  await main.getByRole("combobox", { name: "いつも入る人" }).fill(town.people.chief.name);
  await main.getByRole("option", { name: new RegExp(town.people.chief.name) }).first().click();
  await make.click();
  await expect(main.getByRole("alert")).toContainText("どのルームも同じ名前");
  await main.getByLabel("ルームの名前").fill("所長と{部署}");
  await expect(list.getByRole("checkbox", { name: /^所長と/ }).first()).toBeChecked();
  const count = await list.getByRole("listitem").count();
  expect(count).toBeGreaterThan(1);
  // One of them is not wanted.
  await list.getByRole("checkbox").last().uncheck();
  await isAccessible(page);
  await main.getByRole("button", { name: `${count - 1}件のルームを作る` }).click();
  await expect(main.getByText(`${count - 1}件のルームを作りました。`)).toBeVisible();
  await expect(list.getByText("作りました")).toHaveCount(count - 1);

  await page.reload();
  await main.getByRole("radio", { name: /^決まった人を加えたルーム/ }).check();
  await main.getByLabel("ルームの名前").fill("所長と{部署}");
  await expect(list.getByText("あります")).toHaveCount(count - 1);
  await expect(main.getByRole("button", { name: "1件のルームを作る" })).toBeEnabled();

  const chief = await open(town, town.people.chief);
  await expect(chief.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^所長と/ })).toHaveCount(count - 1);
});

test("making rooms for many units fits on a telephone, and is nothing for a clerk", async ({ open }) => {
  const phone = await open(town, town.people.administrator, { path: "/admin/rooms/many", device: "phone" });
  await expect(phone.getByRole("list", { name: "作るルームの一覧" }).getByRole("listitem").first()).toBeVisible();
  await isAccessible(phone);
  await needsNoSidewaysScrolling(phone);
  const clerk = await open(town, town.people.clerk, { path: "/admin/rooms/many" });
  await expect(clerk.getByText("ここには何もありません。")).toBeVisible();
});
