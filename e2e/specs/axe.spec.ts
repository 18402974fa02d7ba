import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { choose, composer, message, messages, openRoom, pane, reply, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { Town, townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

/** Changes settings of whoever is signed in on this page, and starts it anew. */
async function prefer(page: Page, change: Record<string, unknown>): Promise<void> {
  const { settings } = (await (await page.request.get("/api/me")).json()) as { settings: object };
  const answer = await page.request.put("/api/me/settings", { headers: { "X-Engawa": "1" }, data: { ...settings, ...change } });
  expect(answer.ok()).toBe(true);
  await page.reload();
}

/** The page has its content: a heading, and nothing that still loads. */
async function isThere(page: Page): Promise<void> {
  await expect(page.getByRole("heading").first()).toBeAttached();
  await expect(page.getByText("読み込んでいます…")).toHaveCount(0);
}

test("the sign-in, empty and refused", async ({ open }) => {
  const page = await open(town, null);
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("職員番号またはメールアドレス").fill("nobody");
  await page.getByLabel("パスワード").fill("nothing-at-all");
  await page.getByRole("button", { name: "サインイン" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await isAccessible(page);
});

test("the set-up", async ({ open }) => {
  const empty = new Town({ staff: 0 });
  await empty.make();
  try {
    const page = await open(empty, null);
    await expect(page.getByRole("heading", { name: "はじめての設定" })).toBeVisible();
    await isAccessible(page);
  } finally {
    await empty.remove();
  }
});

test("the list of rooms, on a desk and on a phone", async ({ open }) => {
  for (const device of ["desktop", "phone"] as const) {
    const page = await open(town, town.people.clerk, { device });
    await expect(page.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: new RegExp(`^${ROOM}`) })).toBeVisible();
    await isAccessible(page);
  }
});

test("a room with its menu, and who read", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await isAccessible(page);
  await composer(page, ROOM).fill("これを**太字**で、`符号`で、\n- 箇条書き\n- もう一つ");
  await composer(page, ROOM).press("Control+Enter");
  const row = message(page, "もう一つ");
  await expect(row.getByRole("button", { name: /^既読/ })).toBeVisible();
  await row.hover();
  await isAccessible(page);
  await row.getByRole("button", { name: "その他の操作" }).click();
  await expect(page.getByRole("menu", { name: "メッセージの操作" })).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await choose(page, row, "既読の状況");
  await expect(page.getByRole("dialog", { name: "既読の状況" }).getByRole("listitem").first()).toBeVisible();
  await isAccessible(page);
});

test("the emoji of a message", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await write(page, ROOM, "絵文字で答えてください。");
  const row = message(page, "絵文字で答えてください。");
  await row.hover();
  await row.getByRole("button", { name: "その他の操作" }).click();
  await page.getByRole("button", { name: "絵文字を選ぶ" }).click();
  await expect(page.getByRole("searchbox", { name: /絵文字を探す/ })).toBeFocused();
  // Hundreds of them: the room behind has a test of its own.
  await isAccessible(page, "[popover]");
});

test("a room while somebody is called, answered and edited", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await composer(page, ROOM).fill("＠はや");
  await expect(page.getByRole("listbox", { name: "候補" }).getByRole("option").first()).toBeVisible();
  await isAccessible(page);
  await composer(page, ROOM).fill("");
  await write(page, ROOM, "引用してください。");
  await message(page, "引用してください。").hover();
  await message(page, "引用してください。").getByRole("button", { name: "引用して返信" }).click();
  await expect(page.getByText(/への返信:/)).toBeVisible();
  await isAccessible(page);
});

test("a room on a phone", async ({ open }) => {
  const page = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(page, ROOM);
  await isAccessible(page);
});

test("a thread, the inbox of threads, and the mentions", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await write(page, ROOM, "調べるための糸です。");
  await choose(page, message(page, "調べるための糸"), "スレッドで返信");
  await reply(page, "糸の先です。");
  await isAccessible(page);
  await page.goto("/threads");
  await expect(page.getByRole("main").getByText("糸の先です。")).toBeVisible();
  await isAccessible(page);
  await page.goto("/mentions");
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  await isAccessible(page);
});

test("the members of a room, and adding some", async ({ open }) => {
  const page = await open(town, town.people.administrator);
  await openRoom(page, "給湯室");
  await page.getByRole("main").getByRole("link", { name: /^メンバー/ }).click();
  await expect(pane(page).getByRole("listitem").first()).toBeVisible();
  await isAccessible(page);
  await pane(page).getByRole("button", { name: "人を加える" }).click();
  await page.getByRole("dialog", { name: "人を加える" }).getByRole("combobox", { name: "入る人" }).fill("た");
  await expect(page.getByRole("listbox", { name: "入る人" }).getByRole("option").first()).toBeVisible();
  await isAccessible(page);
});

test("the jump, the help and my own menu", async ({ open }) => {
  const page = await open(town, town.people.administrator);
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const jump = page.getByRole("dialog", { name: "移動する" });
  await jump.getByRole("combobox").fill("総務");
  await expect(jump.getByRole("option").first()).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+?");
  await expect(page.getByRole("dialog", { name: "キーボード操作" })).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "自分のメニュー" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await isAccessible(page);
});

test("a person's card beside the list, and on a phone", async ({ open }) => {
  for (const device of ["desktop", "phone"] as const) {
    const page = await open(town, town.people.clerk, { path: "/people", device });
    await page.getByRole("main").getByRole("link", { name: new RegExp("課長") }).first().click();
    await expect(page.getByRole("link", { name: "メッセージを送る" })).toBeVisible();
    await isAccessible(page);
  }
});

