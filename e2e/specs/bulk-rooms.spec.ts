import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test("an administrator sees which rooms would be made, has them made, and takes them back", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/rooms" });
  await page.getByRole("main").getByRole("link", { name: "ルームをまとめて作る" }).press("Enter");
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1, name: "ルームをまとめて作る" })).toBeFocused();
  await expect(main.getByText("まとめて作ったルームはまだありません")).toBeVisible();
  await isAccessible(page);
  await main.getByRole("link", { name: "新しくまとめて作る" }).press("Enter");
  await expect(main.getByRole("heading", { level: 1, name: "新しくまとめて作る" })).toBeFocused();
  await expect(main.getByText("いつも入る職か人を選ぶと、ここに一覧が出ます。")).toBeVisible();

  await main.getByRole("combobox", { name: "いつも入る人" }).fill(town.people.chief.name);
  await main.getByRole("option", { name: new RegExp(town.people.chief.name) }).first().click();
  const name = main.getByLabel("ルームの名前");
  await name.fill("相談の部屋");
  await expect(main.getByText("どのルームも同じ名前になってしまいます。").first()).toBeVisible();
  await name.fill("所長と{課}");
  await main.getByLabel("はじめに書く説明").fill("{課}の皆さん、こちらへどうぞ。");
  const table = main.getByRole("table", { name: "作るルームの一覧" });
  const boxes = table.getByRole("checkbox", { name: /^所長と/ });
  await expect(boxes.first()).toBeChecked();
  const count = await boxes.count();
  expect(count).toBeGreaterThan(1);
  // One of them is not wanted.
  await boxes.last().press("Space");
  await expect(table.getByText("作りません", { exact: true })).toBeVisible();
  await isAccessible(page);
  await main.getByRole("button", { name: `${count - 1}件のルームを作る` }).press("Enter");

  await expect(main.getByRole("heading", { level: 1, name: "所長と{課}" })).toBeVisible();
  await expect(main.getByText(`${count - 1}件のルームがあります。`)).toBeVisible();
  await expect(main.getByRole("table", { name: "ルームの一覧", exact: true }).getByText("あります", { exact: true })).toHaveCount(count - 1);
  await expect(main.getByText("足りないルームはありません。")).toBeVisible();
  await isAccessible(page);

  const chief = await open(town, town.people.chief);
  const rooms = chief.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^所長と/ });
  await expect(rooms).toHaveCount(count - 1);
  await rooms.first().click();
  await expect(chief.getByRole("main").getByText("の皆さん、こちらへどうぞ。")).toBeVisible();

  await main.getByRole("button", { name: "取り消す" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "ルームを閉じる" }).press("Enter");
  await expect(main.getByText("すべてのルームを閉じました。")).toBeVisible();
  await expect(main.getByRole("button", { name: `足りないルームを作る(${count - 1}件)` })).toBeEnabled();
});

test("making rooms for many units fits on a telephone, and is nothing for a clerk", async ({ open }) => {
  const phone = await open(town, town.people.administrator, { path: "/admin/room-orders/new", device: "phone" });
  const main = phone.getByRole("main");
  await main.getByRole("radio", { name: /^部署のルーム/ }).check();
  await expect(main.getByRole("table", { name: "作るルームの一覧" }).getByRole("row").nth(1)).toBeVisible();
  await isAccessible(phone);
  await needsNoSidewaysScrolling(phone);
  const clerk = await open(town, town.people.clerk, { path: "/admin/room-orders" });
  await expect(clerk.getByText("ここには何もありません。")).toBeVisible();
});
