import type { BrowserContext, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { ask, enter, found } from "../support/organisations.ts";
import { choose, composer, message, openRoom, pane, roomLink, write } from "../support/talk.ts";
import { expect, signIn, test } from "../support/test.ts";
import { townOf, type Person } from "../support/town.ts";

const town = townOf({ staff: 60 });

test.describe.configure({ mode: "serial" });

const [HOME, COUNCIL, CODE] = ["緑野市", "緑野市議会", "council"];
const PREFIX = `/o/${CODE}`;
const SHARES = "/admin/shares";
const [ROOM, THEIR_ROOM] = ["補正予算の調整", "予算審査の連絡"];
const PURPOSE = "9月補正予算の説明と質問";

let secretary: Person = { login: "", name: "議会 花子", password: "" };

const inCouncil = (context: BrowserContext) => enter(context, PREFIX, secretary);
const band = (page: Page, name: string) => page.getByRole("main").getByText(`${name} と共有しています`);
const rowOf = (page: Page, words: string) => page.getByRole("row").filter({ hasText: words });

test("a town that shares nothing is told what sharing is for, and only those who look after rooms find the page", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { path: SHARES });
  await expect(clerk.getByText("ここには何もありません。")).toBeVisible();
  const page = await open(town, town.people.administrator, { path: "/admin" });
  await page.getByRole("main").getByRole("link", { name: "ルームの共有" }).click();
  await expect(page.getByText("共有しているルームはありません。")).toBeVisible();
  await isAccessible(page);
});

test("home's administrator offers a room to the council, and is told plainly what will cross", async ({ open, browser }) => {
  const page = await open(town, town.people.administrator, { path: SHARES });
  const others = await browser.newContext({ baseURL: town.url });
  secretary = await found(
    page,
    { name: COUNCIL, reading: "みどりのしぎかい", code: CODE, colour: "green", administrator: { family_name: "議会", given_name: "花子", family_reading: "ぎかい", given_reading: "はなこ", staff_number: "G1" } },
    others,
  );
  await others.close();
  const clerk = await browser.newContext({ baseURL: town.url });
  await signIn(clerk, town.people.clerk);
  const { person } = await ask<{ person: { id: string } }>(clerk, "GET", "/api/me");
  await clerk.close();
  await ask(page.context(), "POST", "/api/rooms", { id: "0000000000031", kind: "private", name: ROOM, people: [person.id] });
  await ask(page.context(), "POST", "/api/rooms/0000000000031/messages", { id: "0000000000032", body: "市の中だけの前置きです。" });

  await page.getByRole("button", { name: "共有を申し入れる" }).click();
  const dialog = page.getByRole("dialog", { name: "共有を申し入れる" });
  await dialog.getByRole("radio", { name: COUNCIL }).check();
  await dialog.getByRole("searchbox", { name: "ルームの名前で探す" }).fill("補正");
  await expect(dialog.getByRole("radio", { name: new RegExp(ROOM) })).toBeVisible();
  await dialog.getByRole("radio", { name: new RegExp(ROOM) }).check();
  await dialog.getByLabel(/^目的/).fill(PURPOSE);
  await expect(dialog.getByText("これまでのやりとりは渡りません。", { exact: false })).toBeVisible();
  await isAccessible(page);
  await dialog.getByRole("button", { name: "申し入れる", exact: true }).click();
  await expect(rowOf(page, COUNCIL)).toContainText("返事待ち");
  for (const words of [ROOM, PURPOSE, "こちらから"]) await expect(rowOf(page, COUNCIL)).toContainText(words);
  await isAccessible(page);

  // Whom nobody knows, oneself, and the same once more are refused with what to do.
  await page.getByRole("button", { name: "共有を申し入れる" }).click();
  await dialog.getByRole("radio", { name: "アドレスで指定する" }).check();
  await dialog.getByLabel(/^相手の組織のアドレス/).fill("nowhere");
  await dialog.getByRole("radio", { name: new RegExp(ROOM) }).check();
  await dialog.getByLabel(/^目的/).fill(PURPOSE);
  await dialog.getByRole("button", { name: "申し入れる", exact: true }).click();
  await expect(dialog.getByText("このアドレスの組織はありません。", { exact: false })).toBeVisible();
  await dialog.getByLabel(/^相手の組織のアドレス/).fill(CODE);
  await dialog.getByLabel(/^目的/).fill("もう一度");
  await dialog.getByRole("button", { name: "申し入れる", exact: true }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await isAccessible(page);
});

test("the council's administrator sees the offer marked, and agrees with a room that is made there and then", async ({ open }) => {
  const page = await open(town, null, { before: inCouncil, path: `${PREFIX}/admin` });
  await expect(page.getByRole("main").getByRole("link", { name: /^ルームの共有.*返事待ちの申し入れ 1件/ })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("main").getByRole("link", { name: /^ルームの共有/ }).click();
  const waiting = page.getByRole("region", { name: "申し入れが届いています" });
  for (const words of [HOME, ROOM, PURPOSE]) await expect(waiting).toContainText(words);
  await isAccessible(page);
  await waiting.getByRole("button", { name: `${HOME}に返事をする` }).click();
  const dialog = page.getByRole("dialog", { name: `${HOME}との共有` });
  for (const words of [HOME, ROOM, PURPOSE]) await expect(dialog).toContainText(words);
  await expect(dialog.getByLabel(/^ルームの名前/)).toHaveValue(ROOM);
  await dialog.getByLabel(/^ルームの名前/).fill(THEIR_ROOM);
  await isAccessible(page);
  await dialog.getByRole("button", { name: "承諾する" }).click();
  await expect(rowOf(page, HOME)).toContainText("共有中");
  await expect(waiting).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "管理" }).getByText("返事待ちの申し入れ", { exact: false })).toHaveCount(0);
  await isAccessible(page);
  await page.getByRole("row").getByRole("link", { name: THEIR_ROOM }).click();
  await expect(band(page, HOME)).toBeVisible();
  await expect(page.getByText("市の中だけの前置きです。")).toHaveCount(0);
});

