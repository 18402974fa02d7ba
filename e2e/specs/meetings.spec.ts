import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { asked, beginNote, freshId, holdMeeting, roomOf, sendFile } from "../support/meetings.ts";
import { message, openRoom, pane } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const TABLET = { viewport: { width: 820, height: 1180 }, hasTouch: true };

const agenda = (page: Page): Locator => page.getByRole("navigation", { name: "次第と資料" });
const material = (page: Page, title: string): Locator => agenda(page).getByRole("button", { name: new RegExp(`資料\\d+ ${title}`) });
const standing = (page: Page): Locator => page.locator(".meeting-presenting");
/** A page of a PDF: its dots are there, and its words over them. */
const drawn = (page: Page, number: number): Locator =>
  page.getByRole("region", { name: `${number}ページ`, exact: true }).filter({ has: page.locator("[data-drawn] canvas") }).filter({ hasText: new RegExp(`Page ${number}\\b`) });
/** Pages that are on the screen, or ready behind it. */
const pagesOf = (page: Page): Locator => page.locator("[data-page]");
const shown = (page: Page): Locator => page.getByRole("heading", { level: 2 }).and(page.locator("#meeting-sheet-title"));

async function held(page: Page, title: string): Promise<{ path: string; room: string }> {
  await openRoom(page, ROOM);
  const room = roomOf(page);
  const [note, file] = [await beginNote(page, room, "手順の見直し", "procedure"), await sendFile(page, room, "予算書.pdf")];
  const path = await holdMeeting(page, room, title, [
    { title: "手順書", note_id: note },
    { title: "予算書", file_id: file },
  ]);
  return { path, room };
}

test("a meeting is called from the room, its agenda put in order, and found in the talk", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  const room = roomOf(page);
  await beginNote(page, room, "四月の報告", "procedure");
  await sendFile(page, room, "見積書.pdf");
  await page.getByRole("region", { name: ROOM, exact: true }).getByRole("button", { name: `${ROOM}の操作` }).click();
  await page.getByRole("menuitem", { name: "会議", exact: true }).click();
  await isAccessible(page);
  await pane(page).getByRole("button", { name: "会議を招集" }).click();
  const dialog = page.getByRole("dialog", { name: "会議を招集" });
  await dialog.getByLabel("会議名").fill("五月の課内会議");
  await dialog.getByLabel("開始日時").fill("2026-05-01T09:30");
  await dialog.getByLabel("場所").fill("第3会議室");
  await isAccessible(page);
  await dialog.getByRole("button", { name: "招集する" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "五月の課内会議" })).toBeVisible();
  await expect(page.getByText("次第と資料はまだありません")).toBeVisible();

  await page.getByRole("button", { name: "そのほかの操作" }).click();
  await page.getByRole("menuitem", { name: "次第と資料を編集" }).click();
  const editing = page.getByRole("dialog", { name: "次第と資料を編集" });
  await editing.getByRole("button", { name: "議題を加える" }).click();
  await editing.getByLabel("議題", { exact: true }).first().fill("補正予算");
  await editing.getByLabel("時間(分)").fill("15");
  await editing.getByRole("button", { name: "ノートを加える" }).click();
  await page.getByRole("dialog", { name: "ノートを選ぶ" }).getByRole("button", { name: "四月の報告" }).click();
  await page.getByRole("dialog", { name: "次第と資料を編集" }).getByRole("button", { name: "ファイルを加える" }).click();
  await page.getByRole("dialog", { name: "ファイルを選ぶ" }).getByRole("button", { name: "見積書.pdf" }).click();
  const again = page.getByRole("dialog", { name: "次第と資料を編集" });
  await again.getByRole("button", { name: "見積書.pdfを上へ" }).click();
  await isAccessible(page);
  await again.getByRole("button", { name: "保存" }).click();
  await expect(again).toHaveCount(0);
  await expect(agenda(page).getByRole("heading", { name: "補正予算" })).toBeVisible();
  await expect(agenda(page).getByText("09:30 ・ 15分")).toBeVisible();
  await expect(material(page, "見積書.pdf")).toContainText("資料1");

  // Whoever finds the card in the talk comes to the same meeting.
  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  await message(chief, "五月の課内会議").getByRole("link", { name: /五月の課内会議/ }).click();
  await expect(chief.getByRole("heading", { level: 1, name: "五月の課内会議" })).toBeVisible();
  await isAccessible(chief);
});

