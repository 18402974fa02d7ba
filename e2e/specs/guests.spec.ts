import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, message, openRoom, pane, roomLink, write } from "../support/talk.ts";
import { expect, signIn, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

test.describe.configure({ mode: "serial" });

const NAME = "山田 太郎";
const COMPANY = "緑設計株式会社";
const ROOM = "新庁舎の設計";
const PASSWORD = "みどりの縁側で休む午後";
const HEADERS = { "X-Engawa": "1" };

let login = "";
let initialPassword = "";

const guest = () => ({ login, name: NAME, password: PASSWORD });

/** What the server answered that it has nothing for this page, from now on. */
function nothingThere(page: Page): string[] {
  const found: string[] = [];
  page.on("response", (response) => {
    if (response.status() >= 400) found.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
  });
  return found;
}

const rail = (page: Page) => page.getByRole("navigation", { name: "メニュー" });

test("an administrator writes a guest down and is shown once with what they sign in", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/guests" });
  await expect(page.getByText("ゲストはまだいません。")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "ゲストを加える" }).click();
  const dialog = page.getByRole("dialog", { name: "ゲストを加える" });
  await expect(dialog.getByText("招かれたルームだけが見えます。職員名簿や組織図は見えません。")).toBeVisible();
  await expect(dialog.getByLabel(/^最終日/)).toHaveAttribute("data-value", /-03-31$/);
  await dialog.getByLabel(/^姓/).fill("山田");
  await dialog.getByLabel("名", { exact: true }).fill("太郎");
  await dialog.getByLabel(/^せい/).fill("やまだ");
  await dialog.getByLabel(/^めい/).fill("たろう");
  await dialog.getByLabel(/^所属/).fill(COMPANY);
  await dialog.getByLabel(/^目的/).fill("新庁舎の設計の打合せ");
  await isAccessible(page);
  const day = await dialog.getByLabel(/^最終日/).inputValue();
  await dialog.getByLabel(/^最終日/).fill("2099-01-01");
  await dialog.evaluate((element) => element.querySelector("form")?.setAttribute("novalidate", ""));
  await dialog.getByRole("button", { name: "加える" }).click();
  await expect(dialog.getByText("今日から1年以内の日にしてください。")).toBeVisible();
  await dialog.getByLabel(/^最終日/).fill(day);
  await dialog.getByRole("button", { name: "加える" }).click();
  const shown = page.getByRole("dialog", { name: `${NAME}さんのサインイン` });
  const codes = shown.locator("code");
  await expect(codes).toHaveCount(3);
  [, login = "", initialPassword = ""] = await codes.allTextContents();
  await isAccessible(page);
  await shown.getByRole("button", { name: "閉じる", exact: true }).last().click();
  const row = page.getByRole("row").filter({ hasText: NAME });
  for (const words of [COMPANY, "ゲスト", "事業者", "新庁舎の設計の打合せ", town.people.administrator.name, "まだありません"]) await expect(row).toContainText(words);
  await page.setViewportSize({ width: 390, height: 844 });
  await needsNoSidewaysScrolling(page);
  await page.goto("/admin/audit");
  await expect(page.getByRole("row").filter({ hasText: "ゲストの記録・変更" }).first()).toContainText(COMPANY);
});

test("whoever brings a guest to a room is told what they will read, and everybody there sees it", async ({ open }) => {
  const { chief, clerk } = town.people;
  const colleague = await open(town, clerk);
  const { person } = (await (await colleague.request.get("/api/me")).json()) as { person: { id: string } };
  const page = await open(town, chief);
  const made = await page.request.post("/api/rooms", { headers: HEADERS, data: { id: "0000000000001", kind: "private", name: ROOM, people: [person.id] } });
  expect(made.ok()).toBe(true);
  await roomLink(page, ROOM).click();
  await write(page, ROOM, "図面の案を置きます。");
  await openRoom(colleague, ROOM);
  await expect(colleague.getByText("この部屋には外部の人がいます", { exact: false })).toHaveCount(0);
  await page.getByRole("link", { name: "メンバー 2人" }).click();
  await pane(page).getByRole("button", { name: "人を加える" }).click();
  const dialog = page.getByRole("dialog", { name: "人を加える" });
  await dialog.getByRole("combobox").first().fill("やまだ");
  await dialog.getByRole("option", { name: new RegExp(NAME) }).click();
  await expect(dialog.getByRole("status")).toContainText("これまでのやりとりもすべて読めるようになります");
  await isAccessible(page);
  await dialog.getByRole("button", { name: "1人を加える" }).click();
  await expect(pane(page).getByRole("listitem").filter({ hasText: NAME })).toContainText("ゲスト");
  // On the screens that are open already, without a reload.
  for (const screen of [page, colleague]) await expect(screen.getByText("この部屋には外部の人がいます(ゲスト1人)")).toBeVisible();
  await expect(composer(colleague, ROOM)).toHaveAccessibleDescription("ゲスト(外部の人)も読みます。");
  await isAccessible(colleague);
  await colleague.getByRole("link", { name: "メンバーを見る" }).click();
  await expect(pane(colleague).getByRole("listitem").filter({ hasText: NAME })).toContainText(COMPANY);
  await colleague.setViewportSize({ width: 390, height: 844 });
  await colleague.goBack();
  await expect(colleague.getByText("この部屋には外部の人がいます(ゲスト1人)")).toBeVisible();
  await needsNoSidewaysScrolling(colleague);
});

