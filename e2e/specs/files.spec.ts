import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, message, messages, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const picture = { name: "現場.png", mimeType: "image/png", buffer: PICTURE };
const table = { name: "点検結果.csv", mimeType: "text/csv", buffer: Buffer.alloc(700_000, "橋梁,良好\n") };

const choose = (page: Page, files: (typeof picture)[]) => page.locator("input[type=file][multiple]").setInputFiles(files);
const brought = (page: Page) => page.getByRole("list", { name: "添付するファイル" }).getByRole("listitem");

/** Lets files fall on the composer, as from the desktop. */
async function drop(page: Page, files: (typeof picture)[]): Promise<void> {
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, text: buffer.toString("base64") }));
  const carried = await page.evaluateHandle((all) => {
    const carried = new DataTransfer();
    for (const { name, mimeType, text } of all) carried.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type: mimeType }));
    return carried;
  }, plain);
  await composer(page, ROOM).dispatchEvent("drop", { dataTransfer: carried });
}

test("two files that were dropped come over a line that breaks, and a colleague sees them", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  let pieces = 0;
  // After the first piece the line is cut.
  await clerk.route("**/api/files/uploads/*", (route) => (route.request().method() === "PATCH" && pieces++ > 0 ? route.abort() : route.continue()));
  await drop(clerk, [picture, table]);
  await expect(brought(clerk)).toHaveCount(2);
  await expect(brought(clerk).filter({ hasText: "つながり次第" }).first()).toBeVisible();
  await composer(clerk, ROOM).fill("橋の点検が終わりました。");
  // It could leave with its files now, and wait; whoever sees them through may as well.
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeEnabled();
  await isAccessible(clerk);
  await clerk.unroute("**/api/files/uploads/*");
  await clerk.evaluate(() => dispatchEvent(new Event("online")));
  await expect(brought(clerk).filter({ hasText: "つながり次第" })).toHaveCount(0, { timeout: 20_000 });
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeEnabled({ timeout: 20_000 });
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(brought(clerk)).toHaveCount(0);

  const row = message(chief, "橋の点検が終わりました。");
  const seen = row.getByRole("img", { name: "現場.png" });
  await expect(seen).toBeVisible();
  await expect.poll(() => seen.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  const link = row.getByRole("link", { name: /点検結果\.csv/ });
  await expect(link).toContainText("684 KB");
  const saving = chief.waitForEvent("download");
  await link.click();
  await chief.getByRole("link", { name: "点検結果.csvを保存する" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("点検結果.csv");
  await chief.keyboard.press("Escape");
  await isAccessible(chief);
});

test("sending a file is paused, goes on and is given up, and files need no words", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await clerk.route("**/api/files/uploads/*", async (route) => {
    if (route.request().method() === "PATCH") await held;
    await route.continue().catch(() => undefined);
  });
  await choose(clerk, [{ ...table, name: "一つ目.csv" }, { ...table, name: "二つ目.csv" }]);
  await clerk.getByRole("button", { name: "一つ目.csvを一時停止" }).click();
  await expect(brought(clerk).filter({ hasText: "一つ目.csv" })).toContainText("一時停止中");
  await clerk.getByRole("button", { name: "二つ目.csvを外す" }).click();
  await expect(brought(clerk)).toHaveCount(1);
  letGo();
  await clerk.getByRole("button", { name: "一つ目.csvの送信を続ける" }).press("Enter");
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeEnabled();
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(messages(clerk).last().getByRole("link", { name: /一つ目\.csv/ })).toBeVisible();
  await write(clerk, ROOM, "以上です。");
});

test("words that are sent in the moment in which files are chosen wait for these, and say so", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await clerk.route("**/api/files/uploads/*", async (route) => {
    if (route.request().method() === "PATCH") await held;
    await route.continue().catch(() => undefined);
  });
  await composer(clerk, ROOM).fill("すぐに送ります。");
  await choose(clerk, [picture, table]);
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(clerk.getByText("まだ届いていない添付があります").first()).toBeVisible();
  await expect(brought(clerk)).toHaveCount(2);
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeDisabled();
  await expect(composer(clerk, ROOM)).toHaveValue("すぐに送ります。");
  letGo();
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeEnabled({ timeout: 20_000 });
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(brought(clerk)).toHaveCount(0);
  await expect(message(clerk, "すぐに送ります。").getByRole("link", { name: /点検結果\.csv/ })).toBeVisible();
});

test("a phone attaches a picture, which fits its screen", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(clerk, ROOM);
  await choose(clerk, [picture]);
  await composer(clerk, ROOM).fill("現場です。");
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeEnabled();
  await clerk.getByRole("button", { name: "送信", exact: true }).click();
  const row = message(clerk, "現場です。");
  await expect(row.getByRole("img", { name: "現場.png" })).toBeVisible();
  await needsNoSidewaysScrolling(clerk);
  await isAccessible(clerk);
});

