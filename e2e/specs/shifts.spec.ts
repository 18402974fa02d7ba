import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const ROTA = "道路パトロール";

const main = (page: Page) => page.getByRole("main");

/** A time of day in the office so many hours from now, as a field takes it. */
const inHours = (hours: number) => new Date(Date.now() + (9 + hours) * 3_600_000).toISOString().slice(11, 16);

test("a rota is made, says who is on duty, and whoever is off duty is quiet and not waited for until somebody calls them in", async ({ open }) => {
  const { administrator, clerk, chief } = town.people;
  const off = await open(town, clerk);
  const at = await open(town, chief);
  await openRoom(at, ROOM);

  // From a template, with hours of now, the chief in the first crew and the clerk in the second.
  const admin = await open(town, administrator, { path: "/admin/rotas" });
  await expect(admin.getByText("当番表はまだありません。")).toBeVisible();
  await isAccessible(admin);
  await admin.getByRole("button", { name: "当番表を作る" }).click();
  await admin.getByRole("radio", { name: /^消防2部制/ }).check();
  await admin.getByRole("dialog").getByRole("button", { name: "作る" }).click();
  await main(admin).getByLabel(/^名前/).fill(ROTA);
  const unit = main(admin).getByLabel(/^所属/);
  await unit.selectOption({ label: (await unit.getByRole("option").filter({ hasText: ROOM }).first().textContent()) ?? "" });
  await main(admin).getByLabel("1日目の始まり").fill(inHours(-1));
  await main(admin).getByLabel("1日目の終わり").fill(inHours(2));
  // An hour ago may have been yesterday.
  await main(admin).getByLabel(/^基準の日/).fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  for (const [crew, person] of [["1部", chief], ["2部", clerk]] as const) {
    const section = main(admin).getByRole("region", { name: crew });
    await section.getByRole("button", { name: `${crew}に人を入れる` }).click();
    await section.getByRole("combobox", { name: `${crew}に人を入れる` }).fill(person.name);
    await section.getByRole("option").filter({ hasText: person.name }).click();
    // They are in it since yesterday, should the duty have begun then.
    await section.getByLabel(`${person.name}さんの始めの日`).fill(new Date(Date.now() - 15 * 3_600_000).toISOString().slice(0, 10));
  }
  await isAccessible(admin);
  await main(admin).getByRole("button", { name: "作る", exact: true }).click();
  await expect(main(admin).getByRole("heading", { level: 1, name: ROTA })).toBeVisible();

  // The clerk is off duty at once, by name in the count of those who have read, and not waited for.
  await off.goto("/settings/notifications");
  await expect(off.getByLabel("非番でも知らせる")).not.toBeChecked();
  await write(at, ROOM, "倒木の連絡です。");
  const chip = at.getByRole("article").filter({ hasText: "倒木の連絡です。" }).getByRole("button", { name: /非番1/ });
  await chip.click();
  const list = at.getByRole("dialog", { name: /既読/ });
  await list.getByRole("tab", { name: "非番 1人" }).click();
  await expect(list.getByText(clerk.name)).toBeVisible();
  await isAccessible(at);
  await at.keyboard.press("Escape");

  // Their own place: what the unit reads, with who is on duty first.
  await expect(off.getByText(/^非番です\(~.*通知は止めています。$/)).toBeVisible();
  await off.goto("/people");
  await off.getByRole("navigation", { name: "組織図" }).getByRole("link", { name: "当番表" }).click();
  await off.getByRole("link", { name: ROTA }).click();
  await expect(off.getByRole("region", { name: "今の当番" }).getByText(chief.name)).toBeVisible();
  await expect(off.getByRole("link", { name: "当番表を変更する" })).toHaveCount(0);
  await isAccessible(off);
  await needsNoSidewaysScrolling(off);

  // By the keyboard: there and back, then an exchange of today, which is taken back and made again.
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const place = `td:nth-child(${Number(today.slice(8)) + 1}) button`;
  await main(admin).getByRole("row").filter({ hasText: clerk.name }).locator(place).focus();
  await admin.keyboard.press("ArrowUp");
  await admin.keyboard.press("ArrowDown");
  await admin.keyboard.press("Enter");
  const dialog = admin.getByRole("dialog", { name: new RegExp(`^${clerk.name}さんの`) });
  await dialog.getByRole("radio", { name: /^ほかの人と交替する/ }).check();
  await dialog.getByLabel(/^交替する人/).selectOption({ index: 1 });
  await dialog.getByLabel(/^理由/).fill("応援");
  await isAccessible(admin);
  await dialog.getByRole("button", { name: "保存する" }).click();
  const now = main(admin).getByRole("region", { name: "今の当番" });
  await expect(now.getByText(clerk.name)).toBeVisible();
  await expect(now.getByText(chief.name)).toHaveCount(0);
  // The count on the chief's screen follows by itself: it is the clerk who is waited for now.
  await expect(at.getByRole("article").filter({ hasText: "倒木の連絡です。" }).getByRole("button", { name: /非番1/ })).toHaveCount(0);
  await admin.getByRole("button", { name: "元に戻す" }).click();
  await expect(now.getByText(chief.name)).toBeVisible();
  await expect(now.getByText(clerk.name)).toHaveCount(0);
  await needsNoSidewaysScrolling(admin);
});

test("a rota is read on a telephone", async ({ open }) => {
  const { administrator } = town.people;
  const page = await open(town, administrator, { path: "/rotas", device: "phone" });
  await page.getByRole("link", { name: ROTA }).click();
  await expect(page.getByRole("heading", { name: "今の当番" })).toBeVisible();
  // However little of it fits below: the page scrolls, and nobody's row is cut off.
  const table = page.getByRole("region", { name: "当番表" });
  await expect(table.getByRole("row")).toHaveCount(5);
  expect(await table.evaluate((box) => box.scrollHeight - box.clientHeight)).toBeLessThanOrEqual(1);
  await needsNoSidewaysScrolling(page);
  await isAccessible(page);
});