const PLACES: [what: string, paths: string[]][] = [
  ["the new room and the new conversation", ["/new-room", "/new-direct"]],
  ["the directory of rooms", ["/open-rooms"]],
  ["the list of people and the organisation chart", ["/people", "/units"]],
  ["my profile", ["/settings/profile"]],
  ["typing, notifications, devices, password and ways to sign in in the settings", ["/settings/typing", "/settings/notifications", "/settings/devices", "/settings/password", "/settings/sign-in"]],
  ["the front page of the administration and its units", ["/admin", "/admin/units"]],
  ["titles and people in the administration", ["/admin/titles", "/admin/people", "/admin/people/new"]],
  ["the contact barriers in the administration, and the requests", ["/admin/barriers", "/admin/barriers/new", "/requests", "/requests/closed"]],
  ["the transfers of personnel and the handovers in the administration, and my own", ["/admin/transfers", "/admin/handovers", "/settings/handovers"]],
  ["accounts, rules, rooms, connected systems and the audit in the administration", ["/admin/accounts", "/admin/sign-in-rules", "/admin/rooms", "/admin/sending", "/admin/links", "/admin/audit"]],
  ["a place that does not exist", ["/nowhere", "/rooms/0000000000000"]],
];

for (const [what, paths] of PLACES) {
  test(what, async ({ open }) => {
    const page = await open(town, town.people.administrator);
    for (const path of paths) {
      await page.goto(path);
      await isThere(page);
      await isAccessible(page);
    }
  });
}

test("the record of acts is checked, with the keyboard alone, and gives a note", async ({ open }) => {
  const page = await open(town, town.people.administrator, { device: "phone" });
  await page.goto("/admin/audit");
  await isThere(page);
  await page.getByText("改ざんの確認").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("これは控えではない");
  await page.keyboard.press("Enter");
  await expect(page.getByText("控えは「番号:指紋」の形で")).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: /^[\d,]+件すべて、書かれたときのままです。$/ })).toBeVisible();
  const note = await page.locator(".audit-note").innerText();
  await page.getByLabel("以前の控え(任意)").fill(note.replace(/:./, (start) => (start === ":0" ? ":1" : ":0")));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/第\d+号の記録\(.+\)から後が、作り直されています。/)).toBeVisible();
  await isAccessible(page);
  await needsNoSidewaysScrolling(page);
});

test("a transfer of personnel in its steps, on a desk and on a phone", async ({ open }) => {
  for (const device of ["desktop", "phone"] as const) {
    const page = await open(town, town.people.administrator, { path: "/admin/transfers", device });
    await page.getByRole("button", { name: "新しい人事異動" }).click();
    const beginning = page.getByRole("dialog", { name: "新しい人事異動" });
    await expect(beginning.getByLabel("名称")).toHaveValue(/4月1日付け人事異動$/);
    await isAccessible(page);
    await beginning.getByRole("button", { name: "作る" }).click();
    await expect(page.getByRole("heading", { name: "4. 解禁" })).toBeVisible();
    await isThere(page);
    await isAccessible(page);
    await page.getByRole("button", { name: "組織の改正を加える" }).click();
    const order = page.getByRole("dialog", { name: "組織の改正を加える" });
    await expect(order.getByRole("radio", { name: /^新設/ })).toBeFocused();
    await isAccessible(page);
    await order.getByLabel("新しい名称").fill("試行課");
    await order.getByLabel("よみ(ひらがな)").fill("しこうか");
    await order.getByRole("button", { name: "加える" }).click();
    await expect(page.getByText("「試行課」を新設")).toBeVisible();
    await expect(page.getByRole("button", { name: "組織 1", exact: true })).toBeVisible();
    await isThere(page);
    await isAccessible(page);
    await needsNoSidewaysScrolling(page);
    await page.getByRole("button", { name: "解禁を予約" }).click();
    await expect(page.getByRole("dialog", { name: "解禁を予約" }).getByText("組織・職名 1件")).toBeVisible();
    await isAccessible(page);
  }
});

for (const theme of ["light", "dark", "contrast"]) {
  test(`the settings, a room and the people in ${theme}`, async ({ open }) => {
    const page = await open(town, town.people.chief, { path: "/settings/look" });
    await prefer(page, { theme });
    await isThere(page);
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await isAccessible(page);
    await page.goto("/");
    await openRoom(page, ROOM);
    await isAccessible(page);
    await page.goto("/people");
    await isThere(page);
    await isAccessible(page);
  });
}

test("text of 200 % needs no sideways scrolling on 1280 pixels", async ({ open }) => {
  const page = await open(town, town.people.administrator, { with: { viewport: { width: 1280, height: 800 } } });
  await prefer(page, { text_size: 200 });
  try {
    for (const path of ["/", "/mentions", "/open-rooms", "/new-room", "/people", "/settings/look", "/settings/profile", "/settings/sign-in", "/admin", "/admin/sign-in-rules", "/admin/people", "/admin/people/new", "/admin/leaves", "/admin/units", "/admin/barriers/new", "/admin/transfers", "/admin/links", "/requests"]) {
      await page.goto(path);
      await isThere(page);
      await needsNoSidewaysScrolling(page);
    }
    await page.goto("/");
    await page.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^給湯室/ }).click();
    await expect(messages(page).first()).toBeVisible();
    await needsNoSidewaysScrolling(page);
    await isAccessible(page);
  } finally {
    await prefer(page, { text_size: 100 });
  }
});

test("the English texts say in which language they are", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/settings/look" });
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await page.getByRole("radio", { name: "English" }).check();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("navigation", { name: "Places" })).toBeVisible();
  await isAccessible(page);
  await prefer(page, { language: "ja" });
});
