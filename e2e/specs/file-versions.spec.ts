import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { acknowledged, choose, composer, message, openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

const text = (name: string, words: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });
const picture = { name: "図面.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") };
const packed = { name: "束.zip", mimeType: "application/zip", buffer: Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64") };

const attached = (page: Page) => page.getByRole("list", { name: "添付するファイル" }).getByRole("listitem");
const viewer = (page: Page, name: string) => page.getByRole("dialog", { name: `${name}を表示` });

/** Says what is attached, with some words, and waits until it stands in the room. */
async function say(page: Page, words: string): Promise<Locator> {
  await composer(page, ROOM).fill(words);
  await expect(page.getByRole("button", { name: "送信", exact: true })).toBeEnabled({ timeout: 20_000 });
  await page.getByRole("button", { name: "送信", exact: true }).click();
  await expect(attached(page)).toHaveCount(0);
  await expect(acknowledged(page, words)).toBeVisible();
  return message(page, words);
}

async function attach(page: Page, ...files: (typeof picture)[]): Promise<void> {
  await page.locator("input[type=file][multiple]").setInputFiles(files);
}

test.describe.configure({ mode: "serial" });

test("a new version is sent from the menu of a message by keys alone, and the former one says where it is", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await attach(clerk, text("予算案.txt", "初めの案"));
  await say(clerk, "予算の案です。");
  await clerk.getByRole("main").getByRole("listitem").filter({ hasText: "予算の案です。" }).focus();
  await clerk.keyboard.press("Enter");
  const chosen = clerk.waitForEvent("filechooser");
  const item = clerk.getByRole("menuitem", { name: "新しい版を送る" });
  await item.focus();
  await item.press("Enter");
  await (await chosen).setFiles([text("予算案(修正).txt", "直した案")]);
  await expect(attached(clerk)).toContainText("「予算案.txt」の新しい版として送ります");
  await isAccessible(clerk);
  await expect(composer(clerk, ROOM)).toBeFocused();
  const second = await say(clerk, "直しました。");
  await expect(second.getByRole("button", { name: /は版 2です/ })).toBeVisible();

  // Whoever looks at the room sees it without asking.
  const former = message(chief, "予算の案です。");
  const newer = former.getByRole("link", { name: "予算案.txtには新しい版があります(版 2)" });
  await expect(newer).toContainText("新しい版があります(版 2)");
  await newer.press("Enter");
  await expect(chief).toHaveURL(/\?at=\d+$/);
  await isAccessible(chief);

  // The viewer shows the former one, and the newest in its place.
  await former.getByRole("link", { name: /^予算案\.txt \d/ }).click();
  await expect(viewer(chief, "予算案.txt")).toContainText("初めの案");
  await expect(viewer(chief, "予算案.txt")).toContainText("版 1");
  await chief.getByRole("button", { name: "最新の版を開く" }).press("Enter");
  await expect(viewer(chief, "予算案(修正).txt")).toContainText("直した案");
  await isAccessible(chief, ".viewer");
  await chief.keyboard.press("Escape");
  await expect(chief.getByRole("dialog")).toHaveCount(0);
});

test("the composer offers to renew a file of the same name, or to leave them apart", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await attach(clerk, text("予算案(修正).txt", "三つ目の案"));
  await expect(attached(clerk)).toContainText("同じ名前のファイルがあります");
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "予算案(修正).txtを新しい版にする" }).press("Enter");
  await expect(attached(clerk)).toContainText("新しい版として送ります");
  await clerk.getByRole("button", { name: "予算案(修正).txtを別のファイルにする" }).press("Enter");
  await expect(attached(clerk)).not.toContainText("新しい版");
  await clerk.getByRole("button", { name: "予算案(修正).txtを外す" }).click();
  await attach(clerk, text("予算案(修正).txt", "三つ目の案"));
  await clerk.getByRole("button", { name: "予算案(修正).txtを新しい版にする" }).click();
  const third = await say(clerk, "もう一度直しました。");
  await expect(third.getByRole("button", { name: /は版 3です/ })).toBeVisible();
  await expect(message(clerk, "予算の案です。")).toContainText("新しい版があります(版 3)");
});