test("the guest signs in by keys alone, sees one room and nothing else, and no door that is closed is tried", async ({ open }) => {
  const { chief, administrator } = town.people;
  const page = await open(town, null);
  await page.getByLabel("職員番号またはメールアドレス").fill(login);
  await page.getByLabel("パスワード").fill(initialPassword);
  await page.keyboard.press("Enter");
  await page.getByLabel("いまのパスワード").fill(initialPassword);
  await page.getByLabel("新しいパスワード", { exact: false }).first().fill(PASSWORD);
  await page.getByLabel("新しいパスワード(確認)").fill(PASSWORD);
  const refused = nothingThere(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`担当:`, { exact: false })).toContainText(administrator.name);
  await expect(page.getByText("緑野市のゲスト")).toBeVisible();
  await expect(rail(page).getByRole("link")).toHaveText([/^トーク/, "設定"]);
  await expect(page.getByRole("navigation", { name: "ルーム" }).getByRole("link")).toHaveText([/検索/, /メンション/, /スレッド/, new RegExp(ROOM)]);
  await expect(page.getByRole("button", { name: "新しく始める" })).toHaveCount(0);
  await isAccessible(page);
  await openRoom(page, ROOM);
  await expect(message(page, "図面の案を置きます。")).toBeVisible();
  await expect(page.getByText("この部屋には外部の人がいます", { exact: false })).toHaveCount(0);
  await write(page, ROOM, "拝見しました。");
  await composer(page, ROOM).pressSequentially("@あ");
  await expect(composer(page, ROOM)).toHaveValue("@あ");
  await composer(page, ROOM).fill("");
  await isAccessible(page);
  await page.keyboard.press("Control+k");
  const jump = page.getByRole("dialog", { name: "移動する" });
  await jump.getByRole("combobox").fill("庁舎");
  await expect(jump.getByRole("option")).toHaveText([new RegExp(ROOM), /本文から探す/]);
  await page.keyboard.press("Escape");
  // The name of a unit is not a guest's to read.
  const colleague = await open(town, chief, { path: "/" });
  const { items } = (await (await colleague.request.get("/api/units")).json()) as { items: { id: string }[] };
  const said = await colleague.request.post("/api/rooms/0000000000001/messages", { headers: HEADERS, data: { id: "0000000000002", body: `<@u:${items[0]?.id}> と進めます。` } });
  expect(said.ok()).toBe(true);
  await expect(message(page, "@部署 と進めます。")).toBeVisible();
  await page.getByRole("link", { name: "メンバー 3人" }).click();
  await pane(page).getByRole("link", { name: new RegExp(chief.name) }).click();
  await expect(pane(page).getByText("このルームで見える情報です。")).toBeVisible();
  await isAccessible(page);
  for (const path of ["/mentions", "/threads", "/settings/profile", "/settings/look", "/settings/typing", "/settings/notifications", "/settings/devices", "/settings/password", "/settings/sign-in"]) {
    await page.goto(path);
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
    await isAccessible(page);
  }
  for (const path of ["/people", "/units", "/open-rooms", "/new-room", "/new-direct", "/requests", "/admin", "/admin/guests", "/rooms/0000000000001/inspections"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "ここには何もありません。" })).toBeVisible();
  }
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/", "/rooms/0000000000001", "/rooms/0000000000001/members", "/settings/profile"]) {
    await page.goto(path);
    await expect(page.locator("main").first()).toBeVisible();
    await needsNoSidewaysScrolling(page);
  }
  expect(refused).toEqual([]);
  await openRoom(colleague, ROOM);
  await expect(message(colleague, "拝見しました。")).toContainText("ゲスト");
  await expect(message(colleague, "拝見しました。")).toContainText(COMPANY);
});

