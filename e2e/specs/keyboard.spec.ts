import type { Locator, Page } from "@playwright/test";
import { composer, message, messages, openRoom, pane, roomLink } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

/** Presses a key until this has the focus; whoever uses the keyboard alone has no other way. */
async function reach(page: Page, goal: Locator, key = "Tab", most = 30): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    if (await goal.evaluate((element) => element === document.activeElement, undefined, { timeout: 2_000 }).catch(() => false)) return expectSeen(page);
    await page.keyboard.press(key);
  }
  await expect(goal, `reached within ${most} presses of ${key}`).toBeFocused();
}

/** The focus can be seen: it has an outline or a shadow that it does not have otherwise. */
async function expectSeen(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return false;
    const look = (target: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(target);
      return [outlineStyle === "none" || outlineWidth === "0px" ? "" : `${outlineStyle}${outlineWidth}`, boxShadow, borderColor].join();
    };
    // A field may show its focus on the box around it.
    const chain = [element, element.parentElement, element.parentElement?.parentElement].filter((target) => target !== null && target !== undefined);
    const focused = chain.map(look);
    element.blur();
    const blurred = chain.map(look);
    element.focus();
    return focused.some((value, index) => value !== blurred[index]);
  });
  expect(seen, "the focus can be seen").toBe(true);
}

async function signInByKeys(page: Page): Promise<void> {
  await expect(page.getByLabel("職員番号またはメールアドレス")).toBeFocused();
  await page.keyboard.type(town.people.clerk.login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(town.people.clerk.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
}

test("from the sign-in to a posted message without a mouse", async ({ open }) => {
  const page = await open(town, null);
  await signInByKeys(page);
  await reach(page, page.getByRole("searchbox", { name: "ルームを絞り込む" }));
  await page.keyboard.type("道路");
  await reach(page, roomLink(page, ROOM), "ArrowDown", 30);
  await page.keyboard.press("Enter");
  await expect(composer(page, ROOM)).toBeFocused();
  await page.keyboard.type("キーボードだけで書きました。");
  await page.keyboard.press("Control+Enter");
  await expect(message(page, "キーボードだけで")).toBeVisible();
  await expect(composer(page, ROOM)).toBeFocused();
});

test("a skip link leads past the menus to the content", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "本文へ移動" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("arrows move through the messages, letters act on one, Escape leads back to writing", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await composer(page, ROOM).fill("矢印で戻ってくる文です。");
  await page.keyboard.press("Control+Enter");
  await expect(message(page, "矢印で戻って").getByRole("button", { name: /^既読/ })).toBeVisible();
  await reach(page, page.getByRole("main").getByRole("list", { name: "メッセージ" }), "Shift+Tab");
  await page.keyboard.press("End");
  const last = page.getByRole("main").getByRole("listitem").filter({ hasText: "矢印で戻って" });
  await expect(last).toBeFocused();
  await expectSeen(page);
  await page.keyboard.press("ArrowUp");
  await expect(last).not.toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(last).toBeFocused();

  await page.keyboard.press("s");
  const stamps = page.getByRole("group", { name: "リアクション" });
  await reach(page, stamps.getByRole("button", { name: "確認しました" }));
  await page.keyboard.press("Enter");
  await expect(message(page, "矢印で戻って").getByRole("button", { name: "確認しました 1人" })).toBeVisible();
  await expect(last).toBeFocused();

  await page.keyboard.press("i");
  const sheet = page.getByRole("dialog", { name: "既読の状況" });
  await expect(sheet).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(last).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu", { name: "メッセージの操作" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(last).toBeFocused();

  await page.keyboard.press("e");
  await expect(page.getByText("メッセージを編集しています")).toBeVisible();
  await expect(composer(page, ROOM)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByText("メッセージを編集しています")).toBeHidden();

  await reach(page, page.getByRole("main").getByRole("list", { name: "メッセージ" }), "Shift+Tab");
  await page.keyboard.press("End");
  await page.keyboard.press("Escape");
  await expect(composer(page, ROOM)).toBeFocused();
});

test("a thread is opened, answered and closed from the keyboard", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await composer(page, ROOM).fill("糸口になる文です。");
  await page.keyboard.press("Control+Enter");
  await expect(message(page, "糸口になる").getByRole("button", { name: /^既読/ })).toBeVisible();
  await reach(page, page.getByRole("main").getByRole("list", { name: "メッセージ" }), "Shift+Tab");
  await page.keyboard.press("End");
  await page.keyboard.press("t");
  const field = pane(page).getByLabel("スレッドに返信", { exact: true });
  await expect(field).toBeFocused();
  await page.keyboard.type("糸の先です。");
  await page.keyboard.press("Control+Enter");
  await expect(pane(page).getByRole("article").filter({ hasText: "糸の先です。" })).toBeVisible();
  await reach(page, pane(page).getByRole("link", { name: "右の欄を閉じる" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(pane(page)).toBeHidden();
  // Back to the message whose thread it was.
  const root = page.getByRole("main").getByRole("list", { name: "メッセージ" }).getByRole("listitem").filter({ hasText: "糸口になる" });
  await expect(root).toBeFocused();
  await page.keyboard.press("t");
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(pane(page)).toBeHidden();
  await expect(root).toBeFocused();
});

test("Ctrl+K finds a person by reading, and Escape gives the focus back", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await expect(composer(page, ROOM)).toBeFocused();
  await page.keyboard.press("Control+k");
  const jump = page.getByRole("dialog", { name: "移動する" });
  await expect(jump.getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(jump).toBeHidden();
  await expect(composer(page, ROOM)).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("はやかわ");
  await expect(jump.getByRole("option").filter({ hasText: town.people.chief.name }).last()).toBeVisible();
  await reachOption(page, jump, town.people.chief.name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: town.people.chief.name }).first()).toBeVisible();
});

async function reachOption(page: Page, jump: Locator, name: string): Promise<void> {
  const chosen = jump.getByRole("option", { selected: true });
  for (let pressed = 0; pressed < 10; pressed++) {
    if ((await chosen.textContent())?.includes(name)) return;
    await page.keyboard.press("ArrowDown");
  }
  await expect(chosen).toContainText(name);
}

test("a menu opens, moves with arrows, and gives the focus back to its button", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const start = page.getByRole("button", { name: "新しく始める" });
  await expect(start).toBeVisible();
  await reach(page, start);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "ルームを作る" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(start).toBeFocused();
});

test("people are searched and a card is opened and closed from the keyboard", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/people" });
  const search = page.getByRole("searchbox", { name: /氏名・よみ/ });
  await expect(search).toBeVisible();
  await reach(page, search);
  await page.keyboard.type("はやかわ");
  const found = page.getByRole("main").getByRole("link", { name: new RegExp(town.people.chief.name) });
  await expect(found).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
  await reach(page, found);
  await page.keyboard.press("Enter");
  await expect(pane(page).getByRole("heading", { name: town.people.chief.name })).toBeVisible();
  await reach(page, pane(page).getByRole("link", { name: "閉じる" }));
  await page.keyboard.press("Enter");
  await expect(pane(page)).toBeHidden();
});

