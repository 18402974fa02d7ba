import { readFileSync } from "node:fs";
import { type Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

/** Exports the list on the page, with the keyboard; the file's name and bytes. */
async function exported(page: Page, format: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole("button", { name: "書き出す" }).press("Enter");
  const item = page.getByRole("menuitem", { name: format });
  await expect(item).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), item.press("Enter")]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const lines = (text: string) => text.trimEnd().split("\r\n");

test("a list of the administration is written whole, not only what the screen shows", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/people" });
  const { name, bytes } = await exported(page, "CSV(UTF-8)");
  expect(name).toMatch(/^.+ \d{4}-\d{2}-\d{2}\.csv$/);
  const [head, ...rows] = lines(bytes.toString("utf8"));
  expect(head).toContain("職員番号,氏名,よみ");
  const { items } = (await (await page.request.get("/api/people?active=true&limit=200")).json()) as { items: { name: string }[] };
  expect(rows).toHaveLength(items.length);
  for (const person of items) expect(rows.some((row) => row.includes(person.name))).toBe(true);
});

test("what is searched for is what is written, as Excel reads it", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/people" });
  await page.getByRole("searchbox").fill(town.people.chief.name);
  await expect(page.getByRole("main").getByRole("row")).toHaveCount(2);
  const shift = new TextDecoder("shift_jis", { fatal: true }).decode((await exported(page, "Excel用のCSV")).bytes);
  expect(lines(shift)).toHaveLength(2);
  expect(shift).toContain(town.people.chief.name);
  const book = await exported(page, "Excelブック");
  expect(book.name).toMatch(/\.xlsx$/);
  expect(book.bytes.subarray(0, 2).toString()).toBe("PK");
});

test("a character that Shift_JIS does not have is named, and the workbook keeps it", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/titles" });
  await page.getByRole("button", { name: "職名を追加する" }).press("Enter");
  const form = page.getByRole("dialog");
  await form.getByLabel("名称").fill("𠮷野地区担当");
  await form.getByLabel("よみ").fill("よしのちくたんとう");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main").getByText("𠮷野地区担当")).toBeVisible();
  const shift = new TextDecoder("shift_jis").decode((await exported(page, "Excel用のCSV")).bytes);
  expect(shift).toContain("〓野地区担当");
  const told = page.getByRole("dialog", { name: "Shift_JISで書けない文字がありました" });
  await expect(told).toContainText("𠮷");
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await expect(told).toHaveCount(0);
});

test("the record of acts is searched by act, person and day, and exported as it stands", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/audit" });
  const main = page.getByRole("main");
  const rows = main.getByRole("row");
  await main.getByLabel("操作", { exact: true }).selectOption({ label: "サインイン" });
  await expect(rows.nth(1)).toContainText("サインイン");
  await main.getByLabel("この日から").fill("2001-01-01");
  await main.getByLabel("この日まで").fill("2001-01-02");
  await expect(main.getByText("あてはまる記録がありません。")).toBeVisible();
  await isAccessible(page);
  await main.getByRole("button", { name: "条件をすべて外す" }).press("Enter");
  await expect(rows.nth(1)).toBeVisible();
  await main.getByRole("searchbox", { name: "対象・内容・接続元で探す" }).fill("127.0.0.1");
  await expect(rows.nth(1)).toContainText("127.0.0.1");
  const { bytes } = await exported(page, "CSV(UTF-8)");
  expect(lines(bytes.toString("utf8"))[0]).toBe("\ufeff日時,した人,所属,操作,対象,内容,接続元");
  await isAccessible(page);
});

test("the record of acts fits a phone", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/audit", device: "phone" });
  await expect(page.getByRole("heading", { name: "操作の記録", level: 1 })).toBeVisible();
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
});
