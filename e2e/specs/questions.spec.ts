import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { asked, freshId } from "../support/meetings.ts";
import { choose, message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test.describe.configure({ mode: "serial" });

const CLINICS = "予防接種の質問";
const CLINIC = "みどり医院";
const headers = { "X-Engawa": "1" };
const visitor = { login: "", name: "山田 太郎", password: "みどりの縁側で休む午後" };
let room = "";

// On a phone it is the main part of the page.
const pane = (page: Page): Locator => page.locator(".pane-column");
const listed = (page: Page, words: string): Locator => pane(page).getByRole("listitem").filter({ hasText: words });
const tab = (page: Page, name: string): Locator => pane(page).getByRole("group", { name: "表示する質問" }).getByRole("button", { name: new RegExp(`^${name}`) });
const told = (page: Page, text: string): Locator => page.locator(".toast").getByText(text);
const button = (place: Locator, name: string): Locator => place.getByRole("button", { name, exact: true });

/** Goes to one of the lists beside the room. */
async function goTo(page: Page, list: "open" | "answered" | "faq" | "private" = "open"): Promise<void> {
  await page.goto(`/rooms/${room}/questions${list === "open" ? "" : `?tab=${list}`}`);
  await expect(pane(page).getByRole("heading", { name: "質問とFAQ" })).toBeVisible();
}

const idOf = async (page: Page) => (await asked<{ person: { id: string } }>(page.context(), "GET", "/api/me")).person.id;

/** Says something and marks it; its id. */
async function ask(page: Page, words: string): Promise<string> {
  const id = freshId();
  await asked(page.context(), "POST", `/api/rooms/${room}/messages`, { id, body: words });
  await asked(page.context(), "PUT", `/api/messages/${id}/question`, {});
  return id;
}

const writeEntry = (page: Page, question: string, answer: string) => asked(page.context(), "PUT", `/api/rooms/${room}/faq/${freshId()}`, { question, answer });

test("a question is marked, claimed by one, seen by the other, answered and put back, with the pane beside the room", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  await write(mine, ROOM, "予備の針はどこにありますか");
  await choose(mine, message(mine, "予備の針はどこにありますか"), "質問にする");
  await expect(mine.locator(".toast").getByText("質問にしました")).toBeVisible();
  await mine.goto(`${mine.url().split("?")[0]}/questions`);
  await theirs.goto(`${theirs.url().split("?")[0]}/questions`);
  const asked = pane(mine).getByRole("listitem").filter({ hasText: "予備の針はどこにありますか" });
  const there = pane(theirs).getByRole("listitem").filter({ hasText: "予備の針はどこにありますか" });
  await expect(asked).toBeVisible();
  await isAccessible(mine);
  await there.getByRole("button", { name: "私が回答します" }).press("Enter");
  await expect(asked.getByText(`${chief.name}が回答します`)).toBeVisible();
  await expect(asked.getByRole("button", { name: "回答する" })).toHaveCount(0);

  await there.getByRole("button", { name: "回答する" }).press("Enter");
  const dialog = theirs.getByRole("dialog", { name: "質問に回答する" });
  await dialog.getByLabel(/^回答/).fill("2階の倉庫にあります");
  await isAccessible(theirs);
  await dialog.getByRole("button", { name: "送る" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(message(mine, "2階の倉庫にあります")).toBeVisible();
  await expect(pane(mine).getByText("未回答の質問はありません")).toBeVisible();
  await pane(mine).getByRole("button", { name: "回答済み" }).press("Enter");
  await expect(asked.getByText("2階の倉庫にあります")).toBeVisible();
  await asked.getByRole("button", { name: "未回答に戻す" }).press("Enter");
  await expect(pane(theirs).getByRole("listitem").filter({ hasText: "予備の針はどこにありますか" })).toBeVisible();
});

test("an empty FAQ says how it begins, and its paper stands alone", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await page.goto(`${page.url().split("?")[0]}/questions`);
  await pane(page).getByRole("button", { name: "FAQ", exact: true }).press("Enter");
  await expect(pane(page).getByText("FAQはまだありません")).toBeVisible();
  await pane(page).getByRole("link", { name: "印刷" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "FAQ" })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "戻る" }).click();
  await expect(pane(page)).toBeVisible();
});

