import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

const told = (page: Page, text: string) => page.locator(".toast").getByText(text);
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

/** The board of somebody's section, with its people on it. */
async function isShown(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("heading", { name: /の行先表$/ })).toBeVisible();
  await expect(row(page, name)).toBeVisible();
}

test("the board of a section moves in both browsers, by keys, by one press, and by a colleague whom it names", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk, { path: "/board" });
  const theirs = await open(town, chief, { path: "/board" });
  await isShown(mine, chief.name);
  await isShown(theirs, clerk.name);

  // One key says it, and the other browser shows it by itself.
  await row(mine, clerk.name).getByRole("button", { name: "在席", exact: true }).focus();
  await mine.keyboard.press("4");
  await expect(row(theirs, clerk.name).locator(".tag[data-at]")).toHaveText("会議");
  await expect(row(theirs, clerk.name)).toContainText("今日中");
  await row(mine, clerk.name).getByRole("button", { name: "在宅" }).click();
  await expect(row(theirs, clerk.name).locator(".tag[data-at]")).toHaveText("在宅");

  // Who takes the telephone says it for them, with the keyboard alone.
  await theirs.getByRole("button", { name: `${clerk.name}さんの居場所を変える` }).focus();
  await theirs.keyboard.press("Enter");
  const dialog = theirs.getByRole("dialog", { name: `${clerk.name}さんの居場所` });
  await dialog.getByRole("radio", { name: "外出" }).check();
  await dialog.getByLabel("場所・行先").fill("県庁");
  await dialog.getByLabel("いつまで").selectOption("変えるまで");
  await isAccessible(theirs);
  await dialog.getByRole("button", { name: "知らせる" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(row(mine, clerk.name)).toContainText("県庁");
  await expect(row(mine, clerk.name)).toContainText(`${chief.name}さんが入力`);
  await expect(told(mine, `${chief.name}さんが、あなたの居場所を「外出 県庁」にしました。`)).toBeVisible();

  await theirs.getByRole("button", { name: "席にいない人だけ" }).click();
  await expect(row(theirs, clerk.name)).toBeVisible();
  await expect(theirs.getByRole("button", { name: `${chief.name}さんの居場所を変える` })).toHaveCount(0);
  await isAccessible(theirs);
  await needsNoSidewaysScrolling(theirs);
  await mine.getByRole("button", { name: "元に戻す" }).last().click();
  await expect(row(theirs, clerk.name).locator(".tag[data-at]")).toHaveText("在宅");
  // The next one begins with nothing said.
  expect((await mine.request.put("/api/me/whereabouts", { headers: { "x-engawa": "1" }, data: {} })).ok()).toBe(true);
});

test("it is two presses from anywhere, stands on the card, and is taken back", async ({ open }) => {
  const { clerk, chief } = town.people;
  const page = await open(town, clerk);
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await page.getByRole("button", { name: "自分のメニュー" }).click();
  await page.getByRole("menuitem", { name: "今日は在宅" }).click();
  await expect(told(page, "居場所を「在宅」にしました。")).toBeVisible();
  const { person } = (await (await page.request.get("/api/me")).json()) as { person: { id: string } };
  const other = await open(town, chief, { path: `/people/${person.id}` });
  const card = other.getByRole("complementary");
  await expect(card.getByText("在宅")).toBeVisible();
  // Once the card says that they are there, it hears of them.
  await expect(card.getByText("在席", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "元に戻す" }).click();
  await expect(card.locator('.tag[data-at="home"]')).toHaveCount(0);

  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "外出・会議・戻り時刻など…" }).click();
  const dialog = page.getByRole("dialog", { name: "自分の居場所" });
  await dialog.getByRole("radio", { name: "会議" }).check();
  await dialog.getByLabel("いつまで").selectOption("時刻を書く");
  await dialog.getByLabel(/^戻る時刻/).fill("夕方");
  await dialog.getByRole("button", { name: "知らせる" }).click();
  await expect(dialog.getByText("時刻として読めません。15:30 のように書いてください。")).toBeVisible();
  await dialog.getByLabel(/^戻る時刻/).fill("２３時５９分");
  await dialog.getByRole("button", { name: "知らせる" }).click();
  await expect(page.getByRole("region", { name: "居場所" }).getByText("〜23:59")).toBeVisible();
  await isAccessible(page);
});

test("the command palette leads to the board, which on a phone is a list that needs no sideways scrolling", async ({ open }) => {
  const { clerk } = town.people;
  const page = await open(town, clerk);
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("行先");
  await page.getByRole("option", { name: /行先表/ }).click();
  await isShown(page, clerk.name);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(`${clerk.name} 印刷`)).toBeVisible();
  await expect(page.getByRole("button", { name: "席にいない人だけ" })).toBeHidden();

  const phone = await open(town, clerk, { path: "/board", device: "phone" });
  const own = phone.getByRole("listitem").filter({ hasText: clerk.name });
  await own.getByRole("button", { name: "離席" }).click();
  await expect(own.locator(".tag[data-at]")).toHaveText("離席");
  await needsNoSidewaysScrolling(phone);
  await isAccessible(phone);
});

