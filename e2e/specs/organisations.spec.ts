import type { BrowserContext, FrameLocator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { ask, enter, takeOn } from "../support/organisations.ts";
import { openRoom, roomLink, write } from "../support/talk.ts";
import { expect, signIn, test } from "../support/test.ts";
import { townOf, type Person } from "../support/town.ts";

const town = townOf({ staff: 60 });

test.describe.configure({ mode: "serial" });

const [HOME, COUNCIL, CODE] = ["緑野市", "緑野市議会", "council"];
const PREFIX = `/o/${CODE}`;
const ROOM = "道路課";
const COUNCIL_ROOM = "議会運営委員会";
const SESSION = "engawa_session";

const secretary: Person = { login: "g1", name: "議会 花子", password: "海沿いの道を歩いて帰る" };
const councillor = { family_name: "浜田", given_name: "洋", family_reading: "はまだ", given_reading: "ひろし", staff_number: "G2" };
let initial = "";

const tiles = (page: Page) => page.getByRole("navigation", { name: "組織", exact: true });
const tile = (page: Page, name: string) => tiles(page).getByRole("link", { name: new RegExp(`^${name}( |$)`) });
const band = (page: Page, name: string) => page.getByRole("banner").getByText(name, { exact: true });
const beside = (page: Page): FrameLocator => page.getByRole("region", { name: `並べて表示:${COUNCIL}` }).frameLocator("iframe");

/** The secretary's browser: signed in in the council, and as the town's clerk at home. */
async function both(context: BrowserContext): Promise<void> {
  await signIn(context, town.people.clerk);
  await enter(context, PREFIX, secretary);
}

test("a town alone is asked nothing and shown nothing of other organisations", async ({ open }) => {
  const stranger = await open(town, null);
  await expect(stranger.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await expect(stranger.getByText(HOME, { exact: true })).toBeVisible();
  await expect(stranger.getByRole("button", { name: "ほかの組織" })).toHaveCount(0);
  const page = await open(town, town.people.clerk);
  await expect(page.getByRole("navigation", { name: "ルーム" })).toBeVisible();
  await expect(tiles(page)).toHaveCount(0);
  await page.getByRole("button", { name: "自分のメニュー" }).click();
  await expect(page.getByRole("menuitem", { name: "サインアウト" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "ほかの組織" })).toHaveCount(0);
});

test("who does not administer all of home finds no page where organisations are founded", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/admin/organisations" });
  await expect(page.getByText("ここには何もありません。")).toBeVisible();
  await page.goto("/admin/organisations/new");
  await expect(page.getByText("ここには何もありません。")).toBeVisible();
});

test("home's administrator founds a council, and is shown its first administrator's password once", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin" });
  await page.getByRole("main").getByRole("link", { name: "組織の追加" }).click();
  await expect(page.getByText("ほかの組織はまだありません。")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("link", { name: "組織を作る" }).click();
  await page.getByLabel(/^名前/).fill(COUNCIL);
  await page.getByLabel(/^よみ/).fill("みどのしぎかい");
  await page.getByLabel(/^アドレス/).fill("Council!");
  await expect(page.getByText(`${town.url}/o/Council!/`, { exact: false })).toBeVisible();
  await page.getByRole("radio", { name: "緑", exact: true }).check();
  await page.getByLabel(/^姓/).fill("議会");
  await page.getByLabel(/^名必須/).fill("花子");
  await page.getByLabel(/^せい/).fill("ぎかい");
  await page.getByLabel(/^めい/).fill("はなこ");
  await page.getByLabel(/^職員番号/).fill("G1");
  await page.getByRole("button", { name: "組織を作る" }).click();
  await expect(page.getByText("英小文字で始まる2〜31文字で、", { exact: false })).toBeVisible();
  await isAccessible(page);
  await page.getByLabel(/^アドレス/).fill(CODE);
  await page.getByRole("button", { name: "組織を作る" }).click();
  const sheet = page.getByRole("region", { name: `${COUNCIL}を作りました` });
  await expect(sheet).toContainText(`${town.url}${PREFIX}/`);
  await isAccessible(page);
  // On paper it begins where the paper does, and nothing lies around it.
  await page.emulateMedia({ media: "print" });
  expect((await sheet.boundingBox())?.x).toBeLessThan(24);
  await expect(page.getByRole("button", { name: "印刷" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  initial = await sheet.locator("dd").last().innerText();
  expect(initial.length).toBeGreaterThan(8);
  await sheet.getByRole("button", { name: "渡しました" }).click();
  const row = page.getByRole("row", { name: new RegExp(COUNCIL) });
  await expect(row).toContainText(`${PREFIX}/`);
  await expect(page.getByText(initial)).toHaveCount(0);
  await isAccessible(page);
});

test("the same address twice is refused, and the name and the colour change", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/organisations/new" });
  await page.getByLabel(/^名前/).fill("緑野市消防団");
  await page.getByLabel(/^アドレス/).fill(CODE);
  await page.getByLabel(/^姓/).fill("消防");
  await page.getByLabel(/^名必須/).fill("団");
  await page.getByLabel(/^せい/).fill("しょうぼう");
  await page.getByLabel(/^めい/).fill("だん");
  await page.getByLabel(/^職員番号/).fill("F1");
  await page.getByRole("button", { name: "組織を作る" }).click();
  await expect(page.getByText("このアドレスはすでに使われています。", { exact: false })).toBeVisible();
  await page.goto("/admin/organisations");
  await page.getByRole("searchbox", { name: "名前かアドレスで探す" }).fill("ぎかい");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: `${COUNCIL}を変える` }).click();
  const dialog = page.getByRole("dialog", { name: `${COUNCIL}を変える` });
  await dialog.getByRole("radio", { name: "紫" }).check();
  await isAccessible(page);
  await dialog.getByRole("button", { name: "保存する" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`${COUNCIL}.*紫`) })).toBeVisible();
});