test("a guest marks their own question, is offered neither to claim nor to answer it, and nobody from outside the room reads it", async ({ open }) => {
  const admin = await open(town, town.people.administrator);
  const chief = await open(town, town.people.chief);
  const clerk = await open(town, town.people.clerk);
  const last_day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const said = { family_name: "山田", given_name: "太郎", family_reading: "やまだ", given_reading: "たろう", kind: "business", affiliation: CLINIC, purpose: "予防接種の連絡", sponsor_id: await idOf(admin), last_day };
  const made = await asked<{ guest: { login: string; person: { id: string } }; initial_password: string }>(admin.context(), "POST", "/api/guests", said);
  visitor.login = made.guest.login;
  const people = [await idOf(clerk), made.guest.person.id];
  room = (await asked<{ id: string }>(chief.context(), "POST", "/api/rooms", { id: freshId(), kind: "private", name: CLINICS, people })).id;
  const guest = await open(town, null);
  await guest.request.post("/api/sign-in", { headers, data: { login: visitor.login, password: made.initial_password } });
  await asked(guest.context(), "PUT", "/api/me/password", { current: made.initial_password, new: visitor.password });

  await guest.goto(`/rooms/${room}`);
  await write(guest, CLINICS, "接種券の再発行はどこでできますか");
  await choose(guest, message(guest, "接種券の再発行"), "質問にする");
  await expect(told(guest, "質問にしました")).toBeVisible();
  await goTo(guest);
  const own = listed(guest, "接種券の再発行");
  await expect(button(own, "質問から外す")).toBeVisible();
  for (const name of ["私が回答します", "回答する"]) await expect(button(own, name)).toHaveCount(0);
  await isAccessible(guest);
  await tab(guest, "FAQ").press("Enter");
  await expect(pane(guest).getByText("よくある質問と回答を、ルームの管理者がここに書きます。")).toBeVisible();
  await expect(pane(guest).getByRole("button", { name: "FAQを書く" })).toHaveCount(0);

  await goTo(clerk);
  await expect(button(listed(clerk, "接種券の再発行"), "私が回答します")).toBeVisible();
  for (const place of ["questions", "question-desk", "faq", "private-questions"]) expect((await admin.request.get(`/api/rooms/${room}/${place}`)).status(), place).toBe(404);
});

test("with the keyboard alone a question is marked, claimed, answered and put into the FAQ, and the focus stays where the work goes on", async ({ open }) => {
  const page = await open(town, town.people.chief, { path: `/rooms/${room}` });
  await write(page, CLINICS, "会場の駐車場は何台ですか");
  const row = page.getByRole("main").getByRole("list", { name: "メッセージ" }).getByRole("listitem").filter({ hasText: "会場の駐車場" });
  await row.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "質問にする" }).press("Enter");
  await expect(told(page, "質問にしました")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: `${CLINICS}の操作` }).press("Enter");
  await page.getByRole("menuitem", { name: "質問とFAQ" }).press("Enter");

  const parking = listed(page, "会場の駐車場");
  await button(parking, "私が回答します").press("Enter");
  await expect(parking.getByText("私が回答します(", { exact: false })).toBeVisible();
  await expect(button(parking, "回答する")).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "質問に回答する" });
  await expect(dialog.getByLabel(/^回答/)).toBeFocused();
  await isAccessible(page);
  await page.keyboard.insertText("20台です");
  await button(dialog, "送る").press("Enter");
  await expect(dialog).toHaveCount(0);
  // What was answered leaves the list, and the next question has the focus.
  await expect(parking).toHaveCount(0);
  await expect(button(listed(page, "接種券の再発行"), "私が回答します")).toBeFocused();

  await tab(page, "回答済み").press("Enter");
  await expect(pane(page).getByRole("table")).toBeVisible();
  await isAccessible(page);
  await button(parking, "FAQに載せる").press("Enter");
  const entry = page.getByRole("dialog", { name: "FAQに載せる" });
  await expect(entry.getByLabel(/^質問/)).toHaveValue("会場の駐車場は何台ですか");
  await expect(entry.getByLabel(/^回答/)).toHaveValue("20台です");
  await isAccessible(page);
  await button(entry, "保存する").press("Enter");
  await expect(entry).toHaveCount(0);
  await expect(parking.getByText("FAQに載せました")).toBeVisible();
  await expect(button(parking, "FAQに載せる")).toHaveCount(0);

  await tab(page, "FAQ").press("Enter");
  await expect(pane(page).getByLabel("FAQを探す")).toBeVisible();
  await pane(page).getByText("会場の駐車場は何台ですか").press("Enter");
  await expect(pane(page).getByText("20台です")).toBeVisible();
  await button(pane(page), "もとのメッセージを見る").press("Enter");
  await expect(pane(page)).toHaveCount(0);
  await expect(row.first()).toBeInViewport();
  await page.goBack();
  await expect(pane(page).getByText("会場の駐車場は何台ですか")).toBeVisible();
  await tab(page, "FAQ").focus();
  await page.keyboard.press("Escape");
  await expect(pane(page)).toHaveCount(0);
});

