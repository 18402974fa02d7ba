import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { choose, message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const HEADERS = { "X-Engawa": "1" };

/** Holds a finger on it until something opens. */
async function hold(page: Page, target: Locator, until: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error("not on screen");
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: box.x + 20, y: box.y + 10 }] });
  await expect(until).toBeVisible();
  await protocol.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

test.describe.configure({ mode: "serial" });

test("a message is forwarded with its author and a note, once its wider circle is confirmed", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  await write(chief, ROOM, "予算は来週までに出してください。");
  const clerk = await open(town, town.people.clerk);
  const open_ = await clerk.request.post("/api/rooms", { headers: HEADERS, data: { id: "0000000000f01", kind: "open", name: "相談広場", people: [] } });
  expect(open_.ok()).toBe(true);
  await openRoom(clerk, ROOM);
  await choose(clerk, message(clerk, "予算は来週まで"), "転送");
  const dialog = clerk.getByRole("dialog", { name: "メッセージを転送" });
  await expect(dialog.getByRole("button", { name: "転送", exact: true })).toBeDisabled();
  await dialog.getByLabel("ルームを絞り込む").fill("広場");
  await dialog.getByLabel("ルームを絞り込む").press("Enter");
  await expect(dialog.getByRole("checkbox", { name: "相談広場" })).toBeChecked();
  await dialog.getByLabel(/^ひとこと/).fill("ご参考まで");
  await isAccessible(clerk);
  // Whoever presses twice, or presses Enter in a field, sends nothing that they did not confirm.
  await dialog.getByLabel("ルームを絞り込む").press("Enter");
  await expect(dialog.getByRole("button", { name: "1か所に転送" })).toBeEnabled();
  await dialog.getByRole("button", { name: "1か所に転送" }).dblclick();
  const warning = clerk.getByRole("dialog", { name: "元の話を読めない人に届きます" });
  await expect(warning.getByRole("alert")).toContainText("公開ルームなので、職員のだれでも読めます。");
  await expect(warning.getByRole("alert")).toBeFocused();
  await expect(warning.getByRole("button", { name: "承知して転送する" })).toBeDisabled();
  await isAccessible(clerk);
  await clerk.keyboard.press("Escape");
  await expect(dialog.getByLabel(/^ひとこと/)).toHaveValue("ご参考まで");
  await dialog.getByRole("button", { name: "1か所に転送" }).click();
  await warning.getByRole("checkbox", { name: "送り先と読む人を確かめました" }).check();
  await warning.getByRole("button", { name: "承知して転送する" }).click();
  await expect(warning).toBeHidden();
  await clerk.getByRole("button", { name: "開く" }).click();
  const there = message(clerk, "ご参考まで");
  const carried = there.getByRole("list", { name: "転送" }).getByRole("listitem");
  await expect(carried).toContainText("予算は来週までに出してください。");
  await expect(carried).toContainText(town.people.chief.name);
  await expect(carried.getByRole("link", { name: ROOM })).toBeVisible();
  await isAccessible(clerk);
});

test("what its author takes back is gone from where it was forwarded to, while one looks", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, "相談広場");
  await expect(message(clerk, "予算は来週まで")).toBeVisible();
  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  await choose(chief, message(chief, "予算は来週まで"), "取り消す");
  await chief.getByRole("dialog").getByRole("button", { name: "取り消す" }).click();
  await expect(message(clerk, "ご参考まで")).toContainText("取り消されたため、表示できません。");
  await expect(clerk.getByText("予算は来週まで")).toBeHidden();
});

test("on a phone, to a person", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "現場の写真は共有フォルダです。");
  await hold(clerk, message(clerk, "現場の写真"), clerk.getByRole("menuitem", { name: "転送" }));
  await clerk.getByRole("menuitem", { name: "転送" }).click();
  const dialog = clerk.getByRole("dialog", { name: "メッセージを転送" });
  await dialog.getByRole("combobox", { name: "人に送る" }).fill(town.people.administrator.name.slice(0, 2));
  await dialog.getByRole("option", { name: new RegExp(town.people.administrator.name) }).click();
  await isAccessible(clerk);
  await needsNoSidewaysScrolling(clerk);
  await dialog.getByRole("button", { name: "1か所に転送" }).click();
  const warning = clerk.getByRole("dialog", { name: "元の話を読めない人に届きます" });
  await warning.getByRole("checkbox", { name: "送り先と読む人を確かめました" }).check();
  await warning.getByRole("button", { name: "承知して転送する" }).click();
  await expect(warning).toBeHidden();
  await clerk.getByRole("button", { name: "開く" }).click();
  await expect(message(clerk, "現場の写真は共有フォルダです。")).toBeVisible();
});

test("by the keyboard alone, and not out of a room whose owner forbade it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, "相談広場");
  await write(clerk, "相談広場", "ここだけの話です。");
  await clerk.getByRole("main").getByRole("listitem").filter({ hasText: "ここだけの話" }).focus();
  await clerk.keyboard.press("f");
  await expect(clerk.getByRole("dialog", { name: "メッセージを転送" })).toBeVisible();
  await clerk.keyboard.press("Escape");
  await clerk.getByRole("button", { name: "相談広場の操作" }).last().click();
  await clerk.getByRole("menuitem", { name: "転送を禁止する" }).click();
  await expect(clerk.getByText(/このルームの話の転送を禁止しました。/)).toBeVisible();
  await message(clerk, "ここだけの話").hover();
  await message(clerk, "ここだけの話").getByRole("button", { name: "その他の操作" }).click();
  await expect(clerk.getByRole("menuitem", { name: "編集" })).toBeVisible();
  await expect(clerk.getByRole("menuitem", { name: "転送" })).toBeHidden();
});
