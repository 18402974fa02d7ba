import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { openRoom, pane } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test.describe.configure({ mode: "serial" });

const card = (page: Page, name: string): Locator => page.getByRole("main").getByRole("region", { name });
const told = (page: Page, text: string | RegExp) => page.locator(".toast").getByText(text);

async function begin(page: Page, item: string, title: string): Promise<Locator> {
  await page.getByRole("button", { name: "追加する" }).press("Enter");
  await page.getByRole("menuitem", { name: item, exact: true }).press("Enter");
  const dialog = page.getByRole("dialog", { name: title });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function chooseSection(dialog: Locator, label: string): Promise<void> {
  const units = dialog.getByRole("combobox", { name: new RegExp(`^${label}`) });
  const option = units.locator("option", { hasText: ROOM }).first();
  await units.selectOption((await option.getAttribute("value")) ?? "");
}

test("a parcel is posted with its picture, is received by a colleague, who can undo that, and stands on paper until then", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  const dialog = await begin(mine, "荷物", "荷物を知らせる");
  await chooseSection(dialog, "どの課あてか");
  await dialog.getByLabel("差出人・運送会社").fill("みどり運輸");
  await dialog.getByLabel(/^個数/).fill("3");
  await dialog.getByLabel(/^保管場所/).fill("1階受付");
  const [chooser] = await Promise.all([mine.waitForEvent("filechooser"), dialog.getByRole("button", { name: "写真を選ぶ" }).click()]);
  await chooser.setFiles({ name: "荷物.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") });
  await expect(dialog.getByText("荷物.png")).toBeVisible();
  await expect(dialog.getByText("送っています…")).toHaveCount(0);
  await isAccessible(mine);
  await dialog.getByRole("button", { name: "送る", exact: true }).press("Enter");
  await expect(dialog).toHaveCount(0);

  const parcel = card(theirs, "荷物: みどり運輸 3個");
  await expect(parcel.getByText("受け取り待ち")).toBeVisible();
  await expect(parcel).toContainText("1階受付");
  await expect(theirs.getByRole("main").getByText("荷物.png").or(theirs.getByRole("main").getByAltText(/荷物\.png/)).first()).toBeVisible();
  await isAccessible(theirs);

  // The list beside the room, and the paper.
  await mine.goto(`${mine.url()}/slips`);
  await expect(pane(mine).getByText("みどり運輸 3個")).toBeVisible();
  await isAccessible(mine);
  await pane(mine).getByRole("link", { name: "印刷" }).click();
  await expect(mine.getByRole("table").getByRole("row").filter({ hasText: "みどり運輸" })).toContainText("1階受付");
  await isAccessible(mine);
  await mine.getByRole("button", { name: "戻る" }).click();
  await expect(pane(mine).getByText("みどり運輸 3個")).toBeVisible();

  await parcel.getByRole("button", { name: "受け取りました" }).press("Enter");
  await expect(card(mine, "荷物: みどり運輸 3個").getByText("受取済")).toBeVisible();
  await expect(card(mine, "荷物: みどり運輸 3個")).toContainText(chief.name);
  await expect(pane(mine).getByText("受け取りを待つ荷物はありません")).toBeVisible();
  await told(theirs, "受取済にしました。").locator("xpath=ancestor::*[contains(@class,'toast')][1]").getByRole("button", { name: "取り消す" }).click();
  await expect(card(mine, "荷物: みどり運輸 3個").getByText("受け取り待ち")).toBeVisible();
});

test("a request is answered, returned with a reason, answered again and confirmed, with the keyboard alone", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  const dialog = await begin(mine, "依頼", "依頼を出す");
  await dialog.getByLabel(/^依頼する内容/).fill("区画線の積算根拠");
  await dialog.getByRole("combobox", { name: "ルームの人" }).selectOption({ label: chief.name });
  await dialog.getByRole("button", { name: "依頼先を足す" }).press("Enter");
  await expect(dialog.getByRole("list", { name: "依頼先" })).toContainText(chief.name);
  await isAccessible(mine);
  await dialog.getByRole("button", { name: "送る", exact: true }).press("Enter");
  await expect(dialog).toHaveCount(0);

  const theirCard = card(theirs, "依頼: 区画線の積算根拠");
  const myCard = card(mine, "依頼: 区画線の積算根拠");
  await theirCard.getByRole("button", { name: /^対応する/ }).press("Enter");
  await expect(theirCard.getByRole("list", { name: "依頼先ごとの状態" }).getByRole("listitem").first()).toBeFocused();
  await expect(myCard.getByText("対応中", { exact: true })).toBeVisible();
  const answer = async (words: string) => {
    await theirCard.getByRole("button", { name: /^回答(する|を出し直す)/ }).press("Enter");
    const asked = theirs.getByRole("dialog", { name: /^回答する/ });
    await asked.getByLabel(/^回答/).fill(words);
    await isAccessible(theirs);
    await asked.getByRole("button", { name: "回答する", exact: true }).press("Enter");
    await expect(asked).toHaveCount(0);
  };
  await answer("昨年度の単価です");
  await expect(myCard.getByText("昨年度の単価です")).toBeVisible();
  await myCard.getByRole("button", { name: /^差し戻す/ }).press("Enter");
  const why = mine.getByRole("dialog", { name: /^差し戻す/ });
  await why.getByLabel(/^差し戻す理由/).fill("今年度の単価でお願いします");
  await why.getByRole("button", { name: "差し戻す", exact: true }).press("Enter");
  await expect(theirCard.getByText("差し戻しの理由: 今年度の単価でお願いします")).toBeVisible();
  await answer("今年度の単価に直しました");
  await expect(myCard.getByText("今年度の単価に直しました")).toBeVisible();
  await myCard.getByRole("button", { name: /^確認しました/ }).press("Enter");
  await expect(theirCard.getByText("確認済", { exact: true })).toBeVisible();
  await isAccessible(mine);
});