test("the council opens at its own address: somebody of home is a stranger there, and its first administrator comes in", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await expect(page.getByRole("navigation", { name: "ルーム" })).toBeVisible();
  await page.goto(`${PREFIX}/people`);
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await expect(page.getByText(COUNCIL, { exact: true })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`^${COUNCIL} - `));
  await isAccessible(page);
  await page.getByLabel("職員番号またはメールアドレス").fill(town.people.clerk.login);
  await page.getByLabel("パスワード").fill(town.people.clerk.password);
  await page.getByRole("button", { name: "サインイン", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("職員番号またはメールアドレス").fill(secretary.login);
  await page.getByLabel("パスワード").fill(initial);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "パスワードを変える" })).toBeVisible();
  await isAccessible(page);
  await page.getByLabel(/^いまのパスワード/).fill(initial);
  await page.getByLabel(/^新しいパスワード(?!\()/).fill(secretary.password);
  await page.getByLabel(/^新しいパスワード\(確認\)/).fill(secretary.password);
  await page.keyboard.press("Enter");
  // Where they wanted to go, inside the council.
  await expect(page.getByRole("heading", { level: 1, name: /全員|人/ }).first()).toBeVisible();
  await expect(page).toHaveURL(`${town.url}${PREFIX}/people`);
  await expect(tile(page, HOME)).toBeVisible();
  await expect(tile(page, COUNCIL)).toHaveAttribute("aria-current", "true");
  await isAccessible(page);
  const cookies = await page.context().cookies(`${town.url}${PREFIX}/`);
  expect(cookies.filter(({ name }) => name.startsWith(SESSION)).map(({ name, path }) => [name, path]).sort()).toEqual([
    [SESSION, "/"],
    [`${SESSION}_${CODE}`, `${PREFIX}/`],
  ]);
  // Whoever administers the council administers nothing of home.
  await page.goto(`${PREFIX}/admin/organisations`);
  await expect(page.getByText("ここには何もありません。")).toBeVisible();
});

