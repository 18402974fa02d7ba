import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test("a clerk makes the room of an election from its template", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/new-room" });
  const main = page.getByRole("main");
  await main.getByLabel("ひな形").selectOption({ label: "選挙" });
  await expect(main.getByLabel("ルームの名前")).toHaveValue("選挙の投開票");
  await expect(main.getByRole("region", { name: "このルームのはじまり" })).toContainText("時間ごとの投票者数");
  await isAccessible(page);
  // What the template brought gives way to another, what somebody has written stays.
  await main.getByLabel("ルームの名前").fill("市長選挙");
  await main.getByLabel("ひな形").selectOption({ label: "災害" });
  await expect(main.getByLabel("ルームの名前")).toHaveValue("市長選挙");
  await main.getByLabel("ひな形").selectOption({ label: "選挙" });
  await main.getByRole("button", { name: "作る" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "市長選挙" })).toBeVisible();
  await expect(page.getByRole("main").getByText("下の見出しごとに、返信で書いてください。")).toBeVisible();
  await expect(page.getByRole("main").getByText("開票 ― 開始、途中経過、確定を返信で")).toBeVisible();
});

test("an administrator makes a template, which is offered until it is taken off the list", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/room-templates" });
  const main = page.getByRole("main");
  await expect(main.getByText("この組織のひな形はまだありません")).toBeVisible();
  await isAccessible(page);
  await main.getByRole("link", { name: "ひな形を作る" }).press("Enter");
  await main.getByLabel("ひな形の名前").fill("道路工事");
  await main.getByLabel("ルームの名前の案").fill("道路工事の連絡");
  await main.getByLabel("はじめに書く説明").fill("工事ごとに1件書いてください。");
  await main.getByLabel("見出し").fill("通行止め\n工程");
  await main.getByRole("button", { name: "ノートを足す" }).press("Enter");
  await main.getByLabel("ノート1の名前").fill("工程会議の記録");
  await main.getByLabel("ノート1のはじまり").selectOption({ label: "会議" });
  await isAccessible(page);
  await main.getByRole("button", { name: "保存" }).press("Enter");
  await expect(main.getByRole("list", { name: "この組織のひな形" }).getByText("道路工事", { exact: true })).toBeVisible();

  const clerk = await open(town, town.people.clerk, { path: "/new-room" });
  await clerk.getByLabel("ひな形").selectOption({ label: "道路工事" });
  await clerk.getByRole("button", { name: "作る" }).click();
  await expect(clerk.getByRole("main").getByText("工事ごとに1件書いてください。")).toBeVisible();

  await main.getByRole("button", { name: "「道路工事」を一覧から外す" }).press("Enter");
  await expect(main.getByText("外しています")).toBeVisible();
  const later = await open(town, town.people.clerk, { path: "/new-room" });
  await expect(later.getByLabel("ひな形").locator("option", { hasText: "荷物" })).toHaveCount(1);
  await expect(later.getByLabel("ひな形").locator("option", { hasText: "道路工事" })).toHaveCount(0);
});

test("room templates fit on a telephone, and are nothing for a clerk", async ({ open }) => {
  const phone = await open(town, town.people.administrator, { path: "/admin/room-templates", device: "phone" });
  await expect(phone.getByRole("list", { name: "はじめからあるひな形" })).toBeVisible();
  await isAccessible(phone);
  await needsNoSidewaysScrolling(phone);
  const clerk = await open(town, town.people.clerk, { path: "/admin/room-templates" });
  await expect(clerk.getByText("ここには何もありません。")).toBeVisible();
});

test("an administrator makes a template out of a room", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/new-room" });
  const main = page.getByRole("main");
  await main.getByLabel("ルームの名前").fill("文化祭");
  await main.getByLabel("ひな形").selectOption({ label: "荷物" });
  await main.getByRole("button", { name: "作る" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "文化祭" })).toBeVisible();
  await main.getByRole("button", { name: "文化祭の操作" }).press("Enter");
  await page.getByRole("menuitem", { name: "ひな形にする" }).press("Enter");
  await expect(main.getByLabel("ひな形の名前")).toHaveValue("文化祭");
  await expect(main.getByLabel("はじめに書く説明")).toHaveValue(/届いた荷物をお知らせします。/);
  await main.getByRole("button", { name: "保存" }).press("Enter");
  await expect(main.getByRole("list", { name: "この組織のひな形" }).getByText("文化祭", { exact: true })).toBeVisible();
});