test("the presenter's page turns on the other screen, until somebody looks away, and one press brings them back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const { path } = await held(clerk, "めくる会議");
  await clerk.goto(path);
  const chief = await open(town, town.people.chief, { path });
  await clerk.getByRole("button", { name: "発表する" }).click();
  await expect(standing(clerk)).toContainText("あなたが発表しています");
  await expect(standing(chief)).toContainText("さんが発表しています");
  await material(clerk, "予算書").click();
  await expect(shown(chief)).toHaveText("予算書");
  await clerk.getByRole("button", { name: "次へ" }).click();
  await clerk.getByRole("button", { name: "次へ" }).click();
  await expect(drawn(chief, 3)).toBeVisible();

  await material(chief, "手順書").click();
  await expect(standing(chief)).toContainText("発表者と別のページを見ています");
  await isAccessible(chief);
  await clerk.keyboard.press("ArrowRight");
  await expect(drawn(clerk, 4)).toBeVisible();
  await expect(shown(chief)).toHaveText("手順書");
  await chief.keyboard.press("f");
  await expect(drawn(chief, 4)).toBeVisible();
  await expect(standing(chief)).toContainText("発表者と同じページを見ています");

  // Of a note the block at the top of one screen comes to the top of the other.
  await material(clerk, "手順書").click();
  await expect(shown(chief)).toHaveText("手順書");
  const paper = (page: Page) => page.getByRole("region", { name: "手順書" });
  const last = (page: Page) => paper(page).locator("[data-blocks] > *").last();
  await expect(paper(chief).locator("[data-blocks] > *").first()).toBeInViewport();
  await paper(clerk).evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await expect(last(chief)).toBeInViewport();
});

test("whoever comes late, and whose line was away, is where everybody is; the chair takes over", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const { path } = await held(clerk, "遅れて来る会議");
  await clerk.goto(path);
  const chief = await open(town, town.people.chief, { path });
  await chief.getByRole("button", { name: "発表する" }).click();
  await material(chief, "予算書").click();
  await chief.getByLabel("ページ", { exact: true }).fill("12");
  await chief.getByLabel("ページ", { exact: true }).press("Enter");
  await expect(drawn(clerk, 12)).toBeVisible();
  const late = await open(town, town.people.clerk, { path });
  await expect(drawn(late, 12)).toBeVisible();

  await late.context().setOffline(true);
  await chief.getByRole("button", { name: "次へ" }).click();
  await expect(drawn(clerk, 13)).toBeVisible();
  await expect(drawn(late, 12)).toBeVisible();
  await late.context().setOffline(false);
  await expect(drawn(late, 13)).toBeVisible({ timeout: 60_000 });

  await clerk.getByRole("button", { name: "発表を引き取る" }).click();
  await expect(standing(clerk)).toContainText("あなたが発表しています");
  await expect(standing(chief)).toContainText("さんが発表しています");
  await clerk.getByRole("button", { name: "発表者を代える" }).click();
  await clerk.getByRole("dialog", { name: "次の発表者" }).getByRole("button", { name: town.people.chief.name }).click();
  await expect(standing(chief)).toContainText("あなたが発表しています");
});