test("the organisation chart opens and closes with arrows", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/people" });
  const tree = page.getByRole("navigation", { name: "組織図" });
  await expect(tree.getByRole("link", { name: /総務部/ }).first()).toBeVisible();
  await reach(page, tree.getByRole("link", { name: "全員" }));
  const department = tree.getByRole("link", { name: /^総務部/ }).first();
  await reach(page, department, "ArrowDown", 30);
  await page.keyboard.press("ArrowLeft");
  await expect(department).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(department).toHaveAttribute("aria-expanded", "true");
  await expect(tree.getByRole("link", { name: /^総務課/ })).toBeVisible();
});

test("the settings are changed with the keys of radio buttons", async ({ open }) => {
  const page = await open(town, town.people.chief, { path: "/settings/look" });
  const theme = page.getByRole("group", { name: "配色" });
  await expect(theme.getByRole("radio", { name: "端末に合わせる" })).toBeChecked();
  await reach(page, theme.getByRole("radio", { name: "端末に合わせる" }));
  const saved = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.request().postDataJSON().theme === "dark");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(theme.getByRole("radio", { name: "ダーク" })).toBeChecked();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await saved;
  await page.reload();
  await expect(theme.getByRole("radio", { name: "ダーク" })).toBeChecked();
});

test("Tab goes round a whole room without being caught", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await expect(messages(page).last()).toBeVisible();
  const field = composer(page, ROOM);
  await field.focus();
  await page.keyboard.press("Tab");
  await expect(field).not.toBeFocused();
  // All the way round: through the tools, out of the page, the rail, the list, the messages, and back.
  const visited = new Set<string>();
  for (let pressed = 0; pressed < 250; pressed++) {
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const around = element?.closest("nav, main, aside, dialog");
      return { part: around?.getAttribute("aria-label") ?? around?.tagName ?? "BODY", back: element instanceof HTMLTextAreaElement };
    });
    visited.add(at.part);
    if (at.back) break;
    await page.keyboard.press("Tab");
  }
  await expect(field).toBeFocused();
  for (const part of ["メニュー", "ルーム", "MAIN"]) expect([...visited]).toContain(part);
});

test("a dialog keeps the focus inside until it is closed", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await page.keyboard.press("Shift+?");
  const help = page.getByRole("dialog", { name: "キーボード操作" });
  await expect(help).toBeVisible();
  for (let pressed = 0; pressed < 6; pressed++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => document.activeElement !== document.body && !document.activeElement?.closest("dialog"));
    expect(outside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
});