test("the list of files shows the newest of a line, with all its versions", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await clerk.getByRole("link", { name: "ファイル", exact: true }).click();
  const list = clerk.getByRole("complementary");
  const lines = list.getByRole("listitem").filter({ has: clerk.getByRole("button", { name: /の新しい版を送る$/ }) });
  const line = lines.filter({ hasText: "予算案" });
  await expect(line).toHaveCount(1);
  await line.getByRole("button", { name: /は版 3です。すべての版を見る$/ }).press("Enter");
  const versions = clerk.getByRole("dialog", { name: "予算案(修正).txtの版" });
  await expect(versions.getByRole("link", { name: /のメッセージへ$/ })).toHaveText(["メッセージへ", "メッセージへ", "メッセージへ"]);
  await expect(versions.getByRole("link", { name: "版 1を保存する" })).toBeVisible();
  await expect(versions).toContainText(town.people.clerk.name);
  await isAccessible(clerk);
  await clerk.setViewportSize({ width: 320, height: 640 });
  await needsNoSidewaysScrolling(clerk);
  await clerk.setViewportSize({ width: 1280, height: 720 });
  await clerk.keyboard.press("Escape");
  await expect(versions).toHaveCount(0);

  // From the list, too, a new one is sent: the composer has it then.
  const chosen = clerk.waitForEvent("filechooser");
  await line.getByRole("button", { name: /の新しい版を送る$/ }).click();
  await (await chosen).setFiles([text("予算案(確定).txt", "確定")]);
  await expect(attached(clerk)).toContainText("新しい版として送ります");
  const fourth = await say(clerk, "確定しました。");
  // Taken back, the third is the newest again.
  await choose(clerk, fourth, "取り消す");
  await clerk.getByRole("dialog").getByRole("button", { name: "取り消す" }).click();
  await expect(message(clerk, "予算の案です。")).toContainText("新しい版があります(版 3)");
});

test("where an owner forbids saving, files are looked at under a watermark and not saved", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  const clerk = await open(town, town.people.clerk);
  await openRoom(chief, ROOM);
  await attach(chief, picture, packed);
  await say(chief, "図面です。");
  await openRoom(clerk, ROOM);
  await expect(message(clerk, "図面です。").getByRole("link", { name: "図面.png" })).toBeVisible();
  await chief.getByRole("button", { name: `${ROOM}の操作` }).last().click();
  await chief.getByRole("menuitem", { name: "ファイルの保存を制限" }).press("Enter");
  const dialog = chief.getByRole("dialog", { name: "ファイルの保存" });
  await dialog.getByRole("radio", { name: /だれもできない/ }).check();
  await expect(dialog).toContainText("撮影");
  await isAccessible(chief);
  await dialog.getByRole("button", { name: "決定する" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(message(clerk, "図面です。")).toBeVisible();
  await expect(clerk.getByText("ファイルを保存できる人を「だれもできない」にしました。")).toBeVisible();

  // A button that looks, and no link that saves.
  const row = message(clerk, "図面です。");
  await expect(row.getByRole("link", { name: /図面\.png|束\.zip/ })).toHaveCount(0);
  const seen = row.getByRole("button", { name: "図面.png" });
  await seen.focus();
  await seen.press("Enter");
  const shown = viewer(clerk, "図面.png");
  await expect(shown).toContainText("表示だけ");
  await expect.poll(() => shown.getByRole("img", { name: "図面.png" }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expect(shown.locator(".watermark span").first()).toHaveAttribute("data-words", new RegExp(town.people.clerk.name));
  await expect(shown.getByRole("link", { name: /保存/ })).toHaveCount(0);
  await expect(shown.getByRole("button", { name: "印刷する" })).toHaveCount(0);
  await isAccessible(clerk, ".viewer");
  await clerk.keyboard.press("ArrowRight");
  await expect(viewer(clerk, "束.zip")).toContainText("この種類のファイルは表示できません");
  await expect(viewer(clerk, "束.zip").getByRole("link")).toHaveCount(0);
  await clerk.keyboard.press("Escape");
  await expect(seen).toBeFocused();

  // Who brought it saves it all the same.
  await message(chief, "図面です。").getByRole("link", { name: "図面.png" }).click();
  await expect(viewer(chief, "図面.png").getByRole("link", { name: "図面.pngを保存する" })).toBeVisible();
  await expect(viewer(chief, "図面.png").locator(".watermark")).toHaveCount(0);
});

test("the organisation limits who may save, and the dialog of a room says why there is less to choose from", async ({ open }) => {
  const admin = await open(town, town.people.administrator, { path: "/admin/sending" });
  const limits = admin.getByRole("region", { name: "ファイルの保存の制限" });
  await limits.getByRole("combobox", { name: "すべてのルームで保存できる人" }).selectOption("職員だけ");
  await limits.getByRole("button", { name: "保存", exact: true }).press("Enter");
  await expect(admin.getByText("保存しました。").last()).toBeVisible();
  await isAccessible(admin);
  await admin.setViewportSize({ width: 390, height: 800 });
  await needsNoSidewaysScrolling(admin);

  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  await chief.getByRole("button", { name: `${ROOM}の操作` }).last().click();
  await chief.getByRole("menuitem", { name: "ファイルの保存を制限" }).press("Enter");
  const dialog = chief.getByRole("dialog", { name: "ファイルの保存" });
  await expect(dialog).toContainText("団体の決まりで");
  await expect(dialog.getByRole("radio", { name: /ルームを読める全員/ })).toHaveCount(0);
  await expect(dialog.getByRole("radio", { name: /職員だけ/ })).toBeVisible();
  await isAccessible(chief);
});
