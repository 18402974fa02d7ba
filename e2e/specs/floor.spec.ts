import type { APIRequestContext, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

/** One pixel, drawn as large as the page allows. */
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

const headers = { "x-engawa": "1" };
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

interface Made {
  id: string;
  points: { id: string }[];
}

/** A floor with 総務課 and 第一会議室 on it, in a place of its own. */
async function floorOf(request: APIRequestContext, place: string, series: number): Promise<Made> {
  const made = await request.post("/api/places", { headers, data: { name: place, reading: "ちょうしゃ", order: 1 } });
  const { id } = (await made.json()) as { id: string };
  const points = [
    { id: `00000000000${series}1`, label: "総務課", x: 250, y: 250 },
    { id: `00000000000${series}2`, label: "第一会議室", x: 750, y: 600 },
  ];
  const floor = await request.post("/api/floors", { headers, data: { place_id: id, name: "3階", order: 1, points } });
  expect(floor.ok()).toBe(true);
  const known = (await floor.json()) as Made;
  const picture = await request.put(`/api/floors/${known.id}/picture`, { headers: { ...headers, "content-type": "image/png" }, data: PICTURE });
  expect(picture.ok()).toBe(true);
  return known;
}

test("the console takes a picture, and a point is moved on it by arrow keys, by the mouse and by numbers", async ({ open }) => {
  const { administrator } = town.people;
  const page = await open(town, administrator, { path: "/admin/whereabouts" });
  expect((await page.request.post("/api/places", { headers, data: { name: "本庁舎", reading: "ほんちょうしゃ", order: 1 } })).ok()).toBe(true);
  await page.goto("/admin/floors");
  await page.getByRole("button", { name: "フロアを追加" }).first().click();
  await page.getByLabel("勤務場所").selectOption("本庁舎");
  await page.getByLabel(/^フロアの名前/).fill("2階");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByRole("heading", { name: "本庁舎 2階を変える" })).toBeVisible();

  // A text that calls itself a picture is refused in words.
  const file = page.getByLabel("図のファイルを選ぶ");
  await file.setInputFiles({ name: "図.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>") });
  await expect(page.getByText("図として読めないファイルです。JPEGかPNGを選んでください。")).toBeVisible();
  await file.setInputFiles({ name: "図.png", mimeType: "image/png", buffer: PICTURE });
  await expect(page.locator(".toast").getByText("図を登録しました。")).toBeVisible();

  await page.getByRole("button", { name: "位置を追加" }).click();
  await page.getByLabel("1番目の位置の名前").fill("A-12");
  const point = page.getByRole("button", { name: /^A-12: / });
  await point.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowUp");
  await expect(page.getByLabel("A-12の左からの位置(%)")).toHaveValue("51");
  await expect(page.getByLabel("A-12の上からの位置(%)")).toHaveValue("49.9");
  const box = await point.boundingBox();
  if (!box) throw new Error("the point is on the page");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 60, y);
  await page.mouse.up();
  await expect(page.getByLabel("A-12の左からの位置(%)")).not.toHaveValue("51");
  await page.getByLabel("A-12の左からの位置(%)").fill("２５");
  await expect(page.getByRole("button", { name: "A-12: 左から25%、上から49.9%" })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByText("保存しました。").last()).toBeVisible();
  await page.getByRole("button", { name: "一覧へ戻る" }).click();
  await expect(row(page, "2階")).toContainText("あり");
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
});

test("somebody says at which point they are, and a colleague finds them on the map by the board, with the keyboard", async ({ open }) => {
  const { administrator, clerk, chief } = town.people;
  const admin = await open(town, administrator);
  const floor = await floorOf(admin.request, "第二庁舎", 1);
  const mine = await open(town, clerk, { path: "/board" });
  await mine.getByRole("button", { name: `${clerk.name}さんの居場所を変える` }).click();
  const dialog = mine.getByRole("dialog", { name: "自分の居場所" });
  await dialog.getByRole("radio", { name: "会議" }).check();
  await dialog.getByLabel("場所・行先", { exact: true }).selectOption("第二庁舎");
  await dialog.getByLabel("フロア図の位置").selectOption("第一会議室");
  await isAccessible(mine);
  await dialog.getByRole("button", { name: "知らせる" }).click();
  await expect(row(mine, clerk.name)).toContainText("第二庁舎 3階 第一会議室");

  const theirs = await open(town, chief, { path: "/board" });
  await row(theirs, clerk.name).getByRole("link", { name: "第二庁舎 3階 第一会議室" }).press("Enter");
  await expect(theirs.getByRole("heading", { name: "第二庁舎 3階 フロア図" })).toBeVisible();
  const people = theirs.getByRole("region", { name: "このフロアにいる人(五十音順)" });
  await expect(people.getByText("ここにいると知らせた人 1人")).toBeVisible();
  await expect(people.getByRole("listitem")).toContainText(clerk.name);
  const room = theirs.getByRole("button", { name: "第一会議室(1人)" });
  await expect(room).toHaveAttribute("aria-pressed", "true");
  await theirs.locator(".floor-point", { hasText: "総務課" }).press("Enter");
  await expect(people.getByText("この位置には、いまはだれもいません。")).toBeVisible();
  await isAccessible(theirs);
  await needsNoSidewaysScrolling(theirs);
  await theirs.emulateMedia({ media: "print" });
  await expect(theirs.getByText(`${chief.name} 印刷`)).toBeVisible();
  await expect(theirs.getByRole("button", { name: "図を大きくする" })).toBeHidden();
  await theirs.emulateMedia({ media: "screen" });

  // Who says that they are elsewhere is gone from it by itself.
  await expect(room).toBeVisible();
  expect((await mine.request.put("/api/me/whereabouts", { headers, data: { kind: "home" } })).ok()).toBe(true);
  await expect(people.getByText("ここにいると知らせた人 0人")).toBeVisible();

  // A point that goes leaves its words.
  expect((await mine.request.put("/api/me/whereabouts", { headers, data: { point_id: floor.points[0]?.id } })).ok()).toBe(true);
  expect((await admin.request.delete(`/api/floors/${floor.id}`, { headers })).ok()).toBe(true);
  await theirs.goto("/board");
  await expect(row(theirs, clerk.name)).toContainText("第二庁舎 3階 総務課");
  await expect(row(theirs, clerk.name).getByRole("link", { name: "第二庁舎 3階 総務課" })).toHaveCount(0);
});

test("on a phone the map is enlarged in its own window, and the list stands below it", async ({ open }) => {
  const { administrator, clerk } = town.people;
  const admin = await open(town, administrator);
  const { id, points } = await floorOf(admin.request, "南支所", 2);
  const phone = await open(town, clerk, { path: `/floors/${id}`, device: "phone" });
  expect((await phone.request.put("/api/me/whereabouts", { headers, data: { point_id: points[0]?.id } })).ok()).toBe(true);
  await phone.reload();
  await expect(phone.getByRole("listitem").filter({ hasText: clerk.name })).toBeVisible();
  await phone.getByRole("button", { name: "図を大きくする" }).click();
  await expect(phone.getByText("150%")).toBeVisible();
  await needsNoSidewaysScrolling(phone);
  await isAccessible(phone);
});
