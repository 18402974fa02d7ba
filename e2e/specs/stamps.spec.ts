import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { messages, openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

const card = (page: Page, question: string): Locator => page.getByRole("region", { name: question });
const told = (page: Page, text: string | RegExp) => page.locator(".toast").getByText(text);

/** Opens the dialog in which a question is written, with the keyboard alone. */
async function begin(page: Page, what: string): Promise<Locator> {
  await page.getByRole("button", { name: "追加する" }).press("Enter");
  await page.getByRole("menuitem", { name: what }).press("Enter");
  return page.getByRole("dialog", { name: what === "日程調整" ? "日程調整を始める" : "アクションスタンプを送る" });
}

test("a question is asked, answered with a key, counted in both browsers, taken back and closed", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  const dialog = await begin(mine, "アクションスタンプ");
  await isAccessible(mine);
  await dialog.getByLabel("質問").fill("訓練に出ますか");
  await dialog.getByRole("button", { name: "送る" }).press("Enter");
  await expect(dialog).toHaveCount(0);

  const asked = card(theirs, "はい・いいえ: 訓練に出ますか");
  const own = card(mine, "はい・いいえ: 訓練に出ますか");
  await expect(asked.getByText("0人が回答")).toBeVisible();
  const yes = asked.getByRole("button", { name: /^はい/ });
  await yes.press("Enter");
  await expect(yes).toHaveAttribute("aria-pressed", "true");
  await expect(told(theirs, "回答しました。")).toBeVisible();
  // Whoever asks sees it move without asking.
  await expect(own.getByText("1人が回答")).toBeVisible();
  await expect(own.getByRole("button", { name: /^はい/ })).toContainText("1人");
  await isAccessible(theirs);

  await theirs.getByRole("button", { name: "元に戻す" }).click();
  await expect(yes).toHaveAttribute("aria-pressed", "false");
  await expect(own.getByText("0人が回答")).toBeVisible();
  await asked.getByRole("button", { name: /^いいえ/ }).click();
  await expect(own.getByText("1人が回答")).toBeVisible();

  // Results by person, and who has not answered.
  await own.getByRole("button", { name: "結果を見る" }).click();
  const results = mine.getByRole("dialog", { name: "結果: 訓練に出ますか" });
  await results.getByRole("button", { name: "人ごと" }).click();
  await expect(results.getByRole("listitem").filter({ hasText: chief.name })).toContainText("いいえ");
  await results.getByRole("button", { name: "建制順" }).click();
  await results.getByRole("button", { name: /^未回答/ }).click();
  await expect(results.getByText(chief.name)).toHaveCount(0);
  await isAccessible(mine);
  // Escape leaves the results, and not the message below them.
  await mine.keyboard.press("Escape");
  await expect(results).toHaveCount(0);

  await own.getByRole("button", { name: "このスタンプの操作" }).click();
  await mine.getByRole("menuitem", { name: "締め切る" }).click();
  await expect(asked.getByText(/^締切済み/)).toBeVisible();
  await expect(asked.getByRole("button", { name: /^はい/ })).toBeDisabled();
  await expect(asked.getByText("あなたの回答: いいえ")).toBeVisible();
});

test("those who have not answered are reminded, and nobody else", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  const dialog = await begin(mine, "アクションスタンプ");
  await dialog.getByRole("radio", { name: "出欠" }).check();
  await dialog.getByLabel("質問").fill("懇親会の出欠");
  await dialog.getByRole("button", { name: "送る" }).click();
  const own = card(mine, "出欠: 懇親会の出欠");
  await own.getByRole("button", { name: "このスタンプの操作" }).click();
  await mine.getByRole("menuitem", { name: "未回答の人に催促する" }).click();
  await mine.getByRole("dialog").getByRole("button", { name: "未回答の人に催促する" }).click();
  await expect(told(mine, /人に催促しました。$/)).toBeVisible();
  await expect(told(theirs, "回答をお願いします: 懇親会の出欠")).toBeVisible();
  // Where the notice leads it is answered: the room need not be looked for.
  await theirs.locator(".toast").getByRole("button", { name: "見る" }).click();
  await expect(theirs).toHaveURL(/\/mentions$/);
  // By proxy, with the name of who comes.
  const asked = card(theirs, "出欠: 懇親会の出欠");
  await asked.getByRole("radio", { name: /^代理/ }).check();
  await expect(asked.getByRole("button", { name: "回答する" })).toBeDisabled();
  await asked.getByLabel("代理の人の名前").fill("山田 太郎");
  await asked.getByRole("button", { name: "回答する" }).click();
  await expect(own.getByText("1人が回答")).toBeVisible();
  await expect(asked.getByText("あなたの回答: 山田 太郎")).toBeVisible();
  await isAccessible(theirs);
});

