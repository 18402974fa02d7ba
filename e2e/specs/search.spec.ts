import type { Page } from "@playwright/test";
import { isAccessible } from "../support/axe.ts";
import { message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test("what was just said is found by a part of it, marked, and one click leads to it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "来週の橋りょう点検はｻｰﾊﾞｰ室に集合です。");
  await clerk.keyboard.press("Control+Shift+F");
  const box = clerk.getByRole("searchbox", { name: "すべてから検索" });
  await expect(box).toBeFocused();
  await expect(clerk.getByText("1文字から")).toBeVisible();
  await isAccessible(clerk);
  await box.fill("さーばー室");
  const hit = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "橋りょう点検" });
  await expect(hit.locator("mark")).toHaveText("ｻｰﾊﾞｰ室");
  await expect(clerk).toHaveURL(/q=/);
  await isAccessible(clerk);
  await hit.getByRole("link").click();
  await expect(message(clerk, "橋りょう点検はｻｰﾊﾞｰ室")).toBeVisible();
  await expect(clerk).toHaveURL(/\/rooms\//);
});

test("filters are words of the query, and nothing found says what to try", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { path: "/search" });
  const box = clerk.getByRole("searchbox", { name: "すべてから検索" });
  await box.fill("ここにはない言葉です");
  await expect(clerk.getByRole("main").locator(".empty").getByText("見つかりませんでした。")).toBeVisible();
  await clerk.getByRole("button", { name: "リンクあり" }).click();
  await expect(box).toHaveValue("ここにはない言葉です has:link");
  await expect(clerk.getByRole("button", { name: "リンクあり" })).toHaveAttribute("aria-pressed", "true");
  await clerk.getByRole("button", { name: "リンクあり" }).click();
  await expect(box).toHaveValue("ここにはない言葉です");
});

test("what fits best comes first when somebody wants that, by keys alone, and days narrow it down as people write them", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "水準測量");
  await write(clerk, ROOM, "きのう話していた二級水準測量士の研修のことで相談があります。");
  await clerk.keyboard.press("Control+Shift+F");
  await clerk.getByRole("searchbox", { name: "すべてから検索" }).fill("水準測量 -申込");
  const hits = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "水準測量" });
  await expect(hits).toHaveCount(2);
  await expect(hits.first()).toContainText("研修");
  await clerk.getByRole("button", { name: "よく合う順" }).focus();
  await clerk.keyboard.press("Enter");
  await expect(clerk).toHaveURL(/order=best/);
  await expect(hits.last()).toContainText("研修");
  await expect(hits).toHaveCount(2);
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "人・所属・ルーム・期間で絞る" }).focus();
  await clerk.keyboard.press("Enter");
  const dialog = clerk.getByRole("dialog");
  await dialog.getByLabel("この日まで").fill("令和3年3月31日");
  await isAccessible(clerk);
  await dialog.getByRole("button", { name: "絞る", exact: true }).click();
  await expect(clerk.getByRole("searchbox", { name: "すべてから検索" })).toHaveValue("水準測量 -申込 まで:令和3年3月31日");
  await expect(clerk.getByRole("main").locator(".empty").getByText("見つかりませんでした。")).toBeVisible();
  await expect(clerk).toHaveURL(/order=best/);
});

test("a long list begins below the tabs", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { path: "/search?q=の" });
  await expect(clerk.getByRole("main").getByRole("listitem").nth(9)).toBeAttached();
  const edge = (of: "tablist" | "tabpanel", side: "top" | "bottom") => clerk.getByRole(of).evaluate((element, which) => element.getBoundingClientRect()[which], side);
  expect(await edge("tabpanel", "top")).toBeGreaterThanOrEqual(await edge("tablist", "bottom"));
});

