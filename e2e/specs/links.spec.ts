import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const NAME = "人事給与システム";

test("a token for a connected system is made with the keyboard, shown once, opens SCIM, and is removed", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/links" });
  const main = page.getByRole("main");
  await expect(main.getByText("トークンはまだありません。")).toBeVisible();
  const address = await main.locator(".scim-address code").innerText();
  expect(address).toBe(new URL("/scim/v2", page.url()).href);

  await main.getByRole("button", { name: "新しいトークン" }).press("Enter");
  const form = page.getByRole("dialog", { name: "新しいトークン" });
  await isAccessible(page);
  await form.getByLabel("連携するシステムの名前").fill(NAME);
  await page.keyboard.press("Enter");
  const shown = page.getByRole("dialog", { name: `「${NAME}」のトークン` });
  const secret = await shown.locator("code").innerText();
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  await isAccessible(page);
  const asked = () => page.request.get(`${address}/Users?count=1`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await asked()).status()).toBe(200);
  await page.keyboard.press("Escape");
  await expect(shown).toHaveCount(0);

  await page.reload();
  const row = main.getByRole("row", { name: new RegExp(NAME) });
  await expect(row).not.toContainText("まだ使われていません");
  await isAccessible(page);
  await main.getByRole("button", { name: `「${NAME}」のトークンを削除する` }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "削除する", exact: true }).press("Enter");
  await expect(main.getByText("トークンはまだありません。")).toBeVisible();
  expect((await asked()).status()).toBe(401);
});

test("the page of connected systems fits a phone", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/links", device: "phone" });
  await expect(page.getByRole("heading", { name: "外部連携", level: 1 })).toBeVisible();
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
});
