import type { Locator, Page } from "@playwright/test";
import { composer, message, messages, openRoom, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const HEIGHT = 844;

async function box(target: Locator): Promise<{ top: number; bottom: number; left: number; right: number }> {
  const found = await target.boundingBox();
  if (!found) throw new Error("not on screen");
  return { top: found.y, bottom: found.y + found.height, left: found.x, right: found.x + found.width };
}

async function fitsSideways(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

/** Holds a finger on it until something opens. */
async function hold(page: Page, target: Locator, until: Locator): Promise<void> {
  const { left, top } = await box(target);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: left + 20, y: top + 10 }] });
  await expect(until).toBeVisible();
  await protocol.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

test("the list leads to a room, and Back leads to the list", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  const bar = page.getByRole("navigation", { name: "メニュー" });
  await expect(bar).toBeVisible();
  const { top, bottom } = await box(bar);
  expect(bottom).toBeCloseTo(HEIGHT, 0);
  expect(top).toBeGreaterThan(HEIGHT * 0.8);
  await fitsSideways(page);
  await openRoom(page, ROOM);
  await expect(roomLink(page, ROOM)).toBeHidden();
  await fitsSideways(page);
  await page.getByRole("button", { name: "ルームの一覧へ" }).click();
  await expect(roomLink(page, ROOM)).toBeVisible();
  await openRoom(page, ROOM);
  await page.goBack();
  await expect(roomLink(page, ROOM)).toBeVisible();
});

test("the composer stands at the foot of the screen and nothing covers it", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(page, ROOM);
  const field = composer(page, ROOM);
  const { top, bottom, left, right } = await box(field);
  expect(bottom).toBeLessThanOrEqual(HEIGHT);
  expect(top).toBeGreaterThan(HEIGHT * 0.6);
  expect(left).toBeGreaterThanOrEqual(0);
  expect(right).toBeLessThanOrEqual(390);
  for (const target of [field, page.getByRole("button", { name: "メンション", exact: true })]) {
    const uncovered = await target.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const hit = document.elementFromPoint(x + width / 2, y + height / 2);
      return hit === element || element.contains(hit);
    });
    expect(uncovered).toBe(true);
  }
  // All that one writes with stands in one line.
  const first = await box(page.getByRole("button", { name: "メンション", exact: true }));
  const send = await box(page.getByRole("button", { name: "送信", exact: true }));
  expect(send.top).toBeLessThan(first.bottom);
  expect(send.left).toBeGreaterThan(first.right);
  // A long text makes it grow, and the newest message stays in sight.
  await field.fill(Array.from({ length: 30 }, (_, line) => `${line + 1}行目`).join("\n"));
  expect((await box(field)).top).toBeGreaterThan(100);
  expect((await box(field)).bottom).toBeLessThanOrEqual(HEIGHT);
  await expect(messages(page).last()).toBeInViewport();
  await field.fill("");
});

test("Enter makes a line on a phone, and the button sends", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(page, ROOM);
  await composer(page, ROOM).fill("電話から一行目");
  await composer(page, ROOM).press("Enter");
  await composer(page, ROOM).pressSequentially("二行目");
  await expect(composer(page, ROOM)).toHaveValue("電話から一行目\n二行目");
  await page.getByRole("button", { name: "送信", exact: true }).tap();
  await expect(message(page, "電話から一行目").getByRole("button", { name: /^既読/ })).toBeVisible();
});

test("a finger held on a message opens its menu, within the screen", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(page, ROOM);
  await write(page, ROOM, "長押しする文です。");
  const menu = page.getByRole("menu", { name: "メッセージの操作" });
  await hold(page, message(page, "長押しする文です。").getByText("長押しする文です。"), menu);
  await expect(menu.getByRole("menuitem", { name: "引用して返信" })).toBeInViewport();
  const shape = await box(menu);
  expect(shape.left).toBeGreaterThanOrEqual(0);
  expect(shape.right).toBeLessThanOrEqual(390);
  expect(shape.top).toBeGreaterThanOrEqual(0);
  expect(shape.bottom).toBeLessThanOrEqual(HEIGHT);
  await page.getByRole("group", { name: "リアクション" }).getByRole("button", { name: "承知しました" }).tap();
  await expect(message(page, "長押しする文です。").getByRole("button", { name: "承知しました 1人" })).toBeVisible();
});

test("a thread takes the whole screen and closes back to the room", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(page, ROOM);
  await write(page, ROOM, "電話で開く糸です。");
  await hold(page, message(page, "電話で開く糸").getByText("電話で開く糸です。"), page.getByRole("menu"));
  await page.getByRole("menuitem", { name: "スレッドで返信" }).tap();
  await expect(page.getByRole("heading", { name: "スレッド" })).toBeVisible();
  await expect(composer(page, ROOM)).toBeHidden();
  await fitsSideways(page);
  await page.getByLabel("スレッドに返信", { exact: true }).fill("ここで答えます。");
  await page.getByRole("button", { name: "送信", exact: true }).tap();
  await expect(message(page, "ここで答えます。")).toBeVisible();
  await page.getByRole("link", { name: "右の欄を閉じる" }).tap();
  await expect(message(page, "電話で開く糸").getByRole("link", { name: "返信 1件" })).toBeVisible();
});

test("people, a card and the organisation chart fit the screen", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  await page.getByRole("navigation", { name: "メニュー" }).getByRole("link", { name: "人" }).tap();
  await page.getByRole("searchbox", { name: /氏名・よみ/ }).fill("はやかわ");
  await fitsSideways(page);
  await page.getByRole("link", { name: new RegExp(town.people.chief.name) }).tap();
  await expect(page.getByRole("heading", { name: town.people.chief.name })).toBeVisible();
  await expect(page.getByRole("link", { name: "メッセージを送る" })).toBeInViewport();
  await fitsSideways(page);
  await page.getByRole("link", { name: "閉じる" }).tap();
  await page.getByRole("link", { name: "組織から探す" }).tap();
  await expect(page.getByRole("navigation", { name: "組織図" })).toBeVisible();
  await fitsSideways(page);
  await page.getByRole("navigation", { name: "組織図" }).getByRole("link", { name: /^総務部/ }).first().tap();
  await expect(page.getByRole("heading", { level: 1, name: "総務部" })).toBeVisible();
});

test("what I say about myself is set with one press", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  await page.getByRole("navigation", { name: "メニュー" }).getByRole("link", { name: "設定" }).tap();
  await page.getByRole("link", { name: "プロフィール" }).tap();
  await page.getByRole("button", { name: "在宅" }).tap();
  await expect(page.getByRole("button", { name: "居場所を消す" })).toBeVisible();
  await fitsSideways(page);
  const chief = await open(town, town.people.chief, { path: "/people" });
  await chief.getByRole("searchbox", { name: /氏名・よみ/ }).fill("むらかみ りく");
  await expect(chief.getByRole("main").getByRole("link", { name: new RegExp(town.people.clerk.name) })).toContainText("在宅");
});