test("a talk between two says so too, and the guest answers in it", async ({ open }) => {
  const page = await open(town, town.people.chief);
  const { items } = (await (await page.request.get(`/api/people?q=${encodeURIComponent("やまだ たろう")}`)).json()) as { items: { id: string; guest?: boolean }[] };
  const found = items.find((person) => person.guest);
  await page.goto(`/people/${found?.id}`);
  await expect(pane(page)).toContainText(COMPANY);
  await expect(pane(page).getByText("ゲスト").first()).toBeVisible();
  await isAccessible(page);
  await pane(page).getByRole("link", { name: "メッセージを送る" }).click();
  await expect(page.getByText(`外部の人との会話です(${COMPANY})`)).toBeVisible();
  await write(page, NAME, "あすの打合せは10時からです。");
  const there = await open(town, null, { before: (context) => signIn(context, guest()) });
  const refused = nothingThere(there);
  await openRoom(there, town.people.chief.name);
  await expect(message(there, "あすの打合せは10時からです。")).toBeVisible();
  await write(there, town.people.chief.name, "伺います。");
  await expect(message(page, "伺います。")).toBeVisible();
  expect(refused).toEqual([]);
});

test("where an organisation wants it, whoever comes from another room is asked, and what goes outside can be taken back unsent", async ({ open }) => {
  const admin = await open(town, town.people.administrator, { path: "/admin/sending" });
  const care = admin.getByRole("region", { name: "誤送信の防止" });
  await care.getByLabel("送る前に預かる時間").selectOption("60秒");
  await care.getByLabel(/最初に送るときに/).check();
  await isAccessible(admin);
  await care.getByRole("button", { name: "保存" }).click();
  await expect(admin.getByText("保存しました。").last()).toBeVisible();

  const page = await open(town, town.people.chief);
  await openRoom(page, ROOM);
  const field = composer(page, ROOM);
  await field.fill("これは庁内の話です。");
  await field.press("Control+Enter");
  const asked = page.getByRole("dialog", { name: "外部の人も読むルームです" });
  await expect(asked).toContainText("ゲスト(外部の人)も読みます。");
  await isAccessible(page);
  await asked.getByRole("button", { name: "キャンセル" }).click();
  await expect(field).toHaveValue("これは庁内の話です。");
  await expect(message(page, "これは庁内の話です。")).toHaveCount(0);

  await field.press("Control+Enter");
  await asked.getByRole("button", { name: "送る", exact: true }).click();
  const held = message(page, "これは庁内の話です。");
  await expect(held).toContainText("まもなく送ります");
  await expect(held).toContainText(/あと[1-5]?[0-9]秒/);
  await isAccessible(page);
  await held.getByRole("button", { name: "編集" }).click();
  await expect(field).toHaveValue("これは庁内の話です。");
  await expect(held).toHaveCount(0);

  // Having said something here, one is not asked again.
  await field.fill("図面を直しました。");
  await field.press("Control+Enter");
  await page.setViewportSize({ width: 390, height: 844 });
  await needsNoSidewaysScrolling(page);
  await message(page, "図面を直しました。").getByRole("button", { name: "今すぐ送る" }).click();
  await expect(message(page, "図面を直しました。").getByText("まもなく送ります")).toHaveCount(0);
  const colleague = await open(town, town.people.clerk);
  await openRoom(colleague, ROOM);
  await expect(message(colleague, "図面を直しました。")).toBeVisible();
  await expect(message(colleague, "これは庁内の話です。")).toHaveCount(0);

  await care.getByLabel("送る前に預かる時間").selectOption("預からない");
  await care.getByLabel(/最初に送るときに/).uncheck();
  await care.getByRole("button", { name: "保存" }).click();
  await expect(admin.getByText("保存しました。")).toHaveCount(2);
});

test("whoever answers for guests and administers nothing finds theirs at the settings, and nobody else finds the way", async ({ open }) => {
  const { administrator, clerk, chief } = town.people;
  const admin = await open(town, administrator, { path: "/admin/guests" });
  await admin.getByRole("button", { name: `${NAME}さんの操作` }).click();
  await admin.getByRole("menuitem", { name: "変更する" }).click();
  const dialog = admin.getByRole("dialog", { name: `${NAME}さんを変更する` });
  await dialog.getByRole("button", { name: /^担当者を/ }).click();
  await dialog.getByRole("combobox", { name: "担当者" }).fill(clerk.name);
  await dialog.getByRole("option", { name: new RegExp(clerk.name) }).click();
  await dialog.getByRole("button", { name: "保存する" }).click();
  await expect(admin.getByRole("row").filter({ hasText: NAME })).toContainText(clerk.name);
  const sponsor = await open(town, clerk, { path: "/settings/look" });
  await sponsor.getByRole("link", { name: "受け入れているゲスト" }).click();
  await expect(sponsor.getByRole("row").filter({ hasText: NAME })).toContainText(COMPANY);
  await isAccessible(sponsor);
  await sponsor.getByRole("button", { name: `${NAME}さんの操作` }).click();
  await expect(sponsor.getByRole("menuitem")).toHaveText(["リンクとPINで入れるようにする", "パスワードを再設定する", "いま終了する"]);
  const other = await open(town, chief, { path: "/settings/look" });
  await expect(other.getByRole("heading", { level: 1, name: "見た目" })).toBeVisible();
  await expect(other.getByRole("link", { name: "受け入れているゲスト" })).toHaveCount(0);
});

