import { acknowledged, choose, composer, message, messages, openRoom, pane, replies, reply, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test("what one writes the other reads at once, and says so while writing", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await composer(clerk, ROOM).pressSequentially("市道12号線の");
  await expect(chief.getByText(`${town.people.clerk.name}さんが入力中…`)).toBeVisible();
  await write(clerk, ROOM, "市道12号線の舗装、今日から始まりました。");
  await expect(message(chief, "市道12号線の舗装")).toBeVisible();
  await expect(chief.getByText("入力中")).toBeHidden();
});

test("既読 goes up the moment the other looks", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "通行止めの看板を確認してください。");
  const row = message(clerk, "通行止めの看板");
  await expect(row.getByRole("button", { name: "既読 0/8" })).toBeVisible();
  await openRoom(chief, ROOM);
  await expect(row.getByRole("button", { name: "既読 1/8" })).toBeVisible();

  await row.getByRole("button", { name: /^既読/ }).click();
  const sheet = clerk.getByRole("dialog", { name: "既読の状況" });
  await expect(sheet.getByRole("tab", { name: "未読 7人" })).toBeVisible();
  await sheet.getByRole("tab", { name: "既読 1人" }).click();
  await expect(sheet.getByRole("listitem").filter({ hasText: town.people.chief.name })).toBeVisible();
  await clerk.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

test("what was read just before the window was closed counts as read", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "お先に失礼します。");
  await openRoom(chief, ROOM);
  await expect(roomLink(chief, ROOM)).not.toContainText(/\d\s*未読/);
  await chief.goto("about:blank");
  await expect(message(clerk, "お先に失礼します。").getByRole("button", { name: "既読 1/8" })).toBeVisible();
});

test("a stamp answers without a word, and pressing it again takes it back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await write(clerk, ROOM, "明日の現場立会いは9時でお願いします。");
  const seen = message(chief, "現場立会いは9時");
  await seen.hover();
  await seen.getByRole("button", { name: "リアクション", exact: true }).click();
  await chief.getByRole("group", { name: "リアクション" }).getByRole("button", { name: "承知しました" }).click();
  const stamp = message(clerk, "現場立会いは9時").getByRole("button", { name: "承知しました 1人" });
  await expect(stamp).toBeVisible();
  await expect(stamp).toHaveAttribute("aria-pressed", "false");
  await stamp.click();
  const both = seen.getByRole("button", { name: "承知しました 2人" });
  await expect(both).toHaveAttribute("aria-pressed", "true");
  await both.click();
  await expect(stamp).toHaveAttribute("aria-pressed", "true");
});

test("any emoji is found by a Japanese word", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "苦情の件、片付きました。");
  const row = message(clerk, "苦情の件");
  await row.hover();
  await row.getByRole("button", { name: "リアクション", exact: true }).click();
  await clerk.getByRole("button", { name: "絵文字を選ぶ" }).click();
  await clerk.getByRole("searchbox", { name: /絵文字を探す/ }).fill("おじぎ");
  await clerk.getByRole("dialog", { name: "絵文字を選ぶ" }).getByRole("button", { name: /おじぎ|お辞儀/ }).first().click();
  await expect(row.getByRole("button", { name: /🙇.* 1人/u })).toBeVisible();
});

test("a thread has its own messages and its own unread", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "側溝の見積りについて相談です。");
  await choose(clerk, message(clerk, "側溝の見積り"), "スレッドで返信");
  await expect(pane(clerk).getByRole("heading", { name: "スレッド" })).toBeVisible();
  await reply(clerk, "三社から取りました。");

  await openRoom(chief, ROOM);
  await message(chief, "側溝の見積り").getByRole("link", { name: "返信 1件" }).click();
  await expect(replies(chief).filter({ hasText: "三社から" })).toBeVisible();
  await clerk.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^スレッド/ }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: "スレッド" })).toBeVisible();
  await reply(chief, "二番目の社で進めましょう。");
  await expect(clerk.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^スレッド\s*1$/ })).toBeVisible();
  await expect(messages(chief).filter({ hasText: "二番目の社" })).toHaveCount(0);
  const card = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "側溝の見積り" });
  await card.getByRole("link", { name: /^返信 2件/ }).click();
  await expect(replies(clerk).filter({ hasText: "二番目の社" })).toBeVisible();
  await expect(clerk.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^スレッド$/ })).toBeVisible();
});

test("a quote shows what it answers and leads there", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "除雪の当番表を作り直しました。");
  await openRoom(chief, ROOM);
  const row = message(chief, "除雪の当番表");
  await row.hover();
  await row.getByRole("button", { name: "引用して返信" }).click();
  await expect(chief.getByText(/への返信:除雪の当番表/)).toBeVisible();
  await composer(chief, ROOM).fill("年末だけ一人足してください。");
  await composer(chief, ROOM).press("Control+Enter");
  const answer = message(clerk, "年末だけ一人");
  await expect(answer.getByRole("button", { name: `${town.people.clerk.name}さんの元のメッセージへ` })).toContainText("除雪の当番表");
});

