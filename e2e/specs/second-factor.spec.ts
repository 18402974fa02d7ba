import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test.describe.configure({ mode: "serial" });

/** What an authenticator app shows for a secret (RFC 6238), some half minutes from now. */
function code(secret: string, later = 0): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

async function typePassword(page: Page): Promise<void> {
  await page.getByLabel("職員番号またはメールアドレス").fill(town.people.clerk.login);
  await page.getByLabel("パスワード").fill(town.people.clerk.password);
  await page.getByRole("button", { name: "サインイン", exact: true }).click();
}

let secret = "";
let recovery: string[] = [];

test("an app is set up from a picture or a key, and its recovery codes are shown once", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/settings/sign-in", device: "phone" });
  const other = await open(town, town.people.clerk, { path: "/settings/sign-in" });
  await expect(other.getByText("まだ使っていません。")).toBeVisible();
  await page.getByRole("button", { name: "認証アプリを登録する" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("いまのパスワード").fill("not the password");
  await dialog.getByLabel("いまのパスワード").press("Enter");
  await expect(dialog.getByText("いまのパスワードが違います。")).toBeVisible();
  await dialog.getByLabel("いまのパスワード").fill(town.people.clerk.password);
  await dialog.getByLabel("いまのパスワード").press("Enter");
  await expect(page.getByRole("img", { name: "認証アプリで読み取る図" })).toBeVisible();
  secret = ((await page.locator(".secret").textContent()) ?? "").replaceAll(" ", "");
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
  await page.getByLabel("認証アプリの数字(6桁)").fill("000000");
  await page.getByRole("button", { name: "登録を終える" }).click();
  await expect(page.getByText(/数字が違います/)).toBeVisible();
  await page.getByLabel("認証アプリの数字(6桁)").fill(code(secret, -1));
  await page.getByRole("button", { name: "登録を終える" }).click();
  const codes = page.getByRole("region", { name: "回復コード" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  recovery = await codes.getByRole("listitem").allTextContents();
  await isAccessible(page);
  await page.emulateMedia({ media: "print" });
  await expect(codes.getByRole("list")).toBeVisible();
  await expect(codes.getByRole("button", { name: "印刷する" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("button", { name: "保管しました" }).click();
  await expect(page.getByText(/回復コードの残り10個/)).toBeVisible();
  await expect(codes).toHaveCount(0);
  // The other device's page follows.
  await expect(other.getByText(/回復コードの残り10個/)).toBeVisible();
});

test("after the password the app's digits let in, and keys alone do", async ({ open }) => {
  const page = await open(town, null);
  await typePassword(page);
  await expect(page.getByRole("heading", { name: "もう一つの確認" })).toBeVisible();
  await isAccessible(page);
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("数字かコードが違います");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(code(secret, 1));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
});

test("without the telephone a recovery code lets in, once", async ({ open }) => {
  const page = await open(town, null, { device: "phone" });
  await typePassword(page);
  await page.getByRole("button", { name: "認証アプリが使えないとき(回復コードを使う)" }).click();
  await page.getByLabel("回復コード").fill(recovery[0] ?? "");
  await page.getByRole("button", { name: "サインイン", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await page.goto("/settings/sign-in");
  await expect(page.getByText(/回復コードの残り9個/)).toBeVisible();
});

test("an administrator sees who has a second factor and takes it off", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: `/admin/accounts` });
  await page.getByRole("searchbox").fill(town.people.clerk.login);
  await expect(page.getByText("二要素", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: `${town.people.clerk.name}さんの操作` }).click();
  await page.getByRole("menuitem", { name: "二要素認証を解除する" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "二要素認証を解除する" }).click();
  await expect(page.getByText("二要素", { exact: true })).toHaveCount(0);
  const clerk = await open(town, null);
  await typePassword(clerk);
  await expect(clerk.getByRole("navigation", { name: "メニュー" })).toBeVisible();
});