test("both are in one window: somebody writes in one while the other is beside it", async ({ open, browser }) => {
  const page = await open(town, null, { before: both });
  const others = await browser.newContext({ baseURL: town.url });
  const who = await takeOn(page.context(), PREFIX, councillor, others);
  const room = await ask<{ id: string }>(page.context(), "POST", `${PREFIX}/api/rooms`, { id: "0000000000021", kind: "private", name: COUNCIL_ROOM, people: [who.id] });
  await ask(others, "POST", `${PREFIX}/api/rooms/${room.id}/messages`, { id: "0000000000022", body: "次回の日程です。" });
  await expect(roomLink(page, ROOM)).toBeVisible();
  // The council is known to the rail once somebody was there.
  await page.goto(`${PREFIX}/`);
  await expect(roomLink(page, COUNCIL_ROOM)).toBeVisible();
  await tile(page, HOME).click();
  await expect(roomLink(page, ROOM)).toBeVisible();
  await expect(tile(page, COUNCIL)).toHaveAccessibleName(/未読\d+件/);
  await isAccessible(page);

  await tiles(page).getByRole("button", { name: `${COUNCIL}を並べて表示` }).click();
  const right = beside(page);
  await right.getByRole("link", { name: new RegExp(`^${COUNCIL_ROOM}`) }).click();
  await expect(right.getByText("次回の日程です。")).toBeVisible();
  await expect(right.getByRole("navigation", { name: "組織", exact: true })).toHaveCount(0);
  await isAccessible(page);
  const words = right.getByLabel(`${COUNCIL_ROOM} へのメッセージ`, { exact: true });
  await words.fill("承知しました。");
  await openRoom(page, ROOM);
  await write(page, ROOM, "議会の日程を確かめています。");
  await words.press("Control+Enter");
  await expect(right.getByRole("article").filter({ hasText: "承知しました。" })).toBeVisible();
  await expect(page.getByRole("article").filter({ hasText: "承知しました。" })).toHaveCount(0);

  // The way back is the window's: what was opened beside is not on it.
  await page.goBack();
  await expect(right.getByText("次回の日程です。")).toBeVisible();

  // It stays when the page is read anew, and goes by its button.
  await page.reload();
  await expect(right.getByRole("link", { name: new RegExp(`^${COUNCIL_ROOM}`) })).toBeVisible();
  await page.getByRole("button", { name: "並べて表示をやめる", exact: true }).click();
  await expect(page.getByRole("region", { name: /^並べて表示/ })).toHaveCount(0);
  await others.close();
});

test("keys alone go from one organisation to the other, and beside it", async ({ open }) => {
  const page = await open(town, null, { before: both });
  await expect(roomLink(page, ROOM)).toBeVisible();
  await page.goto(`${PREFIX}/`);
  await expect(tile(page, HOME)).toBeVisible();
  await page.keyboard.press("Alt+1");
  await expect(page).toHaveURL(new RegExp(`^${town.url}/(?!o/)`));
  await expect(tile(page, COUNCIL)).toBeVisible();
  // The tiles are there before the page itself, which hears the next key.
  await expect(roomLink(page, ROOM)).toBeVisible();
  await page.keyboard.press("Shift+?");
  await expect(page.getByRole("dialog", { name: "キーボード操作" }).getByText("Alt + 1…9")).toBeVisible();
  await page.keyboard.press("Escape");
  await tile(page, COUNCIL).focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "並べて表示" }).focus();
  await page.keyboard.press("Enter");
  await expect(beside(page).getByRole("navigation", { name: "ルーム" })).toBeVisible();
  await page.keyboard.press("Alt+2");
  await expect(page.locator("iframe")).toBeFocused();
  // From inside of it as well.
  await page.keyboard.press("Alt+1");
  await expect(page.locator("iframe")).not.toBeFocused();
  await tiles(page).getByRole("button", { name: "組織を追加" }).focus();
  await page.keyboard.press("Enter");
  const chooser = page.getByRole("dialog", { name: "ほかの組織" });
  await expect(chooser.getByRole("link")).toHaveText([new RegExp(`${HOME}表示中`), new RegExp(`${COUNCIL}サインイン中`)]);
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await expect(tiles(page).getByRole("button", { name: "組織を追加" })).toBeFocused();
});

test("who signs out of one stays in the other", async ({ open }) => {
  const page = await open(town, null, { before: both });
  await expect(roomLink(page, ROOM)).toBeVisible();
  await page.goto(`${PREFIX}/`);
  await expect(tile(page, HOME)).toBeVisible();
  await page.getByRole("button", { name: "自分のメニュー" }).click();
  await page.getByRole("menuitem", { name: "サインアウト" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "サインアウト" }).click();
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await expect(page.getByText(COUNCIL, { exact: true })).toBeVisible();
  await expect(tile(page, COUNCIL)).toHaveCount(0);
  await isAccessible(page);
  await tile(page, HOME).click();
  await expect(roomLink(page, ROOM)).toBeVisible();
  await expect(tiles(page)).toHaveCount(0);
});

test("who is signed out elsewhere by somebody else is shown so", async ({ open }) => {
  const page = await open(town, null, { before: both });
  await page.goto(`${PREFIX}/`);
  await expect(roomLink(page, COUNCIL_ROOM)).toBeVisible();
  await page.goto("/");
  await expect(tile(page, COUNCIL)).toBeVisible();
  await page.context().clearCookies({ name: `${SESSION}_${CODE}` });
  await page.reload();
  await expect(roomLink(page, ROOM)).toBeVisible();
  await expect(tiles(page)).toHaveCount(0);
});

