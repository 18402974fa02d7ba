import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { BASE, READER, READERS_PASSWORD, Slapd, type Clerk } from "../support/slapd.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const slapd = new Slapd();
const NAME = "庁内の名簿";
const clerk = (uid: string, family: string, reading: string, unit: string): Clerk => ({ uid, family, given: "美咲", reading, unit, title: "主事", password: `庁内の合言葉 ${uid}` });
const CLERKS = [clerk("u1", "髙橋", "たかはし", "人事課"), clerk("u2", "𠮷田", "よしだ", "人事課"), clerk("u3", "林", "はやし", "どこにもない課")];

test.beforeAll(() => slapd.start(CLERKS));
test.afterAll(() => slapd.stop());

test("a directory is tried, looked at and brought in, and its people sign in with their password of there", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/links" });
  const main = page.getByRole("main");
  await main.getByRole("link", { name: /^ディレクトリ/ }).press("Enter");
  await expect(main.getByText("ディレクトリはまだありません。")).toBeVisible();
  await isAccessible(page);
  await main.getByRole("link", { name: "ディレクトリを追加" }).press("Enter");
  await main.getByLabel("名前", { exact: false }).first().fill(NAME);
  await main.getByLabel("種類").selectOption("ldap");
  const url = main.getByLabel("接続先");
  await url.fill("ldap://ad.midorino.local");
  await expect(main.getByText("このままでは通信が暗号化されず", { exact: false })).toBeVisible();
  await url.fill("ldap://127.0.0.1:1");
  await expect(main.getByText("このままでは通信が暗号化されず", { exact: false })).toBeHidden();
  await main.getByLabel("接続に使う利用者").fill(READER);
  await main.getByLabel("接続に使うパスワード").fill(READERS_PASSWORD);
  await main.getByLabel("検索の起点").fill(BASE);
  const check = main.getByRole("button", { name: "接続を確かめる" });
  await check.press("Enter");
  await expect(main.getByText("接続先につながりません。", { exact: false })).toBeVisible();
  await url.fill(`ldap://127.0.0.1:${slapd.port}`);
  await check.press("Enter");
  await expect(main.getByText("つながりました。")).toBeVisible();
  await expect(main.getByRole("row", { name: /髙橋 美咲/ })).toContainText("たかはし");
  await page.setViewportSize({ width: 390, height: 844 });
  await needsNoSidewaysScrolling(page);
  await page.setViewportSize({ width: 1366, height: 768 });
  await expect(main.getByRole("row", { name: /林 美咲/ })).toContainText("「どこにもない課」という所属はありません。");
  await isAccessible(page);
  await main.getByRole("button", { name: "保存" }).press("Enter");

  await expect(main.getByRole("heading", { name: NAME })).toBeFocused();
  await main.getByRole("button", { name: "差分を見る", exact: true }).press("Enter");
  await expect(main.getByRole("button", { name: "追加 2" })).toBeVisible();
  await expect(main.getByRole("row", { name: /林 美咲/ }).first()).toContainText("取り込めない");
  await isAccessible(page);
  await main.getByRole("button", { name: "取り込む", exact: true }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "取り込む", exact: true }).press("Enter");
  await expect(main.getByText("2人", { exact: true })).toBeVisible();

  const theirs = await open(town, { login: "u1", name: "髙橋 美咲", password: CLERKS[0]!.password }, { path: "/settings/password" });
  await expect(theirs.getByText("庁内と同じパスワードでサインインしています。", { exact: false })).toBeVisible();
  await isAccessible(theirs);
  await page.goto("/admin/accounts");
  await page.getByRole("searchbox").fill("髙橋美咲");
  await expect(page.getByRole("row", { name: /髙橋 美咲/ })).toContainText("庁内のパスワード");

  // One of two who follow is gone: too many at once, until somebody says so.
  await slapd.dismiss("u1");
  await page.goto("/admin/links/directories");
  await main.getByRole("link", { name: NAME }).press("Enter");
  await main.getByRole("button", { name: "取り込む", exact: true }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "取り込む", exact: true }).press("Enter");
  await expect(main.getByText("1人 (50%) が停止されるため、何も変更していません。")).toBeVisible();
  await isAccessible(page);
  await main.getByRole("button", { name: "1人を停止して取り込む" }).press("Enter");
  await expect(main.getByRole("row", { name: /髙橋 美咲/ })).toContainText("今日が最終日になり、サインインできなくなります。");
  await expect(main.getByText("停止されるため")).toBeHidden();
  await theirs.reload();
  await expect(theirs.getByRole("button", { name: "サインイン", exact: true })).toBeVisible();
});

test("the pages of directories fit a phone", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/links/directories/new", device: "phone" });
  await expect(page.getByRole("heading", { name: "ディレクトリを追加", level: 1 })).toBeVisible();
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
  await page.goto("/admin/links/directories");
  await page.getByRole("main").getByRole("link", { name: NAME }).click();
  await expect(page.getByRole("heading", { name: "これまでの確認" })).toBeVisible();
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
});
