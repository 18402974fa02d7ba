import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, message, openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

const whole = (number: number) => Buffer.from([number, 0, 0, 0]);
const entry = (tag: number, kind: number, count: number, value: number) => Buffer.concat([Buffer.from([tag & 255, tag >> 8, kind, 0]), whole(count), whole(value)]);
const PLACE = Buffer.concat([35, 1, 41, 1, 22, 1].map(whole));

/** A photo that says where it was taken: 35° 41′ 22″ N. */
async function photo(page: Page) {
  const drawn = await page.evaluate(() => Object.assign(document.createElement("canvas"), { width: 320, height: 240 }).toDataURL("image/jpeg").split(",")[1] ?? "");
  const plain = Buffer.from(drawn, "base64");
  const table = Buffer.concat([Buffer.from([1, 0]), entry(0x8825, 4, 1, 26), whole(0)]);
  const places = Buffer.concat([Buffer.from([2, 0]), entry(1, 2, 2, 0x4e), entry(2, 5, 3, 56), whole(0)]);
  const exif = Buffer.concat([Buffer.from("Exif\0\0II*\0"), whole(8), table, places, PLACE]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]), exif]);
  return { name: "現場.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]) };
}

/** What everybody has of a file of a message. */
async function given(page: Page, words: string): Promise<Buffer> {
  const href = await message(page, words).getByRole("link", { name: /現場\.jpg/ }).first().getAttribute("href");
  return (await page.request.get(href ?? "")).body();
}

async function send(page: Page, words: string): Promise<void> {
  await composer(page, ROOM).fill(words);
  await expect(page.getByRole("button", { name: "送信", exact: true })).toBeEnabled();
  await composer(page, ROOM).press("Control+Enter");
  await expect(message(page, words).getByRole("link", { name: /現場\.jpg/ }).first()).toBeVisible();
}

test("a photo loses the place where it was taken, its sender is told, and an administrator may have it otherwise", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const taken = await photo(clerk);
  const choose = () => clerk.locator("input[type=file][multiple]").setInputFiles([taken]);
  await choose();
  const brought = clerk.getByRole("list", { name: "添付するファイル" }).getByRole("listitem");
  await expect(brought).toContainText("撮影場所を除きました");
  await isAccessible(clerk);
  await send(clerk, "場所なしの写真です。");
  expect((await given(clerk, "場所なしの写真です。")).includes(PLACE)).toBe(false);

  const administrator = await open(town, town.people.administrator, { path: "/admin/files" });
  await expect(administrator.getByRole("radio", { name: /^取り除く/ })).toBeChecked();
  await isAccessible(administrator);
  await needsNoSidewaysScrolling(administrator);
  await administrator.getByRole("radio", { name: /^残す/ }).check();
  await administrator.getByRole("button", { name: "保存する" }).click();
  await expect(administrator.getByRole("status").filter({ hasText: "保存しました" })).toHaveCount(1);
  await administrator.reload();
  await expect(administrator.getByRole("radio", { name: /^残す/ })).toBeChecked();

  await choose();
  await expect(brought).toContainText("現場.jpg");
  await send(clerk, "場所ありの写真です。");
  expect((await given(clerk, "場所ありの写真です。")).includes(PLACE)).toBe(true);
});
