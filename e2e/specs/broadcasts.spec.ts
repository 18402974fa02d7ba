import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const HEADERS = { "X-Engawa": "1" };
const SUBJECT = "庁舎停電のお知らせ";
// It is held for ten seconds, and the queue is looked at once a second.
const GOES_OUT = { timeout: 25_000 };

const main = (page: Page) => page.getByRole("main");
const lists = (page: Page) => page.getByRole("navigation", { name: "一斉連絡" });
const place = (page: Page) => page.getByRole("navigation", { name: "メニュー" }).getByRole("link", { name: "一斉連絡" });

async function get<Answer>(page: Page, path: string): Promise<Answer> {
  return (await (await page.request.get(`/api${path}`)).json()) as Answer;
}

/** Sends without the form, which has a test of its own. */
async function send(page: Page, words: object): Promise<string> {
  const made = await page.request.post("/api/broadcasts", { headers: HEADERS, data: words });
  expect(made.ok(), await made.text()).toBe(true);
  const { id } = (await made.json()) as { id: string };
  const sent = await page.request.post(`/api/broadcasts/${id}/send`, { headers: HEADERS, data: {} });
  expect(sent.ok(), await sent.text()).toBe(true);
  return id;
}

test("somebody writes, chooses whom, looks at the names, thinks again within the hold, and sends it", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/broadcasts" });
  await expect(lists(page).getByText("届いた一斉連絡はありません")).toBeVisible();
  await isAccessible(page);
  await lists(page).getByRole("link", { name: "新しい一斉連絡" }).click();
  await main(page).getByRole("textbox", { name: "件名" }).fill(SUBJECT);
  await main(page).getByRole("textbox", { name: "本文" }).fill("土曜日の8時から**停電**します。");
  await main(page).getByRole("checkbox", { name: "「確認しました」を求める" }).check();
  const tomorrow = new Date(Date.now() + 33 * 3_600_000).toISOString().slice(0, 16);
  await main(page).getByLabel("確認の期限").fill(tomorrow);
  await main(page).getByRole("checkbox", { name: /返信を受け付ける/ }).check();
  await isAccessible(page);
  await main(page).getByRole("button", { name: "次へ" }).click();
  await main(page).getByRole("button", { name: "条件を追加", exact: true }).click();
  await expect(main(page).getByRole("button", { name: "職員全員", exact: true })).toBeVisible();
  await isAccessible(page);
  await main(page).getByRole("button", { name: "次へ" }).click();
  await expect(main(page).getByText(/\d+人に届きます/)).toBeVisible();
  await main(page).getByText("届く人").click();
  const names = main(page).locator(".broadcast-names li");
  await expect(names).toHaveCount(50);
  await main(page).getByRole("button", { name: "建制順" }).click();
  await expect(names.first()).toBeVisible();
  await isAccessible(page);
  await main(page).getByRole("button", { name: "送る", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "送る", exact: true }).click();
  await expect(main(page).getByText("まもなく送られます")).toBeVisible();
  await page.getByRole("button", { name: "取り消す", exact: true }).click();
  await expect(main(page).getByRole("heading", { level: 1, name: SUBJECT })).toBeVisible();
  await expect(main(page).getByRole("textbox", { name: "件名" })).toHaveValue(SUBJECT);
  await main(page).getByRole("button", { name: "3. 確かめて送る" }).click();
  await main(page).getByRole("button", { name: "送る", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "送る", exact: true }).click();
  await expect(main(page).getByText("送信済み").first()).toBeVisible(GOES_OUT);
  await expect(main(page).getByText(/確認済み 0 \/ \d+人/).first()).toBeVisible();
  await isAccessible(page);
});

test("it comes with a word and a mark, is confirmed with one press, and whoever sent it sees that", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const administrator = await open(town, town.people.administrator, { path: "/broadcasts" });
  await send(administrator, { title: "安全講習", body: "金曜日までにお読みください。", audience: { lines: [{}] }, must_read: true, replies: "sender" });
  await expect(clerk.getByText("一斉連絡が届きました").first()).toBeVisible(GOES_OUT);
  await expect(clerk.getByText(/確認が必要な一斉連絡が\d+件あります/)).toBeVisible();
  await place(clerk).click();
  await lists(clerk).getByRole("link", { name: /安全講習/ }).click();
  await expect(main(clerk).getByText("金曜日までにお読みください。")).toBeVisible();
  await isAccessible(clerk);
  await main(clerk).getByRole("button", { name: "確認しました" }).click();
  await expect(main(clerk).getByText(/に確認しました/)).toBeVisible();
  await main(clerk).getByRole("textbox", { name: "送信者に返信" }).fill("当日は出張です");
  await main(clerk).getByRole("button", { name: "返信する" }).click();
  await expect(main(clerk).getByText("当日は出張です")).toBeVisible();

  await lists(administrator).getByRole("button", { name: "送信" }).click();
  await lists(administrator).getByRole("link", { name: /安全講習/ }).click();
  await expect(main(administrator).getByText(/確認済み 1 \/ \d+人/).first()).toBeVisible();
  await main(administrator).getByRole("button", { name: new RegExp(town.people.clerk.name) }).click();
  await main(administrator).getByRole("textbox", { name: `${town.people.clerk.name}さんとのやりとり` }).fill("承知しました");
  await main(administrator).getByRole("button", { name: "答える" }).click();
  await expect(main(clerk).getByText("承知しました", { exact: true })).toBeVisible();
  await main(administrator).getByRole("link", { name: "確認の状況" }).click();
  await main(administrator).getByRole("button", { name: "確認済み", exact: true }).click();
  await expect(main(administrator).getByText(town.people.clerk.name)).toBeVisible();
  await isAccessible(administrator);
  await main(administrator).getByRole("link", { name: "印刷" }).click();
  await expect(administrator.getByRole("heading", { level: 1, name: "安全講習" })).toBeVisible();
  await isAccessible(administrator);
});

