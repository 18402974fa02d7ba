import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test.describe.configure({ mode: "serial" });

const ROOM = "人事の相談";
const SECRET = "名簿を外部に送ってしまいました";
const PURPOSE = "個人情報が外部に送られた疑いの事実確認";
const REASON = "情報公開担当と協議し、必要と認めました";
const RECORDED = "この閲覧は記録され、ルームの参加者に知らされます";

const HEADERS = { "X-Engawa": "1" };
let room = "";

/** Names a second administrator, as the accounts' page does. */
async function nameSecond(page: Page, name: string): Promise<void> {
  const family = name.split(" ")[0] ?? "";
  const { items } = (await (await page.request.get(`/api/accounts?q=${encodeURIComponent(family)}`)).json()) as { items: { id: string; person: { name: string } }[] };
  const account = items.find((one) => one.person.name === name);
  const answer = await page.request.patch(`/api/accounts/${account?.id}`, { headers: HEADERS, data: { rights: "administrator" } });
  expect(answer.ok(), `${name} administers`).toBe(true);
}

/** Somebody whom no test signs in as. */
async function somebodyElse(page: Page): Promise<string> {
  const { items } = (await (await page.request.get("/api/people?limit=50")).json()) as { items: { id: string; name: string }[] };
  const ready = Object.values(town.people).map((person) => person.name);
  return items.find((person) => !ready.includes(person.name))?.id ?? "";
}

test("with one administrator the page says that a second one is needed, and where to name one", async ({ open }) => {
  const { administrator, clerk } = town.people;
  const clerks = await open(town, clerk);
  const made = await clerks.request.post("/api/rooms", { headers: HEADERS, data: { id: "0000000000007", kind: "private", name: ROOM, people: [await somebodyElse(clerks)] } });
  room = ((await made.json()) as { id: string }).id;
  await clerks.reload();
  // Nothing has been said in it yet.
  await roomLink(clerks, ROOM).click();
  await write(clerks, ROOM, SECRET);
  const page = await open(town, administrator, { path: "/admin/inspections" });
  await expect(page.getByText("閲覧の申請はありません。")).toBeVisible();
  await expect(page.getByRole("note")).toContainText("もう1人の管理者が必要です");
  await isAccessible(page);
  await page.getByRole("button", { name: "閲覧を申請する" }).click();
  const dialog = page.getByRole("dialog", { name: "閲覧を申請する" });
  await dialog.getByRole("combobox", { name: "話している人(全員)" }).fill(town.people.chief.name);
  await expect(dialog.getByRole("option").first()).toBeVisible();
  await isAccessible(page);
  await dialog.getByRole("radio", { name: /^ルームのリンク/ }).check();
  await dialog.getByRole("textbox", { name: /^リンク/ }).fill("https://example.com/");
  await expect(dialog.getByText("ルームのリンクとして読めません。")).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "閲覧を申請する" })).toBeFocused();
  await page.getByRole("link", { name: "アカウントの画面で管理者を増やす" }).click();
  await expect(page).toHaveURL(/\/admin\/accounts$/);
  await nameSecond(page, town.people.chief.name);
});

test("an administrator asks with the keys alone, from the list of rooms", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/rooms" });
  await page.getByRole("searchbox", { name: "ルームを絞り込む" }).fill(ROOM);
  const ask = page.getByRole("button", { name: `「${ROOM}」の閲覧を申請する` });
  await ask.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `「${ROOM}」の閲覧を申請する` });
  await expect(dialog.getByLabel(/^目的/)).toBeFocused();
  await page.keyboard.type("短い目的");
  await expect(dialog.getByRole("button", { name: "申請する" })).toBeDisabled();
  await dialog.getByLabel(/^目的/).fill(PURPOSE);
  await isAccessible(page);
  await page.keyboard.press("Tab");
  await expect(dialog.getByLabel("読む時間")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await dialog.getByRole("button", { name: "申請する" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(ROOM) })).toContainText("承認待ち");
  await expect(page.getByText("自分の申請は、自分では承認できません。", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "承認する" })).toHaveCount(0);
  await expect(page.getByText("2時間", { exact: true })).toBeVisible();
  await isAccessible(page);
});