test("margin notes are one's own, stay where they were written, and can be printed", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const { path } = await held(clerk, "書き込む会議");
  await clerk.goto(path);
  const chief = await open(town, town.people.chief, { path });
  await material(clerk, "予算書").click();
  await clerk.getByRole("button", { name: "書き込みを開く" }).click();
  const margin = clerk.getByRole("complementary", { name: "自分の書き込み" });
  await margin.getByLabel("1ページへの書き込み").fill("ここは反対する");
  await expect(margin.getByText("保存済み")).toBeVisible();
  await expect(clerk.getByText("このページに自分の書き込みがあります")).toBeVisible();
  await isAccessible(clerk);
  // Not on the screen of somebody else.
  await material(chief, "予算書").click();
  await chief.getByRole("button", { name: "書き込みを開く" }).click();
  await expect(chief.getByText("この資料への書き込みはありません")).toBeVisible();
  await expect(chief.getByText("ここは反対する")).toHaveCount(0);

  await clerk.context().setOffline(true);
  await margin.getByLabel("1ページへの書き込み").fill("ここは反対する。理由は三つ");
  await expect(margin.getByText("まだ保存できていません")).toBeVisible();
  await clerk.context().setOffline(false);
  await clerk.reload();
  await material(clerk, "予算書").click();
  await clerk.getByRole("button", { name: "書き込みを開く" }).click();
  await expect(clerk.getByLabel("1ページへの書き込み")).toHaveValue("ここは反対する。理由は三つ");

  await clerk.goto(path.replace(/^.*\//, "/print/meetings/"));
  await expect(clerk.getByText("ここは反対する。理由は三つ")).toHaveCount(0);
  await clerk.getByLabel("自分の書き込み").check();
  await expect(clerk.getByText("ここは反対する。理由は三つ")).toBeVisible();
  await isAccessible(clerk);
  await clerk.goto("/print/margins");
  await expect(clerk.getByText("ここは反対する。理由は三つ")).toBeVisible();
});

test("the notes of a meeting that was opened can be read without a line", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const room = roomOf(clerk);
  const [one, other] = [await beginNote(clerk, room, "一つ目", "procedure"), await beginNote(clerk, room, "二つ目", "handover")];
  const path = await holdMeeting(clerk, room, "線のない会議", [
    { title: "甲の資料", note_id: one },
    { title: "乙の資料", note_id: other },
  ]);
  const prepared = clerk.waitForResponse((response) => response.url().includes(`/api/notes/${other}/page`));
  await clerk.goto(path);
  await (await prepared).finished();
  await expect(clerk.getByRole("region", { name: "甲の資料" })).toContainText("手順");
  await clerk.context().setOffline(true);
  await material(clerk, "乙の資料").click();
  await expect(clerk.getByRole("region", { name: "乙の資料" })).toContainText("業務");
  await clerk.context().setOffline(false);
});

test("the files of a meeting that was opened are drawn without a line, and fetched once", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { with: { serviceWorkers: "allow" } });
  await clerk.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
  const { path } = await held(clerk, "線のない資料");
  const whole: string[] = [];
  clerk.on("request", (request) => {
    if (/\/files\/[^/]+$/.test(new URL(request.url()).pathname) && request.headers().range === undefined) whole.push(request.url());
  });
  // The last of what draws a PDF: the file is kept by then.
  const prepared = clerk.waitForResponse((response) => response.url().includes("/cmaps/Adobe-Japan1-UCS2"), { timeout: 60_000 });
  await clerk.goto(path);
  await (await prepared).finished();
  await clerk.context().setOffline(true);
  await material(clerk, "予算書").click();
  await expect(drawn(clerk, 1)).toBeVisible();
  await clerk.keyboard.press("PageDown");
  await expect(drawn(clerk, 2)).toBeVisible();
  await material(clerk, "手順書").click();
  await expect(shown(clerk)).toHaveText("手順書");
  await clerk.context().setOffline(false);
  await material(clerk, "予算書").click();
  await expect(drawn(clerk, 1)).toBeVisible();
  expect(whole).toHaveLength(1);
});

test("a page is made larger and whole with the keys, ends where the file ends, and is read on a phone", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const { path } = await held(clerk, "大きくする会議");
  await clerk.goto(path);
  await material(clerk, "予算書").click();
  await expect(drawn(clerk, 1)).toBeVisible();
  await isAccessible(clerk);
  const width = () => drawn(clerk, 1).locator("canvas").evaluate((canvas) => canvas.getBoundingClientRect().width);
  const fits = await width();
  const contents = clerk.getByRole("group", { name: "ファイルの内容" });
  await contents.focus();
  for (const key of ["+", "+", "+"]) await clerk.keyboard.press(key);
  await expect.poll(width).toBeGreaterThan(fits * 2);
  // What is wider than its place is moved about by the arrows.
  await clerk.keyboard.press("ArrowRight");
  await expect.poll(() => contents.evaluate((place) => place.scrollLeft)).toBeGreaterThan(0);
  await expect(drawn(clerk, 1)).toBeVisible();
  await clerk.keyboard.press("0");
  await expect.poll(width).toBeCloseTo(fits, 0);
  await clerk.getByRole("button", { name: "ページ全体を表示" }).click();
  await expect.poll(width).toBeLessThan(fits);
  await clerk.getByRole("button", { name: "幅に合わせる" }).click();
  await clerk.getByLabel("ページ", { exact: true }).fill("30");
  await clerk.getByLabel("ページ", { exact: true }).press("Enter");
  await expect(drawn(clerk, 30)).toBeVisible();
  await clerk.getByRole("button", { name: "次へ" }).click();
  await expect(clerk.getByLabel("ページ", { exact: true })).toHaveValue("30");
  await expect(clerk.getByRole("status").filter({ hasText: "30ページのうち30ページ" })).toHaveCount(1);

  const phone = await open(town, town.people.chief, { path, device: "phone", with: { deviceScaleFactor: 2 } });
  await phone.getByRole("button", { name: "次第を開く" }).click();
  await material(phone, "予算書").click();
  await expect(drawn(phone, 1)).toBeVisible();
  await phone.getByRole("button", { name: "次へ" }).click();
  await expect(drawn(phone, 2)).toBeVisible();
  // A screen with twice the dots shows the page no larger.
  await expect.poll(() => drawn(phone, 2).locator("canvas").evaluate((canvas) => canvas.getBoundingClientRect().width)).toBeLessThan(390);
  await needsNoSidewaysScrolling(phone);
  await isAccessible(phone);
});