test("a claim is seen by the colleague at once, and one message answers two who asked the same", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  const clerk = await open(town, town.people.clerk);
  const guest = await open(town, visitor);
  await ask(clerk, "予備の注射針はもらえますか");
  await ask(guest, "注射針が足りないときはどうしますか");
  await goTo(chief);
  await goTo(clerk);
  await button(listed(chief, "予備の注射針"), "私が回答します").press("Enter");
  await expect(listed(clerk, "予備の注射針").getByText(`${town.people.chief.name}が回答します`)).toBeVisible();
  await expect(button(listed(clerk, "予備の注射針"), "回答する")).toHaveCount(0);
  await button(listed(chief, "予備の注射針"), "回答する").press("Enter");
  const first = chief.getByRole("dialog", { name: "質問に回答する" });
  await first.getByLabel(/^回答/).fill("健康課の窓口で、箱でお渡しします");
  await button(first, "送る").press("Enter");
  await expect(first).toHaveCount(0);
  await expect(message(clerk, "箱でお渡しします")).toHaveCount(1);

  await button(listed(clerk, "注射針が足りない"), "回答する").press("Enter");
  const second = clerk.getByRole("dialog", { name: "質問に回答する" });
  await second.getByLabel("前の回答を使う").selectOption({ label: "健康課の窓口で、箱でお渡しします" });
  await isAccessible(clerk);
  await button(second, "この回答にする").press("Enter");
  await expect(second).toHaveCount(0);
  await expect(listed(clerk, "注射針が足りない")).toHaveCount(0);
  await tab(clerk, "回答済み").press("Enter");
  for (const words of ["予備の注射針", "注射針が足りない"]) await expect(listed(clerk, words)).toContainText("箱でお渡しします");
  await expect(message(clerk, "箱でお渡しします")).toHaveCount(1);

  // Who asked says that it is no answer to theirs, and only theirs waits again.
  await goTo(guest, "answered");
  await button(listed(guest, "注射針が足りない"), "未回答に戻す").press("Enter");
  await expect(listed(clerk, "注射針が足りない")).toHaveCount(0);
  await expect(listed(clerk, "予備の注射針")).toBeVisible();
});

test("entries go up and down by keys, are found, are reworded by two at once without loss, and stand on paper in their order", async ({ open }) => {
  const page = await open(town, town.people.chief);
  const clerk = await open(town, town.people.clerk);
  await writeEntry(page, "接種券をなくしたときは", "健康課で再発行します");
  await writeEntry(page, "当日の持ち物は", "接種券と予診票です");
  await goTo(page, "faq");
  await goTo(clerk, "faq");
  await expect(listed(clerk, "当日の持ち物は")).toBeVisible();
  await expect(button(pane(clerk), "上へ: 当日の持ち物は")).toHaveCount(0);
  const up = button(pane(page), "上へ: 当日の持ち物は");
  await up.press("Enter");
  await expect(up).toBeFocused();
  await page.keyboard.press("Enter");
  // At the top it goes on downwards.
  await expect(up).toBeDisabled();
  await expect(button(pane(page), "下へ: 当日の持ち物は")).toBeFocused();
  for (const screen of [page, clerk]) await expect(pane(screen).getByRole("listitem").first()).toContainText("当日の持ち物は");
  await isAccessible(page);

  await pane(clerk).getByLabel("FAQを探す").fill("予診票");
  await expect(pane(clerk).getByRole("listitem")).toHaveCount(1);
  await expect(pane(clerk).getByText("接種券と予診票です")).toBeVisible();
  await pane(clerk).getByLabel("FAQを探す").fill("駐輪場");
  await expect(pane(clerk).getByText("見つかりません。別の言葉でお試しください。")).toBeVisible();

  const elsewhere = await open(town, town.people.chief);
  await goTo(elsewhere, "faq");
  await button(pane(page), "直す: 接種券をなくしたときは").press("Enter");
  const late = page.getByRole("dialog", { name: "FAQを直す" });
  await late.getByLabel(/^回答/).fill("健康課の3番窓口で再発行します");
  await button(pane(elsewhere), "直す: 接種券をなくしたときは").press("Enter");
  const early = elsewhere.getByRole("dialog", { name: "FAQを直す" });
  await early.getByLabel(/^回答/).fill("本人の確認ができるものを持って、健康課へ");
  await button(early, "保存する").press("Enter");
  await expect(early).toHaveCount(0);
  await button(late, "保存する").press("Enter");
  await expect(late.getByRole("alert")).toContainText("書いた文はそのまま残っています");
  await expect(late.getByRole("group", { name: "いまの内容" })).toContainText("本人の確認ができるもの");
  await expect(late.getByLabel(/^回答/)).toHaveValue("健康課の3番窓口で再発行します");
  await isAccessible(page);
  await button(late, "保存する").press("Enter");
  await expect(late).toHaveCount(0);

  await button(pane(page), "消す: 会場の駐車場は何台ですか").press("Enter");
  await expect(listed(page, "会場の駐車場")).toHaveCount(0);
  await page.locator(".toast").getByRole("button", { name: "元に戻す" }).click();
  await expect(listed(page, "会場の駐車場")).toBeVisible();

  await pane(page).getByRole("link", { name: "印刷" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `FAQ ${CLINICS}` })).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem").first()).toContainText("当日の持ち物は");
  await expect(page.getByText("健康課の3番窓口で再発行します")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "戻る" }).press("Enter");
  await expect(pane(page).getByLabel("FAQを探す")).toBeVisible();
});