test("a room is searched from its menu, everything from the jump, on a phone too", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "除雪車の手配をしました。");
  await clerk.getByRole("main").getByRole("button", { name: `${ROOM}の操作` }).click();
  await clerk.getByRole("menuitem", { name: "このルームで探す" }).click();
  await expect(clerk.getByRole("button", { name: `「${ROOM}」の中だけ` })).toBeVisible();
  await clerk.getByRole("searchbox", { name: "すべてから検索" }).fill("除雪車");
  await expect(clerk.getByRole("main").getByRole("listitem").filter({ hasText: "除雪車の手配" })).toBeVisible();
  await clerk.keyboard.press("Control+k");
  await clerk.getByRole("combobox", { name: /^ルーム・人/ }).fill("雪車の手");
  await clerk.getByRole("option", { name: /「雪車の手」を本文から探す/ }).click();
  await expect(clerk.getByRole("main").getByRole("listitem").filter({ hasText: "除雪車の手配" })).toBeVisible();

  const phone = await open(town, town.people.clerk, { path: "/search?q=除雪", device: "phone" });
  await expect(phone.getByRole("listitem").filter({ hasText: "除雪車の手配" })).toBeVisible();
  await isAccessible(phone);
});

test("a search is kept under a name, looked for again, thrown away and taken back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { path: "/search?q=点検" });
  await clerk.getByRole("button", { name: "この検索を保存" }).click();
  const dialog = clerk.getByRole("dialog", { name: "この検索を保存" });
  await dialog.getByLabel("検索の名前").fill("毎週の点検");
  await isAccessible(clerk);
  await dialog.getByRole("button", { name: "保存する", exact: true }).click();
  const kept = clerk.getByRole("group", { name: "保存した検索" });
  await expect(kept.getByRole("button", { name: "毎週の点検", exact: true })).toHaveAttribute("aria-pressed", "true");
  await clerk.getByRole("searchbox", { name: "すべてから検索" }).fill("別の言葉");
  await expect(clerk).toHaveURL(/%E5%88%A5/);
  await kept.getByRole("button", { name: "毎週の点検", exact: true }).click();
  await expect(clerk.getByRole("searchbox", { name: "すべてから検索" })).toHaveValue("点検");
  await kept.getByRole("button", { name: "保存した検索「毎週の点検」を消す" }).click();
  await expect(kept.getByRole("button", { name: "毎週の点検", exact: true })).toHaveCount(0);
  await clerk.getByRole("button", { name: "元に戻す" }).click();
  await expect(kept.getByRole("button", { name: "毎週の点検", exact: true })).toBeVisible();
});

test("who comes back from what was found is where they were", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  for (const body of ["側溝の清掃 一", "側溝の清掃 二"]) await write(clerk, ROOM, body);
  await clerk.keyboard.press("Control+Shift+F");
  await clerk.getByRole("searchbox", { name: "すべてから検索" }).fill("側溝の清掃");
  const hit = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "側溝の清掃 一" });
  await hit.getByRole("link").click();
  await expect(message(clerk, "側溝の清掃 一")).toBeVisible();
  await clerk.goBack();
  await expect(hit.getByRole("link")).toBeFocused();
});

test("half a conversion is not looked for", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { path: "/search" });
  const box = clerk.getByRole("searchbox", { name: "すべてから検索" });
  await box.focus();
  const asked: string[] = [];
  clerk.on("request", (request) => {
    if (request.url().includes("/api/search")) asked.push(decodeURIComponent(request.url()));
  });
  const session = await clerk.context().newCDPSession(clerk);
  await session.send("Input.imeSetComposition", { text: "ぼうs", selectionStart: 3, selectionEnd: 3 });
  await expect(box).toHaveValue("ぼうs");
  await session.send("Input.insertText", { text: "防災" });
  await expect(clerk).toHaveURL(/%E9%98%B2/);
  await expect(box).toHaveValue("防災");
  expect(asked.filter((url) => url.includes("ぼう"))).toEqual([]);
});

