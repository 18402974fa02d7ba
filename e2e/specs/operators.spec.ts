import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { acknowledged, composer, message, openRoom, roomLink, write } from "../support/talk.ts";
import { expect, signIn, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test.describe.configure({ mode: "serial" });

const NURSERY = "ひばり保育園";
const LOGIN = "hibari";
const PASSWORD = "みどりの縁側で休む午後";
const CLERKS_PIN = "271828";
const CHIEFS_PIN = "314159";
const ROOM = "園の連絡";

let initialPassword = "";
const firstPins = new Map<string, string>();

/** The device with the account's password given, and nobody who has said that they are using it. */
const nursery = () => ({ login: LOGIN, name: NURSERY, password: PASSWORD });

/** The server has heard that nobody is using the device any more. */
function told(page: Page) {
  return page.waitForResponse((response) => response.request().method() === "DELETE" && response.url().endsWith("/api/me/operator"));
}

async function say(page: Page, name: string, pin: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await page.getByLabel(/^PIN\(6桁の数字\)/).fill(pin);
  await page.getByRole("button", { name: "使い始める" }).click();
  await expect(page.getByText(`${name}さんが使っています`)).toBeVisible();
}

test("an administrator makes a shared account, says who may use it, and gives first PINs", async ({ open }) => {
  const { administrator, clerk, chief } = town.people;
  const page = await open(town, administrator, { path: "/admin/shared-accounts" });
  await expect(page.getByText("共用アカウントはまだありません。")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("link", { name: "新しく作る" }).click();
  await page.getByRole("textbox", { name: /^名前/ }).fill(NURSERY);
  await page.getByLabel("よみ(ひらがな)").fill("ひばりほいくえん");
  await page.getByRole("combobox", { name: /^所属\s*必須/ }).selectOption({ index: 1 });
  await page.getByLabel("サインイン名").fill(LOGIN);
  for (const { name } of [clerk, chief]) {
    const picker = page.getByRole("combobox", { name: "使う人を名前で加える" });
    await picker.fill(name);
    await page.getByRole("option", { name: new RegExp(name) }).first().click();
  }
  await isAccessible(page);
  await page.getByRole("button", { name: "作る", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "初期パスワード" });
  initialPassword = (await dialog.locator("code").textContent()) ?? "";
  await dialog.getByRole("button", { name: "閉じる", exact: true }).last().click();
  await page.getByRole("link", { name: new RegExp(NURSERY) }).click();
  for (const { name } of [clerk, chief]) {
    await page.getByRole("button", { name: `${name}さんに最初のPINを渡す` }).click();
    const given = page.getByRole("dialog", { name: "最初のPIN" });
    firstPins.set(name, (await given.locator("code").textContent()) ?? "");
    await isAccessible(page);
    await given.getByRole("button", { name: "閉じる", exact: true }).last().click();
  }
  await expect(page.getByText("PINあり")).toHaveCount(2);
  await page.setViewportSize({ width: 390, height: 844 });
  await needsNoSidewaysScrolling(page);
});

test("keys alone sign the device in, say who is using it, and write in their name", async ({ open }) => {
  const { clerk } = town.people;
  const page = await open(town, null);
  await page.getByLabel("職員番号またはメールアドレス").fill(LOGIN);
  await page.getByLabel("パスワード").fill(initialPassword);
  await page.keyboard.press("Enter");
  await page.getByLabel("いまのパスワード").fill(initialPassword);
  await page.getByLabel("新しいパスワード", { exact: false }).first().fill(PASSWORD);
  await page.getByLabel("新しいパスワード(確認)").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "だれが使いますか" })).toBeVisible();
  await isAccessible(page);
  await page.keyboard.type(clerk.name.split(" ")[0] ?? "");
  const name = page.getByRole("button", { name: new RegExp(clerk.name) });
  await expect(page.getByRole("list", { name: "この端末を使う人" }).getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("Tab");
  await expect(name).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("111112");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("PINが違います");
  await page.keyboard.type(firstPins.get(clerk.name) ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("新しいPIN(6桁の数字)")).toBeFocused();
  await page.keyboard.type("123456");
  await page.keyboard.press("Tab");
  await page.keyboard.type("123456");
  await page.keyboard.press("Enter");
  await expect(page.getByText("推測されやすいPINです。", { exact: false })).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("新しいPIN(6桁の数字)").fill(CLERKS_PIN);
  await page.getByLabel("新しいPIN(確認)").fill(CLERKS_PIN);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${clerk.name}さんが使っています`)).toBeVisible();
});

test("what one writes stays theirs when the screen is locked and another goes on", async ({ open }) => {
  const { clerk, chief } = town.people;
  const colleague = await open(town, chief);
  const found = await (await colleague.request.get(`/api/people?q=${encodeURIComponent("ひばり")}`)).json();
  const made = { id: "0000000000001", kind: "private", name: ROOM, people: [found.items[0].id] };
  const answer = await colleague.request.post("/api/rooms", { headers: { "X-Engawa": "1" }, data: made });
  expect(answer.ok()).toBe(true);
  const page = await open(town, null, { before: (context) => signIn(context, nursery()) });
  await say(page, clerk.name, CLERKS_PIN);
  // Nothing has been said in it yet.
  await roomLink(page, ROOM).click();
  await write(page, ROOM, "在園児は42人です");
  await openRoom(colleague, ROOM);
  await expect(message(colleague, "在園児は42人です")).toContainText(`${NURSERY}(${clerk.name})`);
  await isAccessible(page);
  await composer(page, ROOM).fill("お迎えの書きかけ");
  const locked = told(page);
  await page.keyboard.press("Control+Alt+L");
  await expect(page.getByRole("heading", { name: "だれが使いますか" })).toBeVisible();
  await expect(page.getByText("在園児は42人です")).toHaveCount(0);
  await expect(page.getByText("お迎えの書きかけ")).toHaveCount(0);
  expect((await locked).ok()).toBe(true);
  // Read anew it stays locked, and shows nothing of what this machine keeps.
  await page.reload();
  await expect(page.getByRole("heading", { name: "だれが使いますか" })).toBeVisible();
  await expect(page.getByText("在園児は42人です")).toHaveCount(0);
  await page.getByRole("button", { name: new RegExp(chief.name) }).click();
  await page.getByLabel(/^PIN\(6桁の数字\)/).fill(firstPins.get(chief.name) ?? "");
  await page.keyboard.press("Enter");
  await page.getByLabel("新しいPIN(6桁の数字)").fill(CHIEFS_PIN);
  await page.getByLabel("新しいPIN(確認)").fill(CHIEFS_PIN);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${chief.name}さんが使っています`)).toBeVisible();
  await expect(composer(page, ROOM)).toHaveValue("お迎えの書きかけ");
  await write(page, ROOM, "お迎えは18時までです");
  await expect(acknowledged(page, "お迎えは18時までです")).toContainText(`${NURSERY}(${chief.name})`);
  await expect(message(page, "在園児は42人です")).toContainText(`${NURSERY}(${clerk.name})`);
});