test("a picture and a table are shown in the meeting, and follow the presenter", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const room = roomOf(clerk);
  const dot = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  const [picture, table] = [await sendFile(clerk, room, "現場.png", dot), await sendFile(clerk, room, "点検.csv", Buffer.from("橋,点検\n一の橋,済\n"))];
  const path = await holdMeeting(clerk, room, "現場の会議", [
    { title: "現場の写真", file_id: picture },
    { title: "点検の一覧", file_id: table },
  ]);
  await clerk.goto(path);
  const chief = await open(town, town.people.chief, { path });
  await clerk.getByRole("button", { name: "発表する" }).click();
  await expect(chief.getByRole("img", { name: "現場.png" })).toBeVisible();
  await material(clerk, "点検の一覧").click();
  await expect(chief.getByRole("table")).toContainText("一の橋");
  await isAccessible(chief);
  // One page each: nothing is turned within them.
  await expect(chief.getByRole("button", { name: "次へ" })).toHaveCount(0);
});

test("a file that may not be saved is drawn under a watermark, and the agenda says that it is not kept", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  const room = roomOf(chief);
  const path = await holdMeeting(chief, room, "持ち出せない会議", [{ title: "図面", file_id: await sendFile(chief, room, "図面.pdf") }]);
  await asked(chief.context(), "PATCH", `/api/rooms/${room}`, { downloads: "nobody" });
  const clerk = await open(town, town.people.clerk, { path });
  await expect(drawn(clerk, 1)).toBeVisible();
  await expect(clerk.locator(".watermark span").first()).toHaveAttribute("data-words", new RegExp(town.people.clerk.name));
  await expect(clerk.getByText("このルームのファイルは保存できません。")).toBeVisible();
  await expect(material(clerk, "図面")).toContainText("つながっているときだけ表示できます");
  await expect(clerk.getByRole("link", { name: "図面.pdfを保存する" })).toHaveCount(0);
  await isAccessible(clerk);
  // Who brought it has it anyhow.
  await chief.goto(path);
  await expect(drawn(chief, 1)).toBeVisible();
  await expect(chief.getByRole("link", { name: "図面.pdfを保存する" })).toBeVisible();
  await expect(chief.locator(".watermark")).toHaveCount(0);
  await asked(chief.context(), "PATCH", `/api/rooms/${room}`, { downloads: "everyone" });
});