test("a stay is ended by keys, the guest is out at once, and made longer they may come again", async ({ open }) => {
  const { administrator, chief } = town.people;
  const away = await open(town, null, { before: (context) => signIn(context, guest()) });
  await openRoom(away, ROOM);
  const colleague = await open(town, chief);
  await openRoom(colleague, ROOM);
  const page = await open(town, administrator, { path: "/admin/guests" });
  const row = page.getByRole("row").filter({ hasText: NAME });
  await page.getByRole("button", { name: `${NAME}さんの操作` }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "いま終了する" })).toBeFocused();
  await page.keyboard.press("Enter");
  const ask = page.getByRole("dialog", { name: `${NAME}さんの利用を終了する` });
  await expect(ask).toContainText(NAME);
  await page.keyboard.press("Tab");
  await expect(ask.getByRole("button", { name: "いま終了する" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(away.getByLabel("職員番号またはメールアドレス")).toBeVisible();
  await expect(colleague.getByText("この部屋には外部の人がいます", { exact: false })).toHaveCount(0);
  await expect(message(colleague, "拝見しました。")).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole("checkbox", { name: "終了した人も" }).check();
  await expect(row).toContainText("終了");
  await page.getByRole("button", { name: `${NAME}さんの操作` }).click();
  await page.getByRole("menuitem", { name: "期間を延ばす" }).click();
  const longer = page.getByRole("dialog", { name: `${NAME}さんの期間を延ばす` });
  await expect(longer.getByRole("button", { name: "+1か月" })).toHaveAttribute("aria-pressed", "true");
  await longer.getByRole("button", { name: "+3か月" }).click();
  await isAccessible(page);
  await longer.getByRole("button", { name: "期間を延ばす" }).click();
  await expect(row).not.toContainText("終了");
  const again = await open(town, null, { before: (context) => signIn(context, guest()) });
  await expect(roomLink(again, chief.name)).toBeVisible();
  await expect(roomLink(again, ROOM)).toHaveCount(0);
});

test("who is given a link comes in by it with the PIN that they were told, on a telephone, and not by the link alone", async ({ open }) => {
  const { clerk, chief } = town.people;
  const sponsor = await open(town, clerk, { path: "/settings/guests" });
  const row = sponsor.getByRole("row").filter({ hasText: NAME });
  const act = async (item: string) => {
    await sponsor.getByRole("button", { name: `${NAME}さんの操作` }).click();
    await sponsor.getByRole("menuitem", { name: item }).click();
    await sponsor.getByRole("dialog").getByRole("button", { name: item }).click();
  };
  await act("リンクとPINで入れるようにする");
  const shown = sponsor.getByRole("dialog", { name: `${NAME}さんのリンクとPIN` });
  await expect(shown.locator("code")).toHaveCount(2);
  const [link = "", pin = ""] = await shown.locator("code").allTextContents();
  expect(link).toMatch(/\/visit#[0-9a-f]{20,}$/);
  await isAccessible(sponsor);
  await shown.getByRole("button", { name: "閉じる", exact: true }).last().click();
  await expect(row).toContainText("リンクで入る");
  const page = await open(town, null, { path: new URL(link).pathname + new URL(link).hash, device: "phone" });
  const field = page.getByLabel("PIN(6桁の数字)");
  await expect(field).toBeFocused();
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
  await field.fill(pin === "000000" ? "000001" : "000000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("リンクかPINが違うか、使えなくなっています。");
  await field.fill(pin);
  await page.keyboard.press("Enter");
  await expect(roomLink(page, chief.name)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/");
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await expect(roomLink(page, chief.name)).toBeVisible();
  await act("リンクを使えなくする");
  await expect(row).not.toContainText("リンクで入る");
  await expect(page.getByLabel("職員番号またはメールアドレス")).toBeVisible();
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await page.getByLabel("PIN(6桁の数字)").fill(pin);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("リンクかPINが違うか、使えなくなっています。");
});