test("who was told by telephone writes an answer down, and whom it is for sees by whom", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  const dialog = await begin(mine, "アクションスタンプ");
  await dialog.getByRole("radio", { name: "出欠" }).check();
  await dialog.getByLabel("質問").fill("部課長会議の出欠");
  await dialog.getByRole("button", { name: "送る" }).click();
  await card(mine, "出欠: 部課長会議の出欠").getByRole("button", { name: "結果を見る" }).click();
  const results = mine.getByRole("dialog", { name: "結果: 部課長会議の出欠" });
  await results.getByRole("button", { name: /^未回答/ }).click();
  await results.getByRole("button", { name: `${chief.name}さんの回答を代わりに入力` }).press("Enter");
  const entry = mine.getByRole("dialog", { name: `${chief.name}さんの回答を代わりに入力` });
  await expect(entry.getByRole("button", { name: "入力する" })).toBeDisabled();
  await entry.getByRole("radio", { name: /^遅参/ }).check();
  await isAccessible(mine);
  await entry.getByRole("button", { name: "入力する" }).press("Enter");
  await expect(entry).toHaveCount(0);
  const asked = card(theirs, "出欠: 部課長会議の出欠");
  await expect(asked.getByText(`${clerk.name}さんが代わりに入力しました。`, { exact: false })).toBeVisible();
  await results.getByRole("button", { name: "人ごと" }).click();
  await expect(results.getByRole("listitem").filter({ hasText: chief.name })).toContainText(`${clerk.name}さんが代わりに入力`);
  // Misheard, it is put right from there.
  await results.getByRole("button", { name: `${chief.name}さんの回答を代わりに入力` }).press("Enter");
  await entry.getByRole("radio", { name: /^欠席/ }).check();
  await entry.getByRole("button", { name: "入力する" }).press("Enter");
  await expect(entry).toHaveCount(0);
  await expect(results.getByRole("listitem").filter({ hasText: chief.name })).toContainText("欠席");
  // It is theirs to change.
  await asked.getByRole("button", { name: "回答を変える" }).click();
  await asked.getByRole("radio", { name: /^出席/ }).check();
  await asked.getByRole("button", { name: "回答する" }).click();
  await expect(asked.getByText(`${clerk.name}さんが代わりに入力しました。`, { exact: false })).toHaveCount(0);
});

test("without names it says what that means, and tells nothing before the close", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  const dialog = await begin(mine, "アクションスタンプ");
  await dialog.getByRole("radio", { name: "採点(1〜5)" }).check();
  await dialog.getByLabel("質問").fill("研修の満足度");
  await dialog.getByRole("radio", { name: /^無記名/ }).check();
  await expect(dialog.getByText("だれが何と答えたかは、作成者にも管理者にもわかりません。", { exact: false })).toBeVisible();
  await expect(dialog.getByLabel("回答をあとから変えられる")).toHaveCount(0);
  await dialog.getByRole("button", { name: "送る" }).click();
  const asked = card(theirs, "採点(1〜5): 研修の満足度");
  await asked.getByRole("button", { name: "4" }).click();
  await expect(asked.getByText("無記名で回答しました。", { exact: false })).toBeVisible();
  const own = card(mine, "採点(1〜5): 研修の満足度");
  await expect(own.getByText("1人が回答")).toBeVisible();
  await expect(own.getByText("結果は締め切ったあとに見られます。")).toBeVisible();
  await own.getByRole("button", { name: "このスタンプの操作" }).click();
  await mine.getByRole("menuitem", { name: "締め切る" }).click();
  await expect(own.getByText("回答が5人に満たないため", { exact: false })).toBeVisible();
  await isAccessible(mine);
});

test("a date is found on the phone and decided with one act, which everybody sees", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const phone = await open(town, chief, { device: "phone" });
  await openRoom(mine, ROOM);
  await openRoom(phone, ROOM);
  const dialog = await begin(mine, "日程調整");
  await dialog.getByLabel("質問").fill("打合せの日程");
  await dialog.getByLabel("候補1の日").fill("2030-12-03");
  await dialog.getByLabel("候補1の始まり").fill("10:00");
  await dialog.getByRole("button", { name: "候補日を足す" }).click();
  await dialog.getByLabel("候補2の日").fill("2030-12-04");
  await isAccessible(mine);
  await dialog.getByRole("button", { name: "送る" }).click();

  const asked = card(phone, "日程調整: 打合せの日程");
  await asked.getByRole("button", { name: "すべて○" }).tap();
  await asked.getByRole("radio", { name: /12月3日.*行けない$/ }).check({ force: true });
  await asked.getByLabel("備考").fill("午後なら");
  await needsNoSidewaysScrolling(phone);
  await isAccessible(phone);
  await asked.getByRole("button", { name: "回答する" }).tap();
  const own = card(mine, "日程調整: 打合せの日程");
  await expect(own.getByText("1人が回答")).toBeVisible();
  await expect(own.getByRole("row").filter({ hasText: "12月4日" })).toContainText("いちばん多い");

  await own.getByRole("button", { name: "このスタンプの操作" }).click();
  await mine.getByRole("menuitem", { name: "日程を決める" }).click();
  const decide = mine.getByRole("dialog", { name: "日程を決める" });
  await expect(decide.getByLabel("決める日")).toHaveValue("1");
  await isAccessible(mine);
  await decide.getByRole("button", { name: "決めて締め切る" }).click();
  await expect(asked.getByText(/12月4日.*に決まりました。$/)).toBeVisible();
  await expect(messages(phone).last()).toContainText("に決まりました。");

  // From the date to the meeting: nothing is typed twice.
  await own.getByRole("button", { name: "このスタンプの操作" }).click();
  await mine.getByRole("menuitem", { name: "この日時で会議を招集する" }).click();
  const meeting = mine.getByRole("dialog", { name: "会議を招集" });
  await expect(meeting.getByLabel("会議名")).toHaveValue("打合せの日程");
  await expect(meeting.getByLabel("開始日時")).toHaveAttribute("data-value", "2030-12-04T10:00");
  await isAccessible(mine);
  await meeting.getByRole("button", { name: "招集する" }).click();
  await expect(mine.getByRole("heading", { name: "打合せの日程" }).first()).toBeVisible();
  await expect(mine).toHaveURL(/\/meetings\//);
});