test("the sign-in leads to the other organisations, and to the one of the last time", async ({ open }) => {
  const page = await open(town, null);
  await page.getByRole("button", { name: "ほかの組織" }).focus();
  await page.keyboard.press("Enter");
  const chooser = page.getByRole("dialog", { name: "ほかの組織" });
  await expect(chooser.getByRole("link")).toHaveText([new RegExp(HOME), new RegExp(COUNCIL)]);
  await isAccessible(page);
  await chooser.getByRole("link", { name: COUNCIL }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${town.url}${PREFIX}/`);
  await expect(page.getByText(COUNCIL, { exact: true })).toBeVisible();
  await enter(page.context(), PREFIX, secretary);
  await page.reload();
  await expect(band(page, COUNCIL)).toBeVisible();
  await page.goto("/");
  await expect(page.getByText(`前回は${COUNCIL}でした。`, { exact: false })).toBeVisible();
  await page.getByRole("link", { name: `${COUNCIL}を開く` }).click();
  await expect(roomLink(page, COUNCIL_ROOM)).toBeVisible();
});

test("an organisation that is not listed is not named to strangers, and opens at its address", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/organisations" });
  await page.getByRole("button", { name: `${COUNCIL}を変える` }).click();
  await page.getByRole("checkbox", { name: "サインイン画面の一覧に出す" }).uncheck();
  await page.getByRole("button", { name: "保存する" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`${COUNCIL}.*出さない`) })).toBeVisible();
  const stranger = await open(town, null);
  await expect(stranger.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await expect(stranger.getByRole("button", { name: "ほかの組織" })).toHaveCount(0);
  await stranger.goto(`${PREFIX}/`);
  await expect(stranger.getByText(COUNCIL, { exact: true })).toBeVisible();
});

test("an address of no organisation says so", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/o/nowhere/rooms" });
  await expect(page.getByRole("heading", { name: "このアドレスの組織はありません。" })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("link", { name: "はじめの組織を開く" }).click();
  await expect(page.getByRole("navigation", { name: "ルーム" })).toBeVisible();
});

test("on a phone the organisations are a row over the list, and a conversation has the screen but for the name", async ({ open }) => {
  const page = await open(town, null, { device: "phone", before: both });
  await page.goto(`${PREFIX}/`);
  await expect(page.getByRole("navigation", { name: "ルーム" })).toBeVisible();
  await page.goto("/");
  await expect(tile(page, COUNCIL)).toBeVisible();
  await expect(tiles(page).getByRole("button", { name: /並べて表示/ })).toHaveCount(0);
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
  await openRoom(page, ROOM);
  await expect(tiles(page)).toHaveCount(0);
  await expect(band(page, HOME)).toBeVisible();
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
});

test("a council's own administrator gives it another name, which everybody sees at once", async ({ open }) => {
  const page = await open(town, null, { before: both, path: `${PREFIX}/admin/name-and-colour` });
  await expect(page.getByLabel(/^名前/)).toHaveValue(COUNCIL);
  await page.getByLabel(/^名前/).fill("緑野市議会事務局");
  await page.getByRole("radio", { name: "青緑" }).check();
  await isAccessible(page);
  await page.getByRole("button", { name: "保存する" }).click();
  await expect(band(page, "緑野市議会事務局")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-place", "teal");
});

for (const theme of ["dark", "contrast"]) {
  test(`names, bands and tiles can be read in ${theme}`, async ({ open }) => {
    const page = await open(town, null, { before: both });
    for (const prefix of ["", PREFIX]) {
      const { settings } = await ask<{ settings: object }>(page.context(), "GET", `${prefix}/api/me`);
      await ask(page.context(), "PUT", `${prefix}/api/me/settings`, { ...settings, theme });
    }
    await page.goto(`${PREFIX}/`);
    await expect(roomLink(page, COUNCIL_ROOM)).toBeVisible();
    await page.goto("/");
    await openRoom(page, ROOM);
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await expect(tiles(page).getByRole("link")).toHaveCount(2);
    await isAccessible(page);
    await page.goto("/settings/profile");
    await page.getByRole("button", { name: /^組織を追加/ }).click();
    await expect(page.getByRole("dialog", { name: "ほかの組織" }).getByRole("link")).toHaveCount(2);
    await isAccessible(page);
  });
}
