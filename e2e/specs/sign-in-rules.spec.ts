import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test.describe.configure({ mode: "serial" });

test("rules by network are written, checked and kept, and never shut their author out", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/sign-in-rules", device: "phone" });
  await expect(page.getByText("いまの接続元は 127.0.0.1(その他)です。")).toBeVisible();
  await page.getByRole("button", { name: "ネットワークを追加する" }).click();
  const hall = page.getByRole("group", { name: "新しいネットワーク" });
  await hall.getByLabel("ネットワークの名前").fill("庁内LGWAN");
  const network = page.getByRole("group", { name: "庁内LGWAN" });
  await network.getByLabel("IPアドレスの範囲").fill("10.1.0.0/40");
  await page.getByRole("button", { name: "保存する" }).click();
  await expect(network.getByText(/IPアドレスの範囲として読めません/)).toBeVisible();
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
  await network.getByLabel("IPアドレスの範囲").fill("10.1.0.0/16");
  const elsewhere = page.getByRole("group", { name: "その他" });
  await elsewhere.getByLabel("サインイン").selectOption("できない");
  await page.getByRole("button", { name: "保存する" }).click();
  await expect(page.getByRole("alert")).toContainText("サインインできなくなるため、保存しませんでした");
  await elsewhere.getByLabel("サインイン").selectOption("できる");
  await elsewhere.getByLabel("使わないと切れるまでの日数(1〜14)").fill("3");
  await page.getByRole("button", { name: "保存する" }).click();
  await expect(page.locator("span", { hasText: "保存しました。" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("group", { name: "庁内LGWAN" }).getByLabel("IPアドレスの範囲")).toHaveValue("10.1.0.0/16");
  await expect(page.getByRole("group", { name: "その他" }).getByLabel("使わないと切れるまでの日数(1〜14)")).toHaveValue("3");
});

test("whoever needs a second factor and has none is led to one, at once and at the next start", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await expect(clerk.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  const page = await open(town, town.people.administrator, { path: "/admin/sign-in-rules" });
  await page.getByRole("group", { name: "その他" }).getByLabel("二要素認証").selectOption("全員に必須");
  await page.getByRole("button", { name: "保存する" }).click();
  for (const open of [page, clerk]) {
    await expect(open.getByRole("heading", { level: 1, name: "認証アプリを登録する" })).toBeVisible();
  }
  await isAccessible(clerk);
  await clerk.reload();
  await clerk.getByLabel("いまのパスワード").fill(town.people.clerk.password);
  await clerk.keyboard.press("Enter");
  await expect(clerk.getByRole("img", { name: "認証アプリで読み取る図" })).toBeVisible();
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "サインアウト" }).click();
  await expect(clerk.getByRole("heading", { name: "サインイン" })).toBeVisible();
});
