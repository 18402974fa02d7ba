import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

const from = (page: Page) => page.getByRole("main").getByLabel("この日から");
const calendarOf = (page: Page) => page.getByRole("dialog", { name: "日を選ぶ" });

test("a day is typed as offices write it, and the field says how it was understood", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/audit" });
  const main = page.getByRole("main");
  for (const typed of ["R8.4.1", "令和8年4月1日", "8/4/1", "２０２６／４／１", "20260401", "2026-04-01"]) {
    await from(page).fill(typed);
    await expect(from(page), typed).toHaveAttribute("data-value", "2026-04-01");
    await expect(from(page)).toHaveValue(typed);
    await expect(main.getByText("令和8年4月1日(水)", { exact: true })).toBeVisible();
  }
  await from(page).fill("2026/5/3");
  await expect(main.getByText("令和8年5月3日(日) 閉庁日", { exact: true })).toBeVisible();
  // The record looks back: a day without its year is the last one there was.
  await from(page).fill("4/1");
  await expect(from(page)).toHaveAttribute("data-value", /-04-01$/);
  expect(Date.parse((await from(page).getAttribute("data-value")) ?? "")).toBeLessThan(Date.now() + 9 * 3_600_000);
});

test("what is no day stays as it was typed, with a sentence that says what to write", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/audit" });
  const main = page.getByRole("main");
  const sentences: [string, RegExp][] = [
    ["R8.2.30", /その日はありません/],
    ["26/4/1", /令和か西暦か分かりません/],
    ["令和元年4月30日", /まだ始まっていない日/],
    ["春ごろ", /日付として読めません/],
  ];
  for (const [typed, sentence] of sentences) {
    await from(page).fill(typed);
    await from(page).press("Tab");
    await expect(main.getByText(sentence)).toBeVisible();
    await expect(from(page)).toHaveValue(typed);
    await expect(from(page)).toHaveAttribute("aria-invalid", "true");
    await expect(from(page)).toHaveAttribute("data-value", "");
  }
  await isAccessible(page);
  await from(page).fill("平成31年4月30日");
  await expect(main.getByText("平成31年4月30日(火)", { exact: true })).toBeVisible();
  await expect(from(page)).not.toHaveAttribute("aria-invalid", "true");
});

test("arrows go from day to day, and the calendar is used by keys alone", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/audit" });
  await from(page).fill("R8.4.1");
  await from(page).press("ArrowUp");
  await expect(from(page)).toHaveValue("R8.4.2");
  await from(page).press("ArrowDown");
  await from(page).press("ArrowDown");
  await expect(from(page)).toHaveValue("R8.3.31");

  await from(page).press("Tab");
  await page.keyboard.press("Enter");
  const calendar = calendarOf(page);
  const day = (name: string) => calendar.getByRole("button", { name, exact: true });
  await expect(day("令和8年3月31日(火)")).toBeFocused();
  await expect(day("令和8年3月31日(火)")).toHaveAttribute("aria-pressed", "true");
  await expect(day("令和8年3月20日(金) 閉庁日")).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("PageDown");
  await expect(day("令和8年4月30日(木)")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(day("令和8年4月26日(日) 閉庁日")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await expect(day("令和8年4月20日(月)")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(calendar).toHaveCount(0);
  await expect(from(page)).toHaveValue("R8.4.20");
  const button = page.getByRole("main").getByRole("button", { name: "カレンダーから選ぶ" }).first();
  await expect(button).toBeFocused();

  // Escape leaves the day as it is.
  await page.keyboard.press("Enter");
  await expect(day("令和8年4月20日(月)")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await expect(calendar).toHaveCount(0);
  await expect(from(page)).toHaveValue("R8.4.20");
  await expect(button).toBeFocused();
});

test("on a phone a meeting begins on a day of the calendar, and an hour is typed behind a day", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(page, ROOM);
  await page.getByRole("region", { name: ROOM, exact: true }).getByRole("button", { name: `${ROOM}の操作` }).click();
  await page.getByRole("menuitem", { name: "会議", exact: true }).click();
  await page.getByRole("main").getByRole("button", { name: "会議を招集" }).click();
  const dialog = page.getByRole("dialog", { name: "会議を招集" });
  const begins = dialog.getByLabel("開始日時");
  await begins.fill("令和12年12月4日 10時半");
  await expect(begins).toHaveAttribute("data-value", "2030-12-04T10:30");
  await begins.press("Tab");
  await expect(begins).toHaveValue("R12.12.4");
  await expect(dialog.getByLabel("時刻")).toHaveValue("10:30");

  await dialog.getByRole("button", { name: "カレンダーから選ぶ" }).click();
  const calendar = calendarOf(page);
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
  await calendar.getByRole("button", { name: "次の月" }).click();
  await calendar.getByRole("button", { name: "令和13年1月6日(月)", exact: true }).click();
  await expect(begins).toHaveAttribute("data-value", "2031-01-06T10:30");
  await expect(dialog.getByText("令和13年1月6日(月)", { exact: true })).toBeVisible();
  // Escape closes the calendar alone, not the dialog below it.
  await dialog.getByRole("button", { name: "カレンダーから選ぶ" }).click();
  await page.keyboard.press("Escape");
  await expect(calendar).toHaveCount(0);
  await expect(dialog).toBeVisible();
  await expect(begins).toHaveValue("R13.1.6");
});