test("a clerk of home and the secretary of the council talk: called, badged, answered and corrected on both sides", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await expect(band(clerk, COUNCIL)).toBeVisible();
  await expect(clerk.getByText(`${COUNCIL}との共有が始まりました。`, { exact: false })).toBeVisible();
  await expect(composer(clerk, ROOM)).toHaveAccessibleDescription(`${COUNCIL}にも届きます。`);
  const away = await open(town, null, { before: inCouncil, path: `${PREFIX}/mentions` });
  await expect(roomLink(away, THEIR_ROOM)).toBeVisible();

  // Called by keys alone.
  await composer(clerk, ROOM).click();
  await clerk.keyboard.type("@ぎかい");
  const option = clerk.getByRole("listbox", { name: "候補" }).getByRole("option", { name: new RegExp(secretary.name) });
  await expect(option).toContainText(COUNCIL);
  await isAccessible(clerk);
  await clerk.keyboard.press("Enter");
  await clerk.keyboard.type("さん、資料はいつ要りますか。");
  await clerk.keyboard.press("Control+Enter");
  await expect(message(clerk, "資料はいつ要りますか。")).toBeVisible();

  await expect(roomLink(away, THEIR_ROOM)).toHaveAccessibleName(/@1/);
  await openRoom(away, THEIR_ROOM);
  const read = message(away, "資料はいつ要りますか。");
  await expect(read).toContainText(`@${secretary.name}さん`);
  await expect(read).toContainText(town.people.clerk.name);
  await expect(read.locator(".tag.outsider")).toHaveText(HOME);
  await expect(composer(away, THEIR_ROOM)).toHaveAccessibleDescription(`${HOME}にも届きます。`);
  await isAccessible(away);

  await write(away, THEIR_ROOM, "金曜までにお願いします。");
  const answer = message(clerk, "金曜まで");
  await expect(answer.locator(".tag.outsider")).toHaveText(COUNCIL);
  await expect(answer.locator(".presence")).toHaveCount(0);
  await isAccessible(clerk);
  await choose(away, message(away, "金曜まで"), "編集する");
  await composer(away, THEIR_ROOM).fill("木曜までにお願いします。");
  await composer(away, THEIR_ROOM).press("Control+Enter");
  await expect(message(clerk, "木曜までにお願いします。")).toContainText("編集済み");
  await choose(away, message(away, "木曜まで"), "取り消す");
  await away.getByRole("dialog").getByRole("button", { name: "取り消す" }).click();
  await expect(clerk.getByText("このメッセージは取り消されました。")).toBeVisible();
});