test("what waits and what was answered stand on paper, with who asked", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await goTo(page);
  await expect(listed(page, "接種券の再発行")).toBeVisible();
  await pane(page).getByRole("link", { name: "印刷" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `未回答の質問 ${CLINICS}` })).toBeVisible();
  const row = (words: string) => page.getByRole("table").getByRole("row").filter({ hasText: words });
  await expect(row("接種券の再発行")).toContainText(visitor.name);
  await expect(row("接種券の再発行")).toContainText("まだいません");
  await isAccessible(page);
  await page.getByRole("button", { name: "戻る" }).press("Enter");
  await tab(page, "回答済み").press("Enter");
  await pane(page).getByRole("link", { name: "印刷" }).press("Enter");
  await expect(row("予備の注射針")).toContainText("箱でお渡しします");
  await isAccessible(page);
});

test("what a guest asks privately is shown to the room only in the words to which they agree, without their name, until they take that back", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  const clerk = await open(town, town.people.clerk);
  const guest = await open(town, visitor);
  for (const page of [chief, clerk, guest]) await goTo(page);
  await pane(guest).getByRole("button", { name: "個別に質問する" }).press("Enter");
  const asking = guest.getByRole("dialog", { name: "個別に質問する" });
  await asking.getByLabel(/^質問/).fill(`${CLINIC}の在庫が足りません`);
  await isAccessible(guest);
  await button(asking, "送る").press("Enter");
  const own = listed(guest, "在庫が足りません");
  await expect(own).toBeVisible();
  await isAccessible(guest);

  // Who owns the room sees it come; a colleague who does not sees neither it nor that there is one.
  await expect(tab(chief, "個別の質問")).toHaveText("個別の質問 1");
  await expect(tab(clerk, "個別の質問")).toHaveText("個別の質問");
  await tab(clerk, "個別の質問").press("Enter");
  await expect(pane(clerk).getByText("個別の質問はありません")).toBeVisible();
  await tab(chief, "個別の質問").press("Enter");
  const theirs = listed(chief, "在庫が足りません");
  await button(theirs, "私が回答します").press("Enter");
  await expect(own.getByText(`${town.people.chief.name}が回答します`)).toBeVisible();
  await button(theirs, "回答する").press("Enter");
  const answer = chief.getByRole("dialog", { name: "質問に回答する" });
  await answer.getByLabel(/^回答/).fill("明日の朝にお届けします");
  await isAccessible(chief);
  await button(answer, "送る").press("Enter");
  await expect(answer).toHaveCount(0);
  await expect(own.getByText("明日の朝にお届けします")).toBeVisible();

  await button(theirs, "公開の同意を求める").press("Enter");
  const proposal = chief.getByRole("dialog", { name: "公開の同意を求める" });
  await expect(proposal.getByLabel(/^質問/)).toHaveValue(`${CLINIC}の在庫が足りません`);
  await proposal.getByLabel(/^質問/).fill("在庫が足りないときは");
  await proposal.getByLabel(/^回答/).fill("連絡の翌朝にお届けします");
  await isAccessible(chief);
  await button(proposal, "公開の同意を求める").press("Enter");
  await expect(proposal).toHaveCount(0);
  await expect(theirs.getByText("公開の同意を求めています")).toBeVisible();

  // Nothing is shown before they agree, and they read exactly what would be.
  await tab(clerk, "FAQ").press("Enter");
  await expect(listed(clerk, "当日の持ち物は")).toBeVisible();
  await expect(listed(clerk, "在庫が足りないときは")).toHaveCount(0);
  await button(own, "公開の文面を確かめる").press("Enter");
  const consent = guest.getByRole("dialog", { name: "この文面で公開してよいですか" });
  await expect(consent).toContainText("在庫が足りないときは");
  await expect(consent).toContainText("連絡の翌朝にお届けします");
  await isAccessible(guest);
  await button(consent, "この文面に同意する").press("Enter");
  await expect(consent).toHaveCount(0);
  await expect(own.getByText("同意の上、FAQに載せています")).toBeVisible();
  const shown = listed(clerk, "在庫が足りないときは");
  await expect(shown).toBeVisible();
  await shown.getByText("在庫が足りないときは").press("Enter");
  await expect(shown).toContainText("連絡の翌朝にお届けします");
  await expect(shown).not.toContainText(new RegExp(`${CLINIC}|山田`));

  // Who owns the room rewords nothing of it, and is asked before it goes.
  await tab(chief, "FAQ").press("Enter");
  await button(pane(chief), "消す: 在庫が足りないときは").press("Enter");
  const removing = chief.getByRole("dialog", { name: "同意された文面を消しますか" });
  await isAccessible(chief);
  await button(removing, "キャンセル").press("Enter");
  await expect(button(pane(chief), "消す: 在庫が足りないときは")).toBeFocused();
  await expect(button(pane(chief), "直す: 在庫が足りないときは")).toHaveCount(0);

  await button(own, "同意を取り消す").press("Enter");
  await expect(told(guest, "同意を取り消しました。FAQから消えました")).toBeVisible();
  await expect(shown).toHaveCount(0);
  await expect(listed(clerk, "当日の持ち物は")).toBeVisible();

  // What was not answered is taken back, after being asked.
  await pane(guest).getByRole("button", { name: "個別に質問する" }).press("Enter");
  await asking.getByLabel(/^質問/).fill("日を変えられますか");
  await button(asking, "送る").press("Enter");
  await button(listed(guest, "日を変えられますか"), "質問を取り消す").press("Enter");
  const taking = guest.getByRole("dialog", { name: "質問を取り消す" });
  await isAccessible(guest);
  await button(taking, "質問を取り消す").press("Enter");
  await expect(listed(guest, "日を変えられますか")).toHaveCount(0);
  await expect(own).toBeVisible();
});

