import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, signInByForm, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test("initial passwords for many are issued and printed as a letter each, and one of them opens an account", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/accounts" });
  // Paper is tried without a printer's window.
  await page.evaluate(() => {
    window.print = () => undefined;
  });
  await page.getByRole("link", { name: "初期パスワードの通知" }).press("Enter");
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1, name: "初期パスワードの通知" })).toBeFocused();
  await expect(main.getByRole("row").nth(2)).toBeVisible();
  await isAccessible(page);
  for (const row of [1, 2]) await main.getByRole("row").nth(row).getByRole("checkbox").check();
  await main.getByRole("button", { name: "2人分を発行する" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "2人分を発行する" }).click();
  await expect(main.getByText(/^2人分を発行しました。/)).toBeVisible();

  // Whoever has not printed is asked first.
  await main.getByRole("button", { name: "終わる" }).click();
  await expect(page.getByRole("dialog").getByText(/まだ印刷していません/)).toBeVisible();
  await page.keyboard.press("Escape");

  // Nor does anybody lose them by going elsewhere, with a link or the browser's way back.
  const leaving = page.getByRole("dialog", { name: "印刷せずに離れる" });
  await page.getByRole("link", { name: "アカウント", exact: true }).click();
  await expect(leaving.getByText(/2人分の通知をまだ印刷していません/)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goBack();
  await expect(leaving).toBeVisible();
  await leaving.getByRole("button", { name: "キャンセル" }).click();
  await expect(page).toHaveURL(/\/admin\/accounts\/letters$/);

  await main.getByRole("button", { name: "2枚を印刷する" }).click();
  await page.emulateMedia({ media: "print" });
  const letters = page.locator(".letters article");
  await expect(letters).toHaveCount(2);
  await expect(letters.first()).toBeVisible();
  await expect(main).toBeHidden();
  await expect(letters.first()).toContainText("サインインのお知らせ");
  const [login = "", password = ""] = await letters.first().locator("dd").allTextContents().then((texts) => texts.slice(1));
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  await expect(letters).toHaveCount(0);
  await main.getByRole("button", { name: "終わる" }).click();
  await expect(main.getByRole("row").nth(1)).toBeVisible();

  const newcomer = await open(town, null);
  await signInByForm(newcomer, login, password);
  await expect(newcomer.getByLabel("新しいパスワード(確認)")).toBeVisible();
});

test("letters with initial passwords are chosen on a telephone too", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/accounts/letters", device: "phone" });
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
});