test("a date is looked for on both sides, and decided where it was asked for", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const away = await open(town, null, { before: inCouncil, path: `${PREFIX}/mentions` });
  await roomLink(away, THEIR_ROOM).click();
  await clerk.getByRole("button", { name: "追加する" }).press("Enter");
  await clerk.getByRole("menuitem", { name: "日程調整" }).press("Enter");
  const dialog = clerk.getByRole("dialog", { name: "日程調整を始める" });
  await expect(dialog.getByText("相手の組織の人も回答でき", { exact: false })).toBeVisible();
  await dialog.getByLabel("質問").fill("説明会の日程");
  await dialog.getByLabel("候補1の日").fill("2030-12-03");
  await dialog.getByRole("button", { name: "送る" }).click();
  const own = clerk.getByRole("region", { name: "日程調整: 説明会の日程" });
  const asked = away.getByRole("region", { name: "日程調整: 説明会の日程" });
  await asked.getByRole("button", { name: "すべて○" }).click();
  await asked.getByRole("button", { name: "回答する" }).click();
  await expect(own.getByText("1人が回答")).toBeVisible();
  await isAccessible(away);
  // Who asks decides, and nobody else.
  await expect(asked.getByRole("button", { name: "このスタンプの操作" })).toHaveCount(0);
  await own.getByRole("button", { name: "結果を見る" }).click();
  const results = clerk.getByRole("dialog", { name: "結果: 説明会の日程" });
  await results.getByRole("button", { name: "人ごと" }).click();
  await expect(results.getByRole("listitem").filter({ hasText: secretary.name })).toContainText("○");
  await clerk.keyboard.press("Escape");
  await own.getByRole("button", { name: "このスタンプの操作" }).click();
  await clerk.getByRole("menuitem", { name: "日程を決める" }).click();
  await clerk.getByRole("dialog", { name: "日程を決める" }).getByRole("button", { name: "決めて締め切る" }).click();
  await expect(asked.getByText(/12月3日.*に決まりました。$/)).toBeVisible();
});

test("the members stand by organisation, and of a partner nothing but the name is there", async ({ open }) => {
  const page = await open(town, town.people.administrator);
  await openRoom(page, ROOM);
  await page.getByRole("main").getByRole("link", { name: "メンバーを見る" }).click();
  await expect(pane(page).getByRole("heading", { level: 3 })).toHaveText([HOME, COUNCIL]);
  const partner = pane(page).getByRole("listitem").filter({ hasText: secretary.name });
  await expect(partner.getByRole("button")).toHaveCount(0);
  await isAccessible(page);
  await pane(page).getByRole("button", { name: "人を加える" }).click();
  await expect(page.getByRole("dialog", { name: "人を加える" }).getByText(`${COUNCIL}と共有しているルームです。`, { exact: false })).toBeVisible();
  await page.keyboard.press("Escape");
  await partner.getByRole("link").click();
  await expect(pane(page).getByText("ほかの組織の人です。", { exact: false })).toBeVisible();
  await expect(pane(page)).toContainText(COUNCIL);
  await expect(pane(page).getByRole("link", { name: "メッセージを送る" })).toHaveCount(0);
  await isAccessible(page);
});

test("whoever is in both finds the same talk on either side, also on a phone", async ({ open }) => {
  const both = async (context: BrowserContext) => {
    await signIn(context, town.people.clerk);
    await enter(context, PREFIX, secretary);
  };
  const page = await open(town, null, { device: "phone", before: both });
  await openRoom(page, ROOM);
  await expect(band(page, COUNCIL)).toBeVisible();
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
  await write(page, ROOM, "電話からも届きます。");
  await page.goto(`${PREFIX}/`);
  await openRoom(page, THEIR_ROOM);
  await expect(message(page, "電話からも届きます。").locator(".tag.outsider")).toHaveText(HOME);
  await needsNoSidewaysScrolling(page);
  await page.goto(`${PREFIX}${SHARES}`);
  await expect(rowOf(page, HOME)).toContainText("共有中");
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
});