test("words that change while somebody reads them are not agreed to", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  const guest = await open(town, visitor);
  const { items } = await asked<{ items: { id: string; words: string; step: number }[] }>(chief.context(), "GET", `/api/rooms/${room}/private-questions`);
  const question = items.find(({ words }) => words.includes("在庫が足りません"));
  const propose = (words: string, step: number) => asked<{ step: number }>(chief.context(), "PUT", `/api/private-questions/${question?.id}/proposal`, { entry_id: freshId(), question: words, answer: "お届けします", step });
  const { step } = await propose("在庫のこと", question?.step ?? 0);
  await goTo(guest, "private");
  await button(listed(guest, "在庫が足りません"), "公開の文面を確かめる").press("Enter");
  const consent = guest.getByRole("dialog", { name: "この文面で公開してよいですか" });
  await expect(consent).toContainText("在庫のこと");
  await propose("在庫がないとき", step);
  await button(consent, "この文面に同意する").press("Enter");
  await expect(consent.getByRole("alert")).toContainText("文面が変わりました");
  await expect(consent).toContainText("在庫がないとき");
  await isAccessible(guest);
  await button(consent, "公開しない").press("Enter");
  await expect(consent).toHaveCount(0);
  await expect(listed(guest, "在庫が足りません").getByText("公開しません")).toBeVisible();
});

test("on a phone every list and every paper is read without scrolling sideways", async ({ open }) => {
  const page = await open(town, town.people.chief, { device: "phone" });
  const lists = { open: "接種券の再発行", answered: "予備の注射針", faq: "当日の持ち物は", private: "在庫が足りません" } as const;
  for (const [list, words] of Object.entries(lists) as [keyof typeof lists, string][]) {
    await goTo(page, list);
    await expect(listed(page, words)).toBeVisible();
    await isAccessible(page);
    await needsNoSidewaysScrolling(page);
  }
  await goTo(page);
  await button(listed(page, "接種券の再発行"), "回答する").tap();
  await expect(page.getByRole("dialog", { name: "質問に回答する" })).toBeVisible();
  await needsNoSidewaysScrolling(page);
  for (const list of ["open", "answered", "faq"] as const) {
    await page.goto(`/print/rooms/${room}/questions/${list}`);
    await expect(page.getByRole("main").getByText(lists[list])).toBeVisible();
    await isAccessible(page);
    await needsNoSidewaysScrolling(page);
  }
});