test("an answer that comes too late is kept, is shown beside the one that was given, and is sent again", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  const elsewhere = await open(town, chief);
  await openRoom(mine, ROOM);
  const dialog = await begin(mine, "依頼", "依頼を出す");
  await dialog.getByLabel(/^依頼する内容/).fill("街路灯の件数");
  await dialog.getByRole("combobox", { name: "ルームの人" }).selectOption({ label: chief.name });
  await dialog.getByRole("button", { name: "依頼先を足す" }).press("Enter");
  await dialog.getByRole("button", { name: "送る", exact: true }).press("Enter");
  await expect(dialog).toHaveCount(0);

  await theirs.goto(`${town.url}/slips`);
  const listed = theirs.getByRole("main").getByRole("listitem").filter({ hasText: "街路灯の件数" });
  await listed.getByRole("button", { name: /^回答する/ }).press("Enter");
  const late = theirs.getByRole("dialog", { name: /^回答する/ });
  await late.getByLabel(/^回答/).fill("書きかけの答え");
  await openRoom(elsewhere, ROOM);
  await card(elsewhere, "依頼: 街路灯の件数").getByRole("button", { name: /^回答する/ }).press("Enter");
  const early = elsewhere.getByRole("dialog", { name: /^回答する/ });
  await early.getByLabel(/^回答/).fill("先の答え");
  await early.getByRole("button", { name: "回答する", exact: true }).press("Enter");
  await expect(early).toHaveCount(0);

  // What was answered leaves the list; what is being written about it stays.
  await expect(listed).toHaveCount(0);
  await expect(late.getByLabel(/^回答/)).toHaveValue("書きかけの答え");
  await late.getByRole("button", { name: "回答する", exact: true }).press("Enter");
  await expect(late.getByRole("alert")).toContainText("書いた文章は残っています");
  await expect(late.getByRole("group", { name: "いまの状態" })).toContainText("先の答え");
  await isAccessible(theirs);
  await late.getByRole("button", { name: "回答する", exact: true }).press("Enter");
  await expect(late).toHaveCount(0);
  await expect(card(mine, "依頼: 街路灯の件数").getByText("書きかけの答え")).toBeVisible();
});

test("an answer to the council is drafted, approved and printed on a page of its own", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  const dialog = await begin(mine, "答弁", "議会の質問を出す");
  await dialog.getByLabel(/^質問する議員/).fill("緑川議員(縁側会)");
  await dialog.getByLabel(/^答弁する日/).fill("2098-06-10");
  await dialog.getByLabel(/^その日の順番/).fill("3");
  await dialog.getByLabel(/^件名/).fill("通学路の安全");
  await dialog.getByLabel(/^質問の要旨/).fill("点検の結果を問う");
  await chooseSection(dialog, "答弁を作る部署");
  await dialog.getByRole("button", { name: "部長確認を外す" }).press("Enter");
  await dialog.getByRole("combobox", { name: /^1番目に確認する人/ }).selectOption({ label: chief.name });
  await isAccessible(mine);
  await dialog.getByRole("button", { name: "送る", exact: true }).press("Enter");
  await expect(dialog).toHaveCount(0);

  const name = "答弁: 通学路の安全";
  await card(mine, name).getByRole("button", { name: "起案する" }).press("Enter");
  const draft = mine.getByRole("dialog", { name: /^起案する/ });
  await draft.getByLabel(/^答弁の案/).fill("12か所の点検を終えました。");
  await isAccessible(mine);
  await draft.getByRole("button", { name: "起案する", exact: true }).press("Enter");
  await expect(draft).toHaveCount(0);
  await card(theirs, name).getByRole("button", { name: "承認する" }).press("Enter");
  await expect(card(mine, name).getByText("確定", { exact: true })).toBeVisible();
  await isAccessible(theirs);

  await mine.goto(`${mine.url()}/slips`);
  await pane(mine).getByRole("button", { name: "答弁", exact: true }).first().press("Enter");
  await expect(pane(mine).getByText("通学路の安全")).toBeVisible();
  await isAccessible(mine);
  await pane(mine).getByRole("link", { name: "印刷" }).click();
  await expect(mine.getByRole("article").filter({ hasText: "通学路の安全" })).toContainText("12か所の点検を終えました。");
  await isAccessible(mine);
});

test("on a phone what waits for the section is found, and nothing scrolls sideways", async ({ open }) => {
  const chief = await open(town, town.people.chief, { device: "phone" });
  await chief.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: "課の荷物・依頼・答弁" }).click();
  await expect(chief.getByRole("heading", { level: 1, name: "課の荷物・依頼・答弁" })).toBeVisible();
  const waits = chief.getByRole("main").getByRole("listitem").filter({ hasText: "みどり運輸 3個" }).first();
  await expect(waits).toBeVisible();
  await isAccessible(chief);
  await needsNoSidewaysScrolling(chief);
  // The second press of a double click undoes nothing.
  await waits.getByRole("button", { name: "受け取りました" }).dblclick();
  await expect(chief.getByText("自分と課に来ている荷物や依頼はありません")).toBeVisible();
  await expect(chief.getByText("先に変わっていたので")).toHaveCount(0);
  await expect(chief.getByRole("group", { name: "一覧", exact: true })).toBeFocused();
});