test("an offer is taken back and another one declined, with the keyboard alone", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: SHARES });
  await ask(page.context(), "POST", "/api/rooms", { id: "0000000000041", kind: "open", name: "防災訓練の準備", people: [] });
  for (const purpose of ["一つ目の用件", "二つ目の用件"]) {
    await ask(page.context(), "POST", "/api/shares", { organisation: CODE, room: "0000000000041", purpose });
    await expect(rowOf(page, purpose)).toContainText("返事待ち");
    if (purpose === "二つ目の用件") break;
    await rowOf(page, purpose).getByRole("button", { name: `${COUNCIL}との共有の操作` }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitem", { name: "取り下げる" })).toBeFocused();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "取り下げる" }).focus();
    await page.keyboard.press("Enter");
    await expect(rowOf(page, purpose)).toContainText("取下げ");
  }
  const away = await open(town, null, { before: inCouncil, path: `${PREFIX}${SHARES}` });
  await away.getByRole("button", { name: `${HOME}に返事をする` }).focus();
  await away.keyboard.press("Enter");
  const dialog = away.getByRole("dialog", { name: `${HOME}との共有` });
  await dialog.getByRole("radio", { name: /^新しいルームを作る/ }).focus();
  await away.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: /^いまあるルームを使う/ })).toBeChecked();
  // The room that is shared already is none to choose.
  await expect(dialog.getByText("あてはまるルームがありません。")).toBeVisible();
  await isAccessible(away);
  await dialog.getByRole("button", { name: "見送る" }).focus();
  await away.keyboard.press("Enter");
  await away.getByRole("dialog").getByRole("button", { name: "見送る" }).focus();
  await away.keyboard.press("Enter");
  await expect(rowOf(away, "二つ目の用件")).toContainText("見送り");
  // The card is gone; whoever goes on with the keyboard goes on from the top of the page.
  await expect(away.getByRole("heading", { level: 1, name: "ルームの共有" })).toBeFocused();
  // Told on the other side without a reload.
  await expect(rowOf(page, "二つ目の用件")).toContainText("見送り");
  await page.getByRole("searchbox", { name: "組織・ルーム・目的で探す" }).fill("二つ目");
  await expect(page.getByRole("row")).toHaveCount(2);
});

test("the room's owner ends the share: the band goes on both sides at once, and nothing crosses any more", async ({ open }) => {
  const page = await open(town, town.people.administrator);
  await openRoom(page, ROOM);
  const away = await open(town, null, { before: inCouncil, path: `${PREFIX}/` });
  await openRoom(away, THEIR_ROOM);
  await expect(band(away, HOME)).toBeVisible();
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await clerk.getByRole("button", { name: `${ROOM}の操作` }).last().click();
  await expect(clerk.getByRole("menuitem", { name: "印刷する" })).toBeVisible();
  await expect(clerk.getByRole("menuitem", { name: "共有を終える" })).toHaveCount(0);

  await page.getByRole("main").getByRole("button", { name: `${ROOM}の操作` }).click();
  await page.getByRole("menuitem", { name: "共有を終える" }).click();
  const dialog = page.getByRole("dialog", { name: `${COUNCIL}との共有を終える` });
  await expect(dialog).toContainText("これまでのやりとりは、それぞれの組織に残ります。");
  await isAccessible(page);
  await dialog.getByRole("button", { name: "共有を終える" }).click();
  for (const [screen, other] of [[page, COUNCIL], [clerk, COUNCIL], [away, HOME]] as const) {
    await expect(band(screen, other)).toHaveCount(0);
    await expect(screen.getByText(`${other}との共有が終わりました。`)).toBeVisible();
  }
  await write(page, ROOM, "ここからは市の中だけです。");
  await write(away, THEIR_ROOM, "ここからは議会の中だけです。");
  await expect(page.getByText("ここからは議会の中だけです。")).toHaveCount(0);
  await expect(message(away, "資料はいつ要りますか。")).toBeVisible();
  await isAccessible(away);
  await away.goto(`${PREFIX}${SHARES}`);
  await expect(rowOf(away, THEIR_ROOM)).toContainText("終了");
  // The records of both tell it.
  for (const screen of [page, away]) {
    await screen.goto(`${screen === away ? PREFIX : ""}/admin/audit`);
    await expect(screen.getByRole("row").filter({ hasText: "ルームの共有の終了" }).first()).toBeVisible();
  }
});