test("what one is asked about a personal number is not answered by who comes next", async ({ open }) => {
  const { clerk, chief } = town.people;
  const page = await open(town, null, { before: (context) => signIn(context, nursery()) });
  await say(page, clerk.name, CLERKS_PIN);
  await roomLink(page, ROOM).click();
  await composer(page, ROOM).fill("番号は 1234-5678-9018 です");
  await composer(page, ROOM).press("Control+Enter");
  const asked = page.getByRole("dialog", { name: "個人番号(マイナンバー)が入っています" });
  await expect(asked).toBeVisible();
  const locked = told(page);
  await page.keyboard.press("Control+Alt+L");
  await expect(page.getByRole("heading", { name: "だれが使いますか" })).toBeVisible();
  await expect(asked).toHaveCount(0);
  expect((await locked).ok()).toBe(true);
  await say(page, chief.name, CHIEFS_PIN);
  await expect(message(page, "在園児は42人です")).toBeVisible();
  await expect(message(page, "1234-5678-9018")).toHaveCount(0);
});

test("on a telephone the choice and the way to lock fit, and the lock is told at once", async ({ open }) => {
  const { clerk } = town.people;
  const page = await open(town, null, { device: "phone", before: (context) => signIn(context, nursery()) });
  await expect(page.getByRole("heading", { name: "だれが使いますか" })).toBeVisible();
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
  await say(page, clerk.name, CLERKS_PIN);
  await openRoom(page, ROOM);
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
  const locked = told(page);
  await page.getByRole("button", { name: "ロックする" }).click();
  expect((await locked).ok()).toBe(true);
  expect((await page.request.get("/api/rooms")).status()).toBe(403);
});