test("the files of a room are listed, found by kind and name, and lead to their messages", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await clerk.getByRole("link", { name: "ファイル", exact: true }).click();
  const list = clerk.getByRole("complementary").getByRole("list").first();
  await expect(list.getByRole("link", { name: /点検結果\.csv/ }).first()).toBeVisible();
  await isAccessible(clerk);
  await clerk.getByLabel("種類").selectOption("画像");
  await expect(list.getByRole("link", { name: /\.csv/ })).toHaveCount(0);
  await expect(list.getByRole("img", { name: "現場.png" }).first()).toBeVisible();
  await clerk.getByLabel("名前で探す").fill("ないもの");
  await expect(clerk.getByText("見つかりません")).toBeVisible();
  await clerk.getByLabel("名前で探す").fill("");
  await clerk.getByLabel("種類").selectOption("すべて");
  await clerk.getByLabel("並び順").selectOption("名前順");
  await expect(list.getByRole("listitem").first()).toContainText("一つ目.csv");
  await clerk.getByRole("button", { name: /のファイルだけを表示$/ }).first().click();
  const only = clerk.getByRole("button", { name: /のファイルだけ$/ });
  await expect(only).toBeVisible();
  await isAccessible(clerk);
  await only.click();
  await expect(only).toHaveCount(0);
  await clerk.getByLabel("並び順").selectOption("新しい順");
  await clerk.getByLabel("名前で探す").fill("現場");
  await clerk.getByRole("link", { name: "現場.pngのメッセージへ" }).last().click();
  await expect(message(clerk, "橋の点検が終わりました。")).toBeInViewport();
});

test("a phone takes a photo, which goes no larger than screens are", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(clerk, ROOM);
  // What a camera takes: large, and never twice the same.
  const taken = await clerk.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 3200, height: 2400 });
    const pen = canvas.getContext("2d");
    for (let at = 0; pen && at < 4000; at += 1) {
      pen.fillStyle = `hsl(${at % 360} 80% ${at % 90}%)`;
      pen.fillRect((at * 97) % 3200, (at * 61) % 2400, 90, 70);
    }
    return canvas.toDataURL("image/jpeg", 1).split(",")[1] ?? "";
  });
  const chosen = clerk.waitForEvent("filechooser");
  await clerk.getByRole("button", { name: "写真を撮る" }).click();
  await (await chosen).setFiles([{ name: "IMG_0001.jpeg", mimeType: "image/jpeg", buffer: Buffer.from(taken, "base64") }]);
  await expect(brought(clerk)).toHaveCount(1);
  await composer(clerk, ROOM).fill("撮りました。");
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeEnabled({ timeout: 20_000 });
  await clerk.getByRole("button", { name: "送信", exact: true }).click();
  await message(clerk, "撮りました。").getByRole("link", { name: "IMG_0001.jpg" }).click();
  await expect(clerk.getByRole("dialog")).toContainText("2048 × 1536");
  await isAccessible(clerk);
});

test("pictures are looked at one after the other by keys, larger and smaller, and Escape leads back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await choose(clerk, [{ ...picture, name: "東側.png" }, { ...table, name: "計測.csv" }, { ...picture, name: "西側.png" }]);
  await composer(clerk, ROOM).fill("両側です。");
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeEnabled();
  await composer(clerk, ROOM).press("Control+Enter");
  const row = message(clerk, "両側です。");
  const first = row.getByRole("link", { name: "東側.png" });
  await first.focus();
  await first.press("Enter");
  const viewer = clerk.getByRole("dialog", { name: "東側.pngを表示" });
  await expect(viewer.getByRole("img", { name: "東側.png" })).toBeVisible();
  await expect(viewer).toContainText("1 / 3");
  await isAccessible(clerk);
  await clerk.keyboard.press("ArrowRight");
  await expect(clerk.getByRole("dialog", { name: "計測.csvを表示" }).getByRole("table")).toBeVisible();
  await clerk.keyboard.press("ArrowRight");
  const second = clerk.getByRole("dialog", { name: "西側.pngを表示" });
  await expect(second.getByRole("img", { name: "西側.png" })).toBeVisible();
  await expect(second.getByRole("button", { name: "次のファイル" })).toBeDisabled();
  const width = () => second.getByRole("img").evaluate((image) => image.getBoundingClientRect().width);
  expect(await width()).toBe(1);
  await clerk.keyboard.press("+");
  await expect.poll(width).toBe(1.5);
  await clerk.keyboard.press("0");
  await expect.poll(width).toBe(1);
  await clerk.keyboard.press("Escape");
  await expect(clerk.getByRole("dialog")).toHaveCount(0);
  await expect(first).toBeFocused();
});

test("a phone looks at pictures with its whole screen", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(clerk, ROOM);
  await message(clerk, "両側です。").getByRole("link", { name: "東側.png" }).click();
  await expect(clerk.getByRole("dialog").getByRole("img", { name: "東側.png" })).toBeVisible();
  await needsNoSidewaysScrolling(clerk);
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "次のファイル" }).click();
  await clerk.getByRole("button", { name: "次のファイル" }).click();
  await expect(clerk.getByRole("dialog").getByRole("img", { name: "西側.png" })).toBeVisible();
  await clerk.getByRole("button", { name: "閉じる" }).click();
  await expect(clerk.getByRole("dialog")).toHaveCount(0);
});

test("what waits with a file is thrown away and had back, and a page with files on it asks before it goes", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await choose(clerk, [{ ...table, name: "控え.csv" }]);
  await expect(clerk.getByRole("button", { name: "送信", exact: true })).toBeEnabled();
  expect(await clerk.evaluate(() => dispatchEvent(new Event("beforeunload", { cancelable: true })))).toBe(false);
  await clerk.route("**/api/rooms/*/messages", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await composer(clerk, ROOM).press("Control+Enter");
  await clerk.getByRole("button", { name: "送信をやめる" }).click();
  await clerk.getByRole("button", { name: "元に戻す" }).click();
  await clerk.unroute("**/api/rooms/*/messages");
  await clerk.evaluate(() => dispatchEvent(new Event("online")));
  await expect(messages(clerk).last().getByRole("link", { name: /控え\.csv/ })).toBeVisible();
  // What falls beside the composer takes nobody's page.
  const kept = await clerk.evaluate(() => {
    const carried = new DataTransfer();
    carried.items.add(new File(["a"], "a.txt"));
    return document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
  });
  expect(kept).toBe(false);
});
