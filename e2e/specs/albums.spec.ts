import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { choose, composer, message, openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const photo = (name: string) => ({ name, mimeType: "image/png", buffer: PICTURE });

/** The part beside the room, or in its place on a phone. */
const pane = (page: Page) => page.locator("section.pane");

/** Opens the albums of the room on screen by way of its files. */
async function openAlbums(page: Page): Promise<void> {
  await page.getByRole("link", { name: "ファイル", exact: true }).click();
  await page.getByRole("navigation", { name: "ファイルの分け方" }).getByRole("link", { name: "アルバム" }).click();
  await expect(page.getByRole("navigation", { name: "ファイルの分け方" }).getByRole("link", { name: "アルバム" })).toHaveAttribute("aria-current", "page");
}

async function makeAlbum(page: Page, name: string): Promise<void> {
  await pane(page).getByRole("button", { name: "新しいアルバム" }).click();
  const dialog = page.getByRole("dialog", { name: "新しいアルバム" });
  await dialog.getByLabel("アルバムの名前").fill(name);
  await dialog.getByLabel("アルバムの名前").press("Enter");
  await expect(pane(page).getByRole("heading", { name })).toBeVisible();
}

const tiles = (page: Page) => pane(page).locator(".album-pictures > li");
const onDevice = (page: Page) => page.locator("input[type=file][data-for=album]");

/** Says something with pictures in the room on screen. */
async function say(page: Page, words: string, files: ReturnType<typeof photo>[]): Promise<void> {
  await page.getByRole("main").locator("input[type=file][multiple]").first().setInputFiles(files);
  await composer(page, ROOM).fill(words);
  await expect(page.getByRole("button", { name: "送信", exact: true })).toBeEnabled({ timeout: 20_000 });
  await composer(page, ROOM).press("Control+Enter");
  await expect(message(page, words).getByRole("img").first()).toBeVisible();
}

test("photos from the device stand in an album, live for a colleague, are captioned, ordered by keys and looked at", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await openAlbums(clerk);
  await openAlbums(chief);
  await isAccessible(clerk);
  await makeAlbum(clerk, "6月3日 市道3号線");
  await isAccessible(clerk);
  await pane(chief).getByRole("link", { name: /6月3日 市道3号線/ }).click();
  await onDevice(clerk).setInputFiles([photo("一.png"), photo("二.png"), photo("三.png")]);
  await expect(tiles(clerk)).toHaveCount(3, { timeout: 20_000 });
  await expect(tiles(chief)).toHaveCount(3, { timeout: 20_000 });
  await expect(message(chief, "アルバム「6月3日 市道3号線」に3枚追加")).toBeVisible();

  await clerk.getByRole("button", { name: /^1番 .*の操作$/ }).press("Enter");
  await clerk.getByRole("menuitem", { name: "説明を書く" }).press("Enter");
  await clerk.getByLabel("説明", { exact: true }).fill("橋脚のひび割れ");
  await clerk.getByLabel("説明", { exact: true }).press("Enter");
  await expect(tiles(chief).first()).toContainText("橋脚のひび割れ");

  await clerk.getByRole("button", { name: "アルバムの操作" }).press("Enter");
  await clerk.getByRole("menuitem", { name: "並べ替える" }).press("Enter");
  await clerk.getByRole("button", { name: "1番 橋脚のひび割れを後ろへ" }).press("Enter");
  await expect(tiles(clerk).nth(1)).toContainText("橋脚のひび割れ");
  await expect(tiles(chief).nth(1)).toContainText("橋脚のひび割れ");
  await isAccessible(clerk);
  await tiles(clerk).nth(2).dragTo(tiles(clerk).first());
  await expect(tiles(clerk).nth(2)).toContainText("橋脚のひび割れ");

  await tiles(clerk).first().getByRole("button").first().press("Enter");
  const viewer = clerk.locator("dialog.viewer");
  await expect(viewer).toContainText("1 / 3");
  await clerk.keyboard.press("ArrowRight");
  await clerk.keyboard.press("ArrowRight");
  await expect(viewer).toContainText("橋脚のひび割れ");
  await clerk.keyboard.press("Escape");
  await expect(viewer).toHaveCount(0);
});