test("taken back, its words are gone and the reason stands there", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/broadcasts" });
  const { items } = await get<{ items: { id: string; name: string }[] }>(administrator, `/people?q=${encodeURIComponent(town.people.clerk.name)}`);
  const id = await send(administrator, { title: "誤った日付", body: "来週の火曜日です。", audience: { people: [items[0]?.id] } });
  const clerk = await open(town, town.people.clerk, { path: `/broadcasts`, device: "phone" });
  await expect(lists(clerk).getByRole("link", { name: /誤った日付/ })).toBeVisible(GOES_OUT);
  await needsNoSidewaysScrolling(clerk);
  await lists(clerk).getByRole("link", { name: /誤った日付/ }).click();
  await expect(main(clerk).getByText("来週の火曜日です。")).toBeVisible();
  await needsNoSidewaysScrolling(clerk);
  await administrator.goto(`/broadcasts/${id}`);
  await main(administrator).getByRole("button", { name: "取り消す" }).click();
  await administrator.getByRole("dialog").getByRole("textbox", { name: "理由" }).fill("日付の誤り");
  await isAccessible(administrator, ".dialog");
  await administrator.getByRole("dialog").getByRole("button", { name: "取り消す" }).click();
  await expect(main(clerk).getByText("理由:日付の誤り")).toBeVisible();
  await expect(main(clerk).getByText("来週の火曜日です。")).toBeHidden();
});

test("what goes to many waits for the consent of another administrator, who sends it back with a reason", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/broadcasts/rule" });
  await main(administrator).getByRole("spinbutton", { name: /承認を求める/ }).fill("10");
  await isAccessible(administrator);
  await main(administrator).getByRole("button", { name: "保存" }).click();
  await expect(administrator.getByText("決まりを保存しました").first()).toBeVisible();
  const { items } = await get<{ items: { id: string; name: string }[] }>(administrator, `/people?q=${encodeURIComponent(town.people.chief.name)}`);
  const grant = { holder: { person_id: items[0]?.id }, parts: [{ function: "broadcasts", verb: "release" }], scope: "all", valid_from: "2020-04-01" };
  const given = await administrator.request.post("/api/grants", { headers: HEADERS, data: grant });
  expect(given.ok(), await given.text()).toBe(true);
  const chief = await open(town, town.people.chief, { path: "/broadcasts" });
  const id = await send(administrator, { title: "全庁の訓練", body: "10時に始めます。", audience: { lines: [{}] } });
  await lists(chief).getByRole("button", { name: /承認待ち/ }).click();
  await lists(chief).getByRole("link", { name: /全庁の訓練/ }).click();
  await main(chief).getByRole("button", { name: "差し戻す" }).click();
  await chief.getByRole("dialog").getByRole("textbox", { name: "理由" }).fill("時刻を確かめてください");
  await chief.getByRole("dialog").getByRole("button", { name: "差し戻す" }).click();
  await administrator.goto(`/broadcasts/${id}`);
  await expect(main(administrator).getByText("理由:時刻を確かめてください")).toBeVisible();
  await isAccessible(administrator);
});

// Of one colour, 2 dots wide and 2 high.
const PLAN = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGNwaDgARAwQCgAoDgYBQzpj2gAAAABJRU5ErkJggg==", "base64");
const notice = { name: "停電のお知らせ.txt", mimeType: "text/plain", buffer: Buffer.from("土曜日の8時から停電します。") };
const plan = { name: "配置図.png", mimeType: "image/png", buffer: PLAN };
const list = { name: "対象の部屋.csv", mimeType: "text/csv", buffer: Buffer.alloc(700_000, "会議室,停電\n") };
const attached = (page: Page) => main(page).getByRole("region", { name: /^添付ファイル/ });
const choose = (page: Page, files: (typeof notice)[]) => main(page).locator(".broadcast-attach input[type=file]").setInputFiles(files);