test("what changed since one saw it, and since the meeting before, is one press away; decisions stand on the agenda", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const { path, room } = await held(clerk, "前の会議");
  await clerk.goto(path);
  await clerk.getByRole("button", { name: "予算 決定と宿題を書く" }).click();
  const settling = clerk.getByRole("dialog", { name: "予算" });
  await settling.getByLabel("決定事項").fill("原案どおり");
  await settling.getByLabel("宿題").fill("伊藤が通知する");
  await settling.getByRole("button", { name: "保存" }).click();
  await expect(agenda(clerk).getByText("原案どおり")).toBeVisible();
  const id = path.split("/").at(-1) ?? "";
  const { materials } = await asked<{ materials: { id: string; note_id?: string; upto: number }[] }>(clerk.context(), "GET", `/api/meetings/${id}`);
  const note = materials[0]?.note_id ?? "";
  await asked(clerk.context(), "PUT", `/api/meetings/${id}/held`, { is_held: false });
  // Somebody writes on.
  const writing = await open(town, town.people.chief, { path: `/rooms/${room}/notes/${note}` });
  const text = writing.getByRole("textbox", { name: /の本文$/ });
  await text.focus();
  await writing.keyboard.press("Control+End");
  await writing.keyboard.type("追記しました");
  await expect(writing.getByText("保存済み", { exact: true })).toBeVisible();
  const next = await asked<{ id: string }>(clerk.context(), "POST", `/api/rooms/${room}/meetings`, { id: freshId(), title: "次の会議", starts_at: "2026-06-01T00:30:00Z", previous_id: id });
  await asked(clerk.context(), "PUT", `/api/meetings/${next.id}/agenda`, { items: [], materials: [{ id: freshId(), title: "手順書", note_id: note }] });
  await clerk.goto(`/rooms/${room}/meetings/${next.id}`);
  await clerk.getByText("前回の宿題").click();
  await expect(agenda(clerk).getByText("伊藤が通知する")).toBeVisible();
  await clerk.getByRole("button", { name: "前回の会議のあとに変わりました 変わったところを見る" }).click();
  await expect(clerk.getByRole("dialog", { name: "変わったところを見る" }).getByText("追記しました")).toBeVisible();
  await isAccessible(clerk);
});

test("on a tablet the agenda lies over the material and goes when something was chosen, and nothing is scrolled sideways", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const { path } = await held(clerk, "タブレットの会議");
  const tablet = await open(town, town.people.chief, { path, with: TABLET });
  await expect(shown(tablet)).toHaveText("手順書");
  await expect(agenda(tablet)).toHaveCount(0);
  await tablet.getByRole("button", { name: "次第を開く" }).click();
  await material(tablet, "予算書").click();
  await expect(agenda(tablet)).toHaveCount(0);
  await expect(shown(tablet)).toHaveText("予算書");
  await needsNoSidewaysScrolling(tablet);
  await isAccessible(tablet);
});

test("a meeting is played through with four and twenty browsers: all end where the presenter is", async ({ open }) => {
  test.setTimeout(420_000);
  const { clerk, chief } = town.people;
  const presenter = await open(town, clerk);
  const { path } = await held(presenter, "二十四人の会議");
  await presenter.goto(path);
  await presenter.getByRole("button", { name: "発表する" }).click();
  const table: Page[] = [];
  for (let seat = 1; seat < 24; seat++) table.push(await open(town, seat % 2 ? chief : clerk, { path }));
  // The clerk's other browsers are the presenter's own: they show the page that is turned to as well.
  await material(presenter, "予算書").click();
  for (const page of table) await expect(drawn(page, 1)).toBeVisible({ timeout: 30_000 });
  // Three lines break, two look elsewhere, and one comes late.
  for (const page of table.slice(0, 3)) await page.context().setOffline(true);
  const away = table.filter((_, seat) => seat === 10 || seat === 12);
  for (const page of away) await material(page, "手順書").click();
  for (let turn = 0; turn < 20; turn++) await presenter.keyboard.press("ArrowRight");
  await expect(drawn(presenter, 21)).toBeVisible();
  const late = await open(town, chief, { path });
  await expect(drawn(late, 21)).toBeVisible({ timeout: 30_000 });
  for (const page of table.slice(0, 3)) await page.context().setOffline(false);
  for (const page of away) {
    await expect(shown(page)).toHaveText("手順書");
    await page.getByRole("button", { name: "発表者のページに戻る" }).click();
  }
  for (const page of [...table, late]) await expect(drawn(page, 21)).toBeVisible({ timeout: 60_000 });
  // The page that is shown and the next one: no others are held by so many screens.
  for (const page of [...table, late]) expect(await pagesOf(page).count()).toBeLessThanOrEqual(2);
  await presenter.getByRole("button", { name: "そのほかの操作" }).click();
  await presenter.getByRole("menuitem", { name: "会議を終える" }).click();
  await presenter.getByRole("dialog", { name: "会議を終える" }).getByRole("button", { name: "会議を終える" }).click();
  for (const page of table.slice(3)) await expect(standing(page)).toContainText("終了", { timeout: 30_000 });
});
