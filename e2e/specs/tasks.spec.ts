import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { choose, composer, message, openRoom, pane, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test.describe.configure({ mode: "serial" });

const card = (page: Page, title: string): Locator => page.getByRole("region", { name: `タスク: ${title}` });
const told = (page: Page, text: string | RegExp) => page.locator(".toast").getByText(text);
const rooms = (page: Page) => page.getByRole("navigation", { name: "ルーム" });

test("a message becomes a task of a colleague's, who is told, does it and takes that back", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  await write(mine, ROOM, "区画線の発注書を直してください。");
  await choose(mine, message(mine, "区画線の発注書を直してください。"), "タスクにする");
  const dialog = mine.getByRole("dialog", { name: "タスクを作る" });
  await expect(dialog.getByLabel("内容")).toHaveValue("区画線の発注書を直してください。");
  await dialog.getByLabel("内容").fill("発注書を直す");
  const holders = dialog.getByRole("combobox", { name: "担当" });
  await holders.fill(chief.name);
  await expect(dialog.getByRole("option").first()).toContainText(chief.name);
  await holders.press("Enter");
  await dialog.getByText("開庁日で数える").click();
  await dialog.getByLabel("今日から何開庁日後").fill("3");
  await isAccessible(mine);
  await dialog.getByRole("button", { name: "作る", exact: true }).press("Enter");
  await expect(dialog).toHaveCount(0);

  await expect(told(theirs, /タスクの担当になりました: 発注書を直す/)).toBeVisible();
  const asked = card(theirs, "発注書を直す");
  await expect(asked).toContainText(/期限 \d+月\d+日/);
  await isAccessible(theirs);
  await asked.getByRole("button", { name: "完了にする" }).press("Enter");
  await expect(card(mine, "発注書を直す").getByText("完了", { exact: true }).first()).toBeVisible();
  await theirs.getByRole("button", { name: "元に戻す" }).click();
  await expect(card(mine, "発注書を直す").getByText("進行中")).toBeVisible();

  // It stands among their own tasks, and beside the room.
  await rooms(theirs).getByRole("link", { name: /^マイタスク/ }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "マイタスク" })).toBeVisible();
  await expect(theirs.getByRole("main").getByText("発注書を直す")).toBeVisible();
  await isAccessible(theirs);
  await mine.getByRole("link", { name: "タスク", exact: true }).click();
  await expect(pane(mine).getByText("発注書を直す")).toBeVisible();
  await isAccessible(mine);

  // On paper: what the list shows, with who does it.
  await pane(mine).getByRole("link", { name: "印刷" }).click();
  await expect(mine.getByRole("heading", { level: 1, name: "タスク" })).toContainText("終わっていないもの");
  const line = mine.getByRole("row").filter({ hasText: "発注書を直す" });
  await expect(line).toContainText(chief.name);
  await expect(line).toContainText("進行中");
  await isAccessible(mine);
  await mine.getByRole("button", { name: "一覧へ戻る" }).click();
  await expect(pane(mine).getByText("発注書を直す")).toBeVisible();
  await theirs.getByRole("main").getByRole("link", { name: "印刷" }).click();
  await expect(theirs.getByRole("row").filter({ hasText: "発注書を直す" })).toContainText(ROOM);
});

test("the board is moved with the keyboard alone", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await clerk.getByRole("button", { name: "追加する" }).press("Enter");
  await clerk.getByRole("menuitem", { name: "タスク" }).press("Enter");
  const dialog = clerk.getByRole("dialog", { name: "タスクを作る" });
  await dialog.getByLabel("内容").fill("看板を点検する");
  await dialog.getByRole("button", { name: "作る", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await clerk.getByRole("link", { name: "タスク", exact: true }).click();
  await pane(clerk).getByRole("link", { name: "ボード" }).click();
  const board = clerk.getByRole("main");
  const column = (name: string) => board.getByRole("region", { name: new RegExp(`^${name} `) });
  await expect(column("未着手").getByText("看板を点検する")).toBeVisible();
  await isAccessible(clerk);
  await needsNoSidewaysScrolling(clerk);
  await card(clerk, "看板を点検する").focus();
  await clerk.keyboard.press("Shift+ArrowRight");
  await expect(column("進行中").getByText("看板を点検する")).toBeVisible();
  await expect(card(clerk, "看板を点検する")).toBeFocused();
  await clerk.keyboard.press("Shift+ArrowRight");
  await expect(column("完了").getByText("看板を点検する")).toBeVisible();
  await expect(card(clerk, "看板を点検する")).toBeFocused();
  await clerk.keyboard.press("Shift+ArrowLeft");
  await expect(column("進行中").getByText("看板を点検する")).toBeVisible();
});

test("a memo that names a moment says when it will remind, and a task among memos is one's own", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await rooms(clerk).getByRole("link", { name: /^マイメモ/ }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: "マイメモ" })).toBeVisible();
  await composer(clerk, "マイメモ").fill("明日10時 予算資料");
  await composer(clerk, "マイメモ").press("Control+Enter");
  await expect(clerk.getByRole("main").getByText(/10:00にお知らせします。/)).toBeVisible();
  await isAccessible(clerk);
  await rooms(clerk).getByRole("link", { name: /^あとで/ }).click();
  const saved = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "明日10時 予算資料" });
  await expect(saved).toContainText(/10:00にお知らせ/);

  await openRoom(clerk, ROOM);
  await choose(clerk, message(clerk, "区画線の発注書を直してください。").first(), "タスクにする");
  const dialog = clerk.getByRole("dialog", { name: "タスクを作る" });
  await dialog.getByText("マイメモ(自分だけ)").click();
  await expect(dialog.getByRole("combobox", { name: "担当" })).toHaveCount(0);
  await dialog.getByRole("button", { name: "作る", exact: true }).click();
  await expect(told(clerk, "タスクを作りました。")).toBeVisible();
  await rooms(clerk).getByRole("link", { name: /^マイタスク/ }).click();
  const own = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "区画線の発注書を直してください。" });
  await own.getByRole("button", { name: "タスクの操作" }).click();
  await clerk.getByRole("menuitem", { name: "もとを開く" }).click();
  await expect(pane(clerk).getByText("区画線の発注書を直してください。").first()).toBeVisible();
});