test("what was found in an open room is read there without joining", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  const headers = { "X-Engawa": "1" };
  const made = await chief.request.post("/api/rooms", { headers, data: { id: "0000000000011", kind: "open", name: "花いっぱい運動" } });
  expect(made.ok()).toBe(true);
  for (const [id, body] of [["0000000000012", "苗が届きました。"], ["0000000000013", "花壇は**正面玄関**です。"]]) {
    const said = await chief.request.post("/api/rooms/0000000000011/messages", { headers, data: { id, body } });
    expect(said.ok()).toBe(true);
  }
  const clerk = await open(town, town.people.clerk, { path: "/search?q=花壇は正面" });
  const hit = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "花壇は正面玄関" });
  await expect(hit).toContainText("参加していないルーム");
  await expect(hit.locator("mark")).toHaveText("花壇は正面");
  await hit.getByRole("link").click();
  await expect(clerk.getByRole("heading", { name: "この発言の前後(読むだけ)" })).toBeVisible();
  await expect(clerk.getByText("苗が届きました。")).toBeVisible();
  await expect(clerk.getByRole("button", { name: "参加する" })).toBeVisible();
  await isAccessible(clerk);
});

test("an administrator has the index built anew, and what was said is found all the while", async ({ open }) => {
  const page = await open(town, town.people.administrator, { path: "/admin/condition" });
  const part = page.getByRole("region", { name: "検索の索引" });
  await part.getByRole("button", { name: "索引を作り直す" }).click();
  await expect(page.getByText("索引を作り直しています。").first()).toBeVisible();
  await expect(part.getByRole("button", { name: "索引を作り直す" })).toBeEnabled();
  await isAccessible(page);
});

const headers = { "X-Engawa": "1" };

/** Sends a file to a room by the API, as programs do. */
async function sendFile(page: Page, room: string, name: string, bytes: Buffer, id: string) {
  const metadata = `filename ${Buffer.from(name).toString("base64")}`;
  const tus = { ...headers, "Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream" };
  const begun = await page.request.post("/api/files/uploads", { headers: { ...tus, "Upload-Length": String(bytes.length), "Upload-Metadata": metadata }, data: bytes });
  expect(begun.ok()).toBe(true);
  const file = ((await begun.json()) as { id: string }).id;
  const said = await page.request.post(`/api/rooms/${room}/messages`, { headers, data: { id, body: "資料です。", files: [file] } });
  expect(said.ok()).toBe(true);
}

/** A PDF of one page with some words on it, as older programs write them. */
function pdf(words: string): Buffer {
  const hex = [...words].map((letter) => letter.charCodeAt(0).toString(16).padStart(4, "0")).join("");
  const drawn = `BT /F1 12 Tf 72 700 Td <${hex}> Tj ET`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
    "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/UniJIS-UTF16-H/DescendantFonts[]>>",
    `<</Length ${drawn.length}>>\nstream\n${drawn}\nendstream`,
  ];
  let out = "%PDF-1.7\n";
  const places = objects.map((object, at) => {
    const place = out.length;
    out += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const end = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")}`;
  return Buffer.from(`${out}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${end}\n%%EOF\n`, "latin1");
}

test("a note, a file by what it says, a person and a room are found in one box, and each tab shows its own", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  const room = "0000000000021";
  const made = await chief.request.post("/api/rooms", { headers, data: { id: room, kind: "open", name: "雨水対策の打合せ" } });
  expect(made.ok()).toBe(true);
  const noted = await chief.request.post(`/api/rooms/${room}/notes`, { headers, data: { id: "0000000000022", title: "雨水対策の議事録", template: "meeting" } });
  expect(noted.ok()).toBe(true);
  await sendFile(chief, room, "調書.pdf", pdf("貯留施設の雨水対策について"), "0000000000023");

  const clerk = await open(town, town.people.clerk, { path: "/search?q=雨水対策" });
  const main = clerk.getByRole("main");
  const file = main.getByRole("listitem").filter({ hasText: "調書.pdf" });
  // It is read a moment after it came.
  await expect(async () => {
    await clerk.reload();
    await expect(file.locator("mark")).toHaveText("雨水対策", { timeout: 2_000 });
  }).toPass();
  await expect(file).toContainText("貯留施設の雨水対策について");
  await expect(main.getByRole("region", { name: "ノート" }).getByText("議事録")).toBeVisible();
  await expect(main.getByRole("region", { name: "ルーム" }).getByText("雨水対策の打合せ")).toBeVisible();
  await isAccessible(clerk);

  // The arrows go from tab to tab.
  // However long the list below.
  await expect(clerk.getByRole("tab", { name: "ノート" })).toBeInViewport();
  await clerk.getByRole("tab", { name: "すべて" }).focus();
  await clerk.keyboard.press("ArrowRight");
  await expect(clerk.getByRole("tab", { name: "メッセージ" })).toBeFocused();
  await clerk.keyboard.press("ArrowRight");
  await expect(clerk.getByRole("tab", { name: "ノート" })).toHaveAttribute("aria-selected", "true");
  await expect(clerk).toHaveURL(/kind=notes/);
  await isAccessible(clerk);
  await main.getByRole("link", { name: /雨水対策の議事録/ }).click();
  await expect(clerk).toHaveURL(/\/notes\/0000000000022/);
  await clerk.goBack();
  await clerk.getByRole("tab", { name: "ファイル" }).click();
  await file.getByRole("link").click();
  await expect(clerk.getByText("資料です。")).toBeVisible();

  await clerk.goto(`/search?q=${encodeURIComponent(town.people.chief.name)}&kind=people`);
  await expect(main.getByRole("listitem").filter({ hasText: town.people.chief.name }).first()).toBeVisible();
  await isAccessible(clerk);

  const phone = await open(town, town.people.clerk, { path: "/search?q=雨水対策", device: "phone" });
  await expect(phone.getByRole("region", { name: "ノート" }).getByText("議事録")).toBeVisible();
  await isAccessible(phone);
});

