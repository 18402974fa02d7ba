import type { CDPSession, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
// Browsers have passkeys at names alone.
const origin = () => town.url.replace("127.0.0.1", "localhost");

test.describe.configure({ mode: "serial" });

/** The device in which a page's passkeys lie, as Chromium plays one. */
interface Device {
  cdp: CDPSession;
  authenticatorId: string;
}

/** A device with a finger's reader, on which nobody lies as long as it is not pressed. */
async function deviceOf(page: Page): Promise<Device> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: false } as const;
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  return { cdp, authenticatorId };
}

const press = ({ cdp, authenticatorId }: Device, enabled = true) => cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });

/** What a device holds goes on to another page's. */
async function copyTo(from: Device, to: Device): Promise<void> {
  const { credentials } = await from.cdp.send("WebAuthn.getCredentials", { authenticatorId: from.authenticatorId });
  for (const credential of credentials) await to.cdp.send("WebAuthn.addCredential", { authenticatorId: to.authenticatorId, credential });
}

const button = (page: Page) => page.getByRole("button", { name: "パスキーでサインイン" });
const menu = (page: Page) => page.getByRole("navigation", { name: "メニュー" });
const passkeys = (page: Page) => page.getByRole("region", { name: "パスキー" });

async function typePassword(page: Page): Promise<void> {
  await page.getByLabel("職員番号またはメールアドレス").fill(town.people.clerk.login);
  await page.getByLabel("パスワード").fill(town.people.clerk.password);
  await page.getByRole("button", { name: "サインイン", exact: true }).click();
}

/** Adds a passkey in the settings, with keys alone. */
async function add(page: Page): Promise<void> {
  await passkeys(page).getByRole("button", { name: "パスキーを登録する" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type(town.people.clerk.password);
  await page.keyboard.press("Enter");
}

test("a passkey is added, renamed, signs in without anything typed, and is removed", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/settings/sign-in", origin: origin() });
  const device = await deviceOf(page);
  await press(device);
  await expect(passkeys(page).getByText("まだ登録していません。")).toBeVisible();
  await passkeys(page).getByRole("button", { name: "パスキーを登録する" }).click();
  const dialog = page.getByRole("dialog");
  await isAccessible(page);
  await dialog.getByLabel("いまのパスワード").fill("not the password");
  await dialog.getByLabel("いまのパスワード").press("Enter");
  await expect(dialog.getByText("いまのパスワードが違います。")).toBeVisible();
  await dialog.getByLabel("いまのパスワード").fill(town.people.clerk.password);
  await dialog.getByLabel("いまのパスワード").press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(passkeys(page).getByRole("listitem")).toContainText("まだ使っていません");
  // The same device makes no second one.
  await add(page);
  await expect(page.getByText("この端末のパスキーは、すでに登録されています。")).toBeVisible();
  await page.keyboard.press("Escape");
  await passkeys(page).getByRole("button", { name: /の名前を変える$/ }).click();
  await dialog.getByLabel("パスキーの名前").fill("窓口のパソコン");
  await dialog.getByRole("button", { name: "保存する" }).click();
  await expect(passkeys(page).getByText("窓口のパソコン")).toBeVisible();
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);

  const desk = await open(town, null, { origin: origin() });
  const other = await deviceOf(desk);
  await copyTo(device, other);
  await desk.reload();
  await expect(button(desk)).toBeVisible();
  await isAccessible(desk);
  await press(other);
  // With keys alone.
  await button(desk).focus();
  await desk.keyboard.press("Enter");
  await expect(menu(desk)).toBeVisible();

  // Where the browser offers it in the field, nothing has to be pressed: this one takes what it has.
  const third = await open(town, null, { origin: origin() });
  const last = await deviceOf(third);
  await copyTo(other, last);
  await press(last);
  await third.reload();
  await expect(menu(third)).toBeVisible();

  await page.reload();
  await expect(passkeys(page).getByRole("listitem")).toContainText("最終利用");
  await passkeys(page).getByRole("button", { name: "「窓口のパソコン」を取り除く" }).click();
  await dialog.getByLabel("いまのパスワード").fill(town.people.clerk.password);
  await dialog.getByRole("button", { name: "取り除く" }).click();
  await expect(passkeys(page).getByText("まだ登録していません。")).toBeVisible();
});