test("a photo that is refused is named and holds back none of those that were chosen with it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await openAlbums(clerk);
  await makeAlbum(clerk, "7月10日 擁壁");
  let refuses = true;
  // By its size: names go in a header that says them in another alphabet.
  await clerk.route("**/api/files/uploads", (route) =>
    refuses && route.request().method() === "POST" && route.request().headers()["upload-length"] === String(PICTURE.length + 1)
      ? route.fulfill({ status: 413, contentType: "application/problem+json", body: JSON.stringify({ code: "files.too_large" }) })
      : route.continue(),
  );
  await onDevice(clerk).setInputFiles([photo("北.png"), { ...photo("大きな南.png"), buffer: Buffer.concat([PICTURE, Buffer.from([0])]) }, photo("西.png")]);
  await expect(tiles(clerk)).toHaveCount(2, { timeout: 20_000 });
  await expect(clerk.locator(".toast").filter({ hasText: "大きな南.png" })).toBeVisible();
  const left = pane(clerk).getByRole("listitem").filter({ hasText: "大きな南.png" });
  await expect(left).toContainText("ファイルが大きすぎます");
  await isAccessible(clerk);
  refuses = false;
  await left.getByRole("button", { name: "大きな南.pngの送信を続ける" }).press("Enter");
  await expect(tiles(clerk)).toHaveCount(3, { timeout: 20_000 });
  await expect(left.getByRole("button", { name: "大きな南.pngを外す" })).toHaveCount(0);
});

test("pictures of the talk go into an album from their message and from the list, and leave with what is taken back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await say(clerk, "東側です。", [photo("東側.png")]);
  await say(clerk, "西側です。", [photo("西側.png")]);
  await choose(clerk, message(clerk, "東側です。"), "アルバムに追加");
  const dialog = clerk.getByRole("dialog", { name: "アルバムに追加" });
  await dialog.getByLabel("新しいアルバム").fill("橋の点検");
  await isAccessible(clerk);
  await dialog.getByRole("button", { name: "作る" }).click();
  await clerk.locator(".toast").filter({ hasText: "「橋の点検」に1枚入れました。" }).getByRole("button", { name: "開く" }).click();
  await expect(tiles(clerk)).toHaveCount(1);

  await pane(clerk).getByRole("link", { name: "ルームの画像から" }).click();
  await clerk.getByRole("checkbox", { name: "西側.pngを選ぶ" }).check();
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "「橋の点検」に追加" }).click();
  await expect(tiles(clerk)).toHaveCount(2);

  await clerk.getByRole("button", { name: /^1番 .*の操作$/ }).click();
  await clerk.getByRole("menuitem", { name: "アルバムから外す" }).click();
  await expect(tiles(clerk)).toHaveCount(1);
  await clerk.locator(".toast").filter({ hasText: "外しました" }).getByRole("button", { name: "元に戻す" }).click();
  await expect(tiles(clerk)).toHaveCount(2);

  await choose(clerk, message(clerk, "東側です。"), "取り消す");
  await clerk.getByRole("dialog").getByRole("button", { name: "取り消す" }).click();
  await expect(tiles(clerk)).toHaveCount(1);
  await expect(tiles(clerk).first()).toContainText("西側.png");

  await clerk.getByRole("button", { name: "アルバムの操作" }).click();
  await clerk.getByRole("menuitem", { name: "アルバムを削除" }).click();
  await expect(pane(clerk).getByRole("link", { name: /橋の点検/ })).toHaveCount(0);
  await clerk.locator(".toast").filter({ hasText: "削除しました" }).getByRole("button", { name: "元に戻す" }).click();
  await expect(pane(clerk).getByRole("link", { name: /橋の点検/ })).toBeVisible();
});

test("an album prints six pictures a sheet with number, caption and day, and fits a phone", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(clerk, ROOM);
  await clerk.getByRole("button", { name: `${ROOM}の操作` }).click();
  await clerk.getByRole("menuitem", { name: "ファイル" }).click();
  await clerk.getByRole("navigation", { name: "ファイルの分け方" }).getByRole("link", { name: "アルバム" }).click();
  await makeAlbum(clerk, "災害現場");
  await onDevice(clerk).setInputFiles(Array.from({ length: 7 }, (_, at) => photo(`${at + 1}.png`)));
  await expect(tiles(clerk)).toHaveCount(7, { timeout: 20_000 });
  await needsNoSidewaysScrolling(clerk);
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "アルバムの操作" }).click();
  await clerk.getByRole("menuitem", { name: "台帳を印刷" }).click();
  const sheets = clerk.locator(".album-sheet");
  await expect(sheets).toHaveCount(2);
  await expect(sheets.first().getByRole("listitem")).toHaveCount(6);
  await expect(sheets.nth(1).getByRole("listitem")).toHaveCount(1);
  await expect(sheets.nth(1)).toContainText("災害現場");
  await expect(sheets.nth(1)).toContainText("No. 7");
  await isAccessible(clerk);
  await clerk.emulateMedia({ media: "print" });
  await expect(clerk.getByRole("button", { name: "印刷", exact: true })).toBeHidden();
  await expect(sheets.first()).toContainText(ROOM);
  await clerk.emulateMedia({ media: "screen" });
  await clerk.getByLabel("何番から").fill("7");
  await expect(sheets).toHaveCount(1);
});