test("a saved search keeps its tab, is renamed, and stands in the list of rooms", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { path: "/search?q=議事録&kind=notes" });
  await clerk.getByRole("button", { name: "この検索を保存" }).click();
  const dialog = clerk.getByRole("dialog", { name: "この検索を保存" });
  await dialog.getByLabel("検索の名前").fill("会議の記録");
  await dialog.getByRole("button", { name: "保存する", exact: true }).click();
  await clerk.getByRole("button", { name: "保存した検索「会議の記録」の名前を変える" }).click();
  const renaming = clerk.getByRole("dialog", { name: "検索の名前を変える" });
  await renaming.getByLabel("検索の名前").fill("議事録さがし");
  await renaming.getByRole("button", { name: "保存する", exact: true }).click();
  const place = clerk.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: "議事録さがし" });
  await expect(place).toBeVisible();
  await openRoom(clerk, ROOM);
  await place.click();
  await expect(clerk).toHaveURL(/kind=notes/);
  await expect(clerk.getByRole("tab", { name: "ノート" })).toHaveAttribute("aria-selected", "true");
  await expect(clerk.getByRole("searchbox", { name: "すべてから検索" })).toHaveValue("議事録");
});

test("what was found, who is in a room and its files go on paper", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "紙で回す橋の点検表です。");
  await clerk.goto("/search?q=紙で回す&kind=messages&order=best");
  await clerk.getByRole("link", { name: "一覧を印刷" }).click();
  await expect(clerk.getByRole("heading", { name: "検索結果「紙で回す」" })).toBeVisible();
  const row = clerk.getByRole("row").filter({ hasText: "橋の点検表" });
  await expect(row).toContainText(ROOM);
  await expect(row.locator("mark")).toHaveText("紙で回す");
  await expect(clerk.getByText("よく合う順")).toBeVisible();
  await isAccessible(clerk);
  await clerk.emulateMedia({ media: "print" });
  await expect(clerk.getByRole("button", { name: "戻る" })).toBeHidden();
  await clerk.emulateMedia({ media: null });
  await clerk.getByRole("button", { name: "戻る" }).click();
  await expect(clerk).toHaveURL(/\/search\?.*order=best/);
  await openRoom(clerk, ROOM);
  const room = new URL(clerk.url()).pathname;
  for (const [pane, title] of [
    ["members", "メンバー一覧"],
    ["files", "ファイル一覧"],
  ] as const) {
    await clerk.goto(`${room}/${pane}`);
    await clerk.getByRole("link", { name: "一覧を印刷" }).click();
    await expect(clerk.getByRole("heading", { name: `${ROOM} ${title}` })).toBeVisible();
    await isAccessible(clerk);
  }
});