test("the console keeps places, a renamed one with those who are there, and reminds who has said nothing", async ({ open }) => {
  const { administrator, clerk } = town.people;
  const admin = await open(town, administrator, { path: "/admin/whereabouts" });
  await admin.getByRole("button", { name: "場所を追加" }).click();
  const dialog = admin.getByRole("dialog", { name: "場所を追加" });
  await dialog.getByLabel(/^名前/).fill("第二庁舎");
  await dialog.getByLabel(/^よみ/).fill("だいにちょうしゃ");
  await dialog.getByLabel("電話・内線").fill("7000");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(row(admin, "第二庁舎")).toContainText("7000");

  const page = await open(town, clerk, { path: "/board" });
  await page.getByRole("button", { name: `${clerk.name}さんの居場所を変える` }).click();
  const own = page.getByRole("dialog", { name: "自分の居場所" });
  await own.getByRole("radio", { name: "在席" }).check();
  await own.getByLabel("場所・行先").selectOption("第二庁舎");
  await own.getByRole("button", { name: "知らせる" }).click();
  await expect(row(page, clerk.name)).toContainText("第二庁舎");
  await expect(row(page, clerk.name)).toContainText("7000");
  await admin.getByRole("button", { name: "第二庁舎を編集" }).click();
  await admin.getByRole("dialog").getByLabel(/^名前/).fill("東庁舎");
  await admin.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await expect(row(page, clerk.name)).toContainText("東庁舎");

  // Whether anybody is missing today depends on the calendar; so the page is given a day on which two are.
  const { items } = (await (await admin.request.get("/api/people?limit=2")).json()) as { items: { id: string; name: string; staff_number: string; extension: string }[] };
  const lines = items.map((person) => ({ person, staff_number: person.staff_number, extension: person.extension, reminded_at: null }));
  await admin.route(/\/api\/whereabouts\/missing\?/, (route) => route.fulfill({ json: { items: lines, next: null } }));
  await admin.route("**/api/whereabouts/missing/units", (route) => route.fulfill({ json: { counting: true, units: [{ unit_id: "0000000000000", unit_name: "道路課", missing: 2, of: 9 }] } }));
  await admin.route("**/api/whereabouts/reminders", (route) => route.fulfill({ json: { count: 2 } }));
  await admin.getByRole("combobox", { name: "居場所を毎日入れる" }).selectOption("求める");
  await admin.getByLabel(/^数え始める時刻/).fill("09:00");
  await admin.getByRole("region", { name: "居場所を毎日入れる" }).getByRole("button", { name: "保存" }).click();
  const missing = admin.getByRole("region", { name: "今日まだ入れていない人" });
  await expect(missing.getByText("9人のうち2人が、まだ入れていません。")).toBeVisible();
  await expect(missing.getByRole("row")).toHaveCount(3);
  await isAccessible(admin);
  await needsNoSidewaysScrolling(admin);
  await missing.getByRole("button", { name: "催促する" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "催促する" }).click();
  await expect(told(admin, "2人に催促しました。")).toBeVisible();
});

test("who was reminded sees a calm band with the answers in it, until they have answered", async ({ open }) => {
  const { chief } = town.people;
  const page = await open(town, chief, {
    before: (context) =>
      context.route("**/api/bootstrap", async (route) => {
        const answer = await route.fetch();
        const all = (await answer.json()) as { me: Record<string, unknown> };
        await route.fulfill({ response: answer, json: { ...all, me: { ...all.me, whereabouts_asked_at: new Date().toISOString() } } });
      }),
  });
  const band = page.getByText("今日の居場所がまだ入っていません。");
  await expect(band).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "在席", exact: true }).click();
  await expect(band).toHaveCount(0);
  await expect(told(page, "居場所を「在席」にしました。")).toBeVisible();
});

test("what was said last is said again with one press, and whoever does not want to be asked today is not", async ({ open }) => {
  const { clerk } = town.people;
  const asked = new Date().toISOString();
  const page = await open(town, clerk, {
    before: async (context) => {
      await context.route("**/api/me/whereabouts/last", (route) => route.fulfill({ json: { said: { kind: "at_desk", place: "西支所", since: "2026-04-01T00:00:00Z", until: "2026-04-01T15:00:00Z" } } }));
      await context.route("**/api/bootstrap", async (route) => {
        const answer = await route.fetch();
        const all = (await answer.json()) as { me: Record<string, unknown> };
        await route.fulfill({ response: answer, json: { ...all, me: { ...all.me, whereabouts_asked_at: asked } } });
      });
    },
  });
  const band = page.getByText("今日の居場所がまだ入っていません。");
  const again = page.getByRole("button", { name: "前回と同じ: 在席 西支所" });
  await expect(again).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "今日は尋ねない" }).press("Enter");
  await expect(band).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await expect(band).toHaveCount(0);
  await page.evaluate(() => localStorage.removeItem("engawa.whereabouts-put-off"));
  await page.reload();
  await again.press("Enter");
  await expect(told(page, "居場所を「在席 西支所」にしました。")).toBeVisible();
  await expect(band).toHaveCount(0);
});