test("an edit is seen by everybody and its history stays", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await write(clerk, ROOM, "打合せは水曜の14時です。");
  await choose(clerk, message(clerk, "水曜の14時"), "編集する");
  await expect(composer(clerk, ROOM)).toHaveValue("打合せは水曜の14時です。");
  await composer(clerk, ROOM).fill("打合せは木曜の15時です。");
  await composer(clerk, ROOM).press("Control+Enter");
  const changed = message(chief, "木曜の15時");
  await expect(changed).toBeVisible();
  await expect(message(chief, "水曜の14時")).toHaveCount(0);
  await changed.getByRole("button", { name: /編集済み/ }).click();
  await expect(chief.getByRole("dialog", { name: "編集の履歴" })).toContainText("打合せは水曜の14時です。");
});

test("arrow up in an empty field edits what one wrote last", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "資料は共有フォルダに置きまし。");
  await composer(clerk, ROOM).press("ArrowUp");
  await expect(clerk.getByText("メッセージを編集しています")).toBeVisible();
  await composer(clerk, ROOM).fill("資料は共有フォルダに置きました。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(acknowledged(clerk, "置きました。")).toContainText("編集済み");
});

test("a withdrawn message is gone from every screen and can be written again", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await write(clerk, ROOM, "宛先を間違えた文です。");
  await expect(message(chief, "宛先を間違えた")).toBeVisible();
  await choose(clerk, message(clerk, "宛先を間違えた"), "取り消す");
  await clerk.getByRole("dialog", { name: "取り消す" }).getByRole("button", { name: "取り消す" }).click();
  await expect(message(chief, "宛先を間違えた")).toHaveCount(0);
  await expect(message(chief, "このメッセージは取り消されました。").last()).toBeVisible();
  await clerk.getByRole("button", { name: "書き直す" }).click();
  await expect(composer(clerk, ROOM)).toHaveValue("宛先を間違えた文です。");
  await composer(clerk, ROOM).fill("");
});

test("a mention with a full-width ＠ is found by reading and reaches the person in any room", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(chief, "給湯室");
  await openRoom(clerk, ROOM);
  await composer(clerk, ROOM).pressSequentially("＠はやか");
  const list = clerk.getByRole("listbox", { name: "候補" });
  await expect(list.getByRole("option").first()).toContainText(town.people.chief.name);
  await composer(clerk, ROOM).press("Enter");
  await expect(composer(clerk, ROOM)).toHaveValue(`@${town.people.chief.name}`);
  await composer(clerk, ROOM).pressSequentially("さん、決裁をお願いします。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(roomLink(chief, ROOM)).toContainText("@1");
  await chief.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^メンション/ }).click();
  const card = chief.getByRole("main").getByRole("listitem").filter({ hasText: "決裁をお願いします" });
  await expect(card).toContainText(`@${town.people.chief.name}さん`);
  await card.getByRole("link").first().click();
  await expect(message(chief, "決裁をお願いします")).toBeVisible();
  await expect(roomLink(chief, ROOM)).not.toContainText("@1");
});

test("unread messages are counted, lined off where they start, and read by opening", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  // What earlier conversations left unread is read first, or it would be counted too.
  await expect(roomLink(chief, ROOM)).not.toContainText(/\d\s*未読/);
  await openRoom(chief, "給湯室");
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "未読その一です。");
  await write(clerk, ROOM, "未読その二です。");
  await expect(chief.getByRole("region", { name: "未読" }).getByRole("link", { name: new RegExp(`^${ROOM}.*2\\s*未読$`) })).toBeVisible();
  await openRoom(chief, ROOM);
  await expect(chief.getByText("ここから未読")).toBeVisible();
  await expect(message(chief, "未読その二です")).toBeInViewport();
  await expect(roomLink(chief, ROOM)).not.toContainText(/\d\s*未読/);
  // On the server too: another device of the chief agrees.
  const phone = await open(town, town.people.chief, { device: "phone" });
  await expect(roomLink(phone, ROOM)).toBeVisible();
  await expect(roomLink(phone, ROOM)).not.toContainText(/\d\s*未読/);
});

test("a room can be left unread from a message on, to come back to it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "あとで読んでください。");
  await openRoom(chief, ROOM);
  await choose(chief, message(chief, "あとで読んで"), "ここから未読にする");
  await expect(chief.getByText("未読にしました。").last()).toBeVisible();
  await openRoom(chief, "給湯室");
  await expect(roomLink(chief, ROOM)).toContainText(/1\s*未読/);
});

test("a copied message says the names of those it calls, also where the browser keeps its clipboard from plain http", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await openRoom(page, ROOM);
  const field = composer(page, ROOM);
  await field.fill("@どうろか");
  await page.getByRole("listbox", { name: "候補" }).getByRole("option", { name: /^道路課/ }).click();
  await field.pressSequentially("のみなさん、写しです。");
  await field.press("Control+Enter");
  await expect(acknowledged(page, "のみなさん、写しです。")).toHaveCount(1);
  await choose(page, message(page, "のみなさん、写しです。"), "本文をコピー");
  await expect(page.getByText("コピーしました。").last()).toBeVisible();
  await field.focus();
  await field.press("Control+v");
  await expect(field).toHaveValue("@道路課のみなさん、写しです。");
  // Whoever looks at the list alone reads the name too.
  await expect(roomLink(page, ROOM)).toContainText("下書きがあります");
  await field.fill("");
  await expect(roomLink(page, ROOM)).toContainText("@道路課のみなさん、写しです。");
});