test("a notice is sent with its papers, which those who get it look at and save, until it is taken back", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/broadcasts" });
  // Nobody else is asked, whatever was decided before.
  const ruled = await administrator.request.put("/api/broadcasts/rule", { headers: HEADERS, data: { consent_above: null, keep_years: null } });
  expect(ruled.ok(), await ruled.text()).toBe(true);
  await lists(administrator).getByRole("link", { name: "新しい一斉連絡" }).click();
  await main(administrator).getByRole("textbox", { name: "件名" }).fill("停電の資料");
  await main(administrator).getByRole("textbox", { name: "本文" }).fill("資料をご覧ください。");
  await choose(administrator, [notice, plan, list]);
  await expect(attached(administrator).getByRole("button", { name: /を外す$/ })).toHaveCount(3);
  await isAccessible(administrator);
  await attached(administrator).getByRole("button", { name: "対象の部屋.csvを外す" }).click();
  await expect(attached(administrator).getByText("対象の部屋.csv")).toBeHidden();
  await main(administrator).getByRole("button", { name: "次へ" }).click();
  await main(administrator).getByRole("button", { name: "条件を追加", exact: true }).click();
  await main(administrator).getByRole("button", { name: "次へ" }).click();
  await expect(attached(administrator).getByRole("heading", { name: "添付ファイル(2件)" })).toBeVisible();
  await isAccessible(administrator);
  await main(administrator).getByRole("button", { name: "送る", exact: true }).click();
  await administrator.getByRole("dialog").getByRole("button", { name: "送る", exact: true }).click();
  await expect(main(administrator).getByText("送信済み").first()).toBeVisible(GOES_OUT);

  const clerk = await open(town, town.people.clerk, { path: "/broadcasts", device: "phone" });
  await lists(clerk).getByRole("link", { name: /停電の資料/ }).click();
  await expect(attached(clerk).getByRole("listitem")).toHaveText([/停電のお知らせ\.txt/, /配置図\.png/]);
  await needsNoSidewaysScrolling(clerk);
  await isAccessible(clerk);
  const opener = attached(clerk).getByRole("button", { name: "停電のお知らせ.txtを開く" });
  await opener.click();
  const viewer = clerk.getByRole("dialog", { name: /停電のお知らせ\.txt/ });
  await expect(viewer.getByText("土曜日の8時から停電します。")).toBeVisible();
  await clerk.keyboard.press("Escape");
  await expect(viewer).toBeHidden();
  await expect(opener).toBeFocused();
  const saving = clerk.waitForEvent("download");
  await attached(clerk).getByRole("link", { name: "配置図.pngを保存する" }).click();
  expect((await saving).suggestedFilename()).toBe("配置図.png");

  const path = new URL(administrator.url()).pathname;
  await administrator.goto(`/print${path}`);
  await expect(administrator.getByText("停電のお知らせ.txt")).toBeVisible();
  await administrator.goto(path);
  await main(administrator).getByRole("button", { name: "取り消す" }).click();
  await administrator.getByRole("dialog").getByRole("textbox", { name: "理由" }).fill("差し替えます");
  await administrator.getByRole("dialog").getByRole("button", { name: "取り消す" }).click();
  await expect(main(clerk).getByText("理由:差し替えます")).toBeVisible();
  await expect(attached(clerk)).toBeHidden();
});

test("a file on its way is stopped and gone on with, and nothing is sent or left behind while it comes", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/broadcasts/new" });
  await main(administrator).getByRole("textbox", { name: "件名" }).fill("途中の資料");
  await main(administrator).getByRole("textbox", { name: "本文" }).fill("資料をご覧ください。");
  // Its bytes do not arrive until somebody lets them.
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await administrator.route("**/api/files/uploads/*", async (route) => {
    if (route.request().method() === "PATCH") await held;
    await route.continue().catch(() => undefined);
  });
  await choose(administrator, [list]);
  await attached(administrator).getByRole("button", { name: "対象の部屋.csvを一時停止する" }).click();
  await expect(attached(administrator).getByText("止めています")).toBeVisible();
  await isAccessible(administrator);
  await main(administrator).getByRole("button", { name: "次へ" }).click();
  await main(administrator).getByRole("button", { name: "条件を追加", exact: true }).click();
  await main(administrator).getByRole("button", { name: "次へ" }).click();
  await expect(main(administrator).getByText("ファイルがすべて届くと、送れます。")).toBeVisible();
  await expect(main(administrator).getByRole("button", { name: "送る", exact: true })).toBeDisabled();
  await place(administrator).click();
  await expect(administrator.getByRole("dialog")).toContainText("ファイルが届いている途中です");
  await administrator.keyboard.press("Escape");
  letGo();
  await main(administrator).getByRole("button", { name: "対象の部屋.csvの送信を再開" }).click();
  await expect(attached(administrator).getByRole("heading", { name: "添付ファイル(1件)" })).toBeVisible();
  await main(administrator).getByRole("button", { name: "下書きを保存" }).click();
  await expect(attached(administrator).getByRole("link", { name: "対象の部屋.csvを保存する" })).toBeVisible();
});
