import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

const HEADERS = { "X-Engawa": "1" };

/** A day some days from now, as forms take it. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 + 9 * 3_600_000).toISOString().slice(0, 10);

/** Adds somebody whose term ends in some days. */
async function add(page: Page, number: string, given: string, days: number): Promise<void> {
  const units = (await (await page.request.get("/api/units")).json()) as { items: { id: string; valid_from: string }[] };
  const unit = units.items.at(-1);
  const posts = [{ unit_id: unit?.id, kind: "main", valid_from: unit?.valid_from, valid_to: inDays(days) }];
  const data = { staff_number: number, family_name: "小川", given_name: given, family_reading: "おがわ", given_reading: "にん", employment: "fiscal_year", posts, account: false };
  expect((await page.request.post("/api/people", { headers: HEADERS, data })).status()).toBe(201);
}

test("a clerk sees whose term ends, renews several together with the keyboard, and takes it back", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/terms" });
  await add(page, "t1", "一子", 10);
  await add(page, "t2", "二郎", 20);
  await page.reload();
  const row = (given: string) => page.getByRole("row").filter({ hasText: `小川 ${given}` });
  await page.getByLabel("いつまでの人").fill(inDays(60));
  await expect(row("一子")).toContainText("残り10日");
  await expect(row("二郎")).toContainText("会計年度任用職員");
  const renew = page.getByRole("button", { name: "任期を更新する" });
  await expect(renew).toBeDisabled();
  await isAccessible(page);
  for (const given of ["一子", "二郎"]) {
    await page.getByRole("checkbox", { name: `小川 ${given}さんを選ぶ` }).focus();
    await page.keyboard.press("Space");
  }
  await expect(page.getByText("2人を選んでいます")).toBeVisible();
  await renew.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "2人の任期を更新する" });
  await expect(dialog.getByText("小川 一子、小川 二郎")).toBeVisible();
  await expect(dialog.getByLabel(/^新しい最終日/)).toHaveAttribute("data-value", /-03-31$/);
  await isAccessible(page);
  await dialog.getByLabel(/^新しい最終日/).fill(inDays(300));
  await dialog.getByRole("button", { name: "更新する" }).click();
  await expect(page.getByText("2人の最終日を").last()).toBeVisible();
  await expect(row("一子")).toHaveCount(0);
  await page.getByRole("button", { name: "元に戻す" }).click();
  await expect(row("一子")).toContainText("残り10日");
  await expect(row("二郎")).toContainText("残り20日");
});

test("whose term ends fits on a telephone, and says so when it is nobody", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/terms", device: "phone" });
  await expect(page.getByRole("heading", { name: "任期満了" })).toBeVisible();
  await page.getByLabel("いつまでの人").fill(inDays(1));
  await expect(page.getByText("この日までに任期が終わる人はいません。")).toBeVisible();
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
});
