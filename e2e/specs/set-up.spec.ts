import type { Page } from "@playwright/test";
import { expect, signInByForm, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 0 });

const LOGIN = "100001";
const PASSWORD = "hinata-no-engawa-2026";

/** The code that the terminal shows and nobody else knows. */
function code(): string {
  const found = /コードを入力してください\s+(\S+)/.exec(town.printed)?.[1];
  if (!found) throw new Error(`no code in what engawa printed:\n${town.printed}`);
  return found;
}

async function fillIn(page: Page, withCode: string): Promise<void> {
  await page.getByLabel("初期設定コード").fill(withCode);
  await page.getByLabel("組織の名前").fill("那珂山市");
  await page.getByRole("textbox", { name: /^姓/ }).fill("佐伯");
  await page.getByRole("textbox", { name: /^名/ }).fill("千景");
  await page.getByLabel("せい(ひらがな)").fill("さえき");
  await page.getByLabel("めい(ひらがな)").fill("ちかげ");
  await page.getByLabel("職員番号").fill(LOGIN);
  await page.getByLabel("パスワード").fill(PASSWORD);
}

// One town is set up once: what comes later stands on what came before.
test.describe.configure({ mode: "serial" });

test("a wrong code sets nothing up and keeps what was typed", async ({ open }) => {
  const page = await open(town, null);
  await expect(page.getByRole("heading", { name: "はじめての設定" })).toBeVisible();
  await fillIn(page, "wrong-wrong-wrong");
  await page.getByRole("button", { name: "使い始める" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("組織の名前")).toHaveValue("那珂山市");
  await page.reload();
  await expect(page.getByRole("heading", { name: "はじめての設定" })).toBeVisible();
});

test("a password that is too short is refused in words beside the field", async ({ open }) => {
  const page = await open(town, null);
  await fillIn(page, code());
  await page.getByLabel("パスワード").fill("short");
  await page.getByRole("button", { name: "使い始める" }).click();
  await expect(page.getByText(/10文字以上/).last()).toBeVisible();
  await expect(page.getByRole("heading", { name: "はじめての設定" })).toBeVisible();
});

test("the code from the terminal makes the first administrator, who is shown the first steps", async ({ open }) => {
  const page = await open(town, null);
  await fillIn(page, code());
  await page.getByRole("button", { name: "使い始める" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "管理" })).toBeVisible();
  await expect(page).toHaveTitle(/那珂山市/);
  const steps = page.getByRole("region", { name: "はじめの準備" });
  await expect(steps.getByRole("listitem")).toHaveText([/^まだ職名/, /^まだ部署/, /^まだ職員/, /^まだルーム/]);
  await steps.getByRole("link", { name: "職名を登録する" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "職名" })).toBeVisible();
  const places = page.getByRole("navigation", { name: "メニュー" });
  await places.getByRole("link", { name: "トーク" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "トーク" })).toBeVisible();
});

test("the next visit is asked to sign in, and no demo account works", async ({ open }) => {
  const page = await open(town, null);
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  for (const login of ["100008", "110004", "980002"]) {
    await signInByForm(page, login, "engawa-no-hinata");
    await expect(page.getByRole("alert")).toBeVisible();
  }
  await signInByForm(page, LOGIN, PASSWORD);
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
});

test("the set-up cannot be done a second time, code or not", async ({ open }) => {
  const page = await open(town, null);
  const again = await page.request.post("/api/setup", {
    headers: { "X-Engawa": "1" },
    data: { code: code(), organisation_name: "偽市", family_name: "偽", given_name: "物", family_reading: "にせ", given_reading: "もの", staff_number: "9", password: PASSWORD },
  });
  expect(again.ok()).toBe(false);
});

test("signing out leads back to the sign-in and leaves nothing to see", async ({ open }) => {
  const page = await open(town, { login: LOGIN, name: "佐伯 千景", password: PASSWORD });
  await page.getByRole("button", { name: "自分のメニュー" }).click();
  await page.getByRole("menuitem", { name: "サインアウト" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "サインアウト" }).click();
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await page.goto("/people");
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
});