test("a passkey that was taken off by an administrator opens nothing, and it is said", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/settings/sign-in", origin: origin(), device: "phone" });
  const device = await deviceOf(page);
  await press(device);
  await add(page);
  await expect(passkeys(page).getByRole("listitem")).toHaveCount(1);
  await needsNoSidewaysScrolling(page);
  const admin = await open(town, town.people.administrator, { path: "/admin/accounts" });
  await admin.getByRole("searchbox").fill(town.people.clerk.login);
  await expect(admin.getByText("パスキー1個")).toBeVisible();
  await admin.getByRole("button", { name: `${town.people.clerk.name}さんの操作` }).click();
  await admin.getByRole("menuitem", { name: "二要素認証を解除する" }).click();
  await press(device, false);
  await admin.getByRole("dialog").getByRole("button", { name: "二要素認証を解除する" }).click();
  await expect(admin.getByText("パスキー1個")).toHaveCount(0);
  // The device that it was made on is signed out at once.
  await expect(button(page)).toBeVisible();
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
  await press(device);
  await button(page).click();
  await expect(page.getByRole("alert")).toContainText("このパスキーではサインインできません。");
  await press(device, false);
  await typePassword(page);
  await expect(menu(page)).toBeVisible();
});

test("where a second factor is wanted the passkey stands behind the password", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/settings/sign-in", origin: origin() });
  const device = await deviceOf(page);
  await press(device);
  await add(page);
  await expect(passkeys(page).getByRole("listitem")).toHaveCount(1);
  await press(device, false);
  const rules = { networks: [], elsewhere: { allowed: true, factor: "everybody", idle_days: 14, session_days: 90 } };
  const admin = await open(town, town.people.administrator);
  const saved = await admin.request.put("/api/sign-in-rules", { headers: { "X-Engawa": "1" }, data: rules });
  expect(saved.ok(), await saved.text()).toBe(true);
  const desk = await open(town, null, { origin: origin() });
  const other = await deviceOf(desk);
  await copyTo(device, other);
  await desk.reload();
  await typePassword(desk);
  await expect(desk.getByText(/パスワードに加えてパスキーが必要です/)).toBeVisible();
  await isAccessible(desk);
  await press(other);
  await button(desk).click();
  await expect(menu(desk)).toBeVisible();
});

test("at a number's address there is no button, and the settings say why", async ({ open }) => {
  const page = await open(town, null);
  await expect(page.getByRole("button", { name: "サインイン", exact: true })).toBeVisible();
  await expect(button(page)).toHaveCount(0);
  await typePassword(page);
  // It is wanted here too, and cannot be shown.
  await expect(page.getByText(/IPアドレスで開いているため/)).toBeVisible();
  await expect(page.getByRole("button", { name: "はじめからやり直す" })).toBeVisible();
});

test("who must set a second factor up makes a passkey and goes straight on", async ({ open }) => {
  const page = await open(town, null, { origin: origin() });
  const { login, password } = town.people.chief;
  const device = await deviceOf(page);
  await page.getByLabel("職員番号またはメールアドレス").fill(login);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("button", { name: "サインイン", exact: true }).click();
  await expect(page.getByText(/認証アプリかパスキーの登録が必要です/)).toBeVisible();
  await isAccessible(page);
  await press(device);
  await page.getByLabel("いまのパスワード").fill(password);
  await page.getByRole("button", { name: "パスキーを登録する" }).click();
  await expect(menu(page)).toBeVisible();
});