test("a second administrator is called by a mark, sees what would be opened, and grants it", async ({ open }) => {
  const page = await open(town, town.people.chief);
  await expect(page.getByRole("link", { name: /管理.*承認待ち 1件/ })).toBeVisible();
  await page.getByRole("link", { name: /管理.*承認待ち 1件/ }).click();
  await page.getByRole("navigation", { name: "管理" }).getByRole("link", { name: /閲覧の申請/ }).click();
  await page.getByRole("link", { name: new RegExp(ROOM) }).click();
  const preview = page.getByRole("region", { name: "承認すると見えるもの" });
  await expect(preview).toContainText("メッセージ 2件");
  await expect(preview).toContainText("参加者 2人");
  await expect(page.getByText(PURPOSE)).toBeVisible();
  await expect(page.getByText(SECRET)).toHaveCount(0);
  await isAccessible(page);
  await page.getByLabel(/^理由/).fill(REASON);
  await page.getByRole("button", { name: "承認する" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("閲覧中");
  await expect(page.getByRole("link", { name: "読む", exact: true })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /管理.*承認待ち/ })).toHaveCount(0);
});

test("who asked reads, in a place that is unmistakably no room of theirs", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/inspections" });
  await page.getByRole("link", { name: new RegExp(ROOM) }).click();
  await page.getByRole("link", { name: "読む", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `閲覧:${ROOM}` })).toBeVisible();
  await expect(page.getByText(RECORDED)).toBeVisible();
  await expect(page.getByText(/残り (2時間0|1時間\d+)分/)).toBeVisible();
  await expect(page.getByText(PURPOSE, { exact: true })).toBeVisible();
  await expect(page.getByRole("article").filter({ hasText: SECRET })).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await isAccessible(page);
  await page.getByRole("article").filter({ hasText: SECRET }).getByRole("button", { name: /の既読$/ }).click();
  const readers = page.getByRole("dialog", { name: /の既読$/ });
  await expect(readers.getByText("未読 1人")).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await expect(readers).toHaveCount(0);
  await page.getByRole("button", { name: "新しいメッセージを確かめる" }).click();
  await expect(page.getByText("新しいメッセージはありません。").first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByText(RECORDED)).toBeVisible();
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
});

test("the people of the room are told in it and see who has read it, on a phone as well", async ({ open }) => {
  const { administrator, chief, clerk } = town.people;
  const page = await open(town, clerk, { path: `/rooms/${room}` });
  const notice = page.getByText(`管理者の${administrator.name}さんが`, { exact: false });
  await expect(notice).toContainText(PURPOSE);
  await expect(notice).toContainText(`承認:${chief.name}さん`);
  await page.getByRole("main").getByRole("button", { name: `${ROOM}の操作` }).click();
  await page.getByRole("menuitem", { name: "管理者による閲覧" }).click();
  const pane = page.getByRole("region", { name: "管理者による閲覧" });
  await expect(pane).toContainText(PURPOSE);
  await expect(pane).toContainText(chief.name);
  await expect(pane).toContainText("閲覧中");
  await expect(pane).not.toContainText(REASON);
  await isAccessible(page);
  await pane.getByRole("link", { name: "閉じる" }).focus();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(new RegExp(`/rooms/${room}$`));
  const phone = await open(town, clerk, { path: `/rooms/${room}/inspections`, device: "phone" });
  await expect(phone.getByRole("region", { name: "管理者による閲覧" })).toContainText(PURPOSE);
  await isAccessible(phone);
  await needsNoSidewaysScrolling(phone);
});

test("it is ended, reads nothing any more, and all of it is on record; on a phone the request can be read and decided", async ({ open }) => {
  const { administrator, chief } = town.people;
  const phone = await open(town, administrator, { path: "/admin/inspections", device: "phone" });
  await needsNoSidewaysScrolling(phone);
  await phone.getByRole("link", { name: new RegExp(ROOM) }).click();
  await phone.getByRole("link", { name: "読む", exact: true }).click();
  await expect(phone.getByRole("article").filter({ hasText: SECRET })).toBeVisible();
  const other = await open(town, chief, { path: "/admin/inspections", device: "phone" });
  await other.getByRole("link", { name: new RegExp(ROOM) }).click();
  await isAccessible(other);
  await needsNoSidewaysScrolling(other);
  await other.getByRole("button", { name: "閲覧を終える" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "閲覧を終える" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toContainText("終了");
  await expect(phone.getByText("閲覧の時間は終わりました。")).toBeVisible();
  await expect(phone.getByText(SECRET)).toHaveCount(0);
  const page = await open(town, administrator, { path: "/admin/audit" });
  for (const act of ["閲覧の申請", "閲覧の承認", "ルームの閲覧", "閲覧の終了"]) await expect(page.getByRole("cell", { name: new RegExp(`^${act}`) }).first()).toBeVisible();
});
