import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { message, openRoom, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const NAME = "防災気象情報";
const ROOM = "災害対策の連絡";

test("a bot is made, writes by its token with the mark of one, and is stopped", async ({ open }) => {
  const { administrator, clerk } = town.people;
  const admin = await open(town, administrator, { path: "/admin/bots" });
  await expect(admin.getByText("ボットはまだありません。")).toBeVisible();
  await isAccessible(admin);
  await admin.getByRole("button", { name: "ボットを作る" }).click();
  const dialog = admin.getByRole("dialog", { name: "ボットを作る" });
  await dialog.getByLabel(/^名前/).fill(NAME);
  await dialog.getByLabel(/^よみ/).fill("ぼうさいきしょうじょうほう");
  await dialog.getByLabel(/^目的/).fill("警報を知らせる");
  await isAccessible(admin);
  await dialog.getByRole("button", { name: "作る", exact: true }).click();
  const card = admin.getByRole("listitem").filter({ has: admin.getByRole("heading", { name: NAME }) });
  await expect(card).toContainText("トークンはありません。");
  await card.getByRole("button", { name: `「${NAME}」のトークンを作る` }).click();
  await admin.getByRole("dialog").getByLabel(/^使うプログラムの名前/).fill("監視サーバー");
  await admin.getByRole("dialog").getByRole("button", { name: "作る", exact: true }).click();
  const made = admin.getByRole("dialog", { name: "「監視サーバー」のトークン" });
  const token = (await made.locator("code").first().textContent()) ?? "";
  expect(token).toMatch(/^engb_/);
  await expect(made.locator("pre")).toContainText(`Authorization: Bearer ${token}`);
  await isAccessible(admin);
  await made.getByRole("button", { name: "閉じる", exact: true }).last().click();
  await expect(card.getByRole("row").filter({ hasText: "監視サーバー" })).toContainText("まだ使われていません");

  const page = await open(town, clerk);
  const found = (await (await page.request.get(`/api/people?q=${encodeURIComponent(NAME)}`)).json()) as { items: { id: string }[] };
  const room = await page.request.post("/api/rooms", { headers: { "X-Engawa": "1" }, data: { id: "0000000000001", kind: "private", name: ROOM, people: [found.items[0]?.id] } });
  expect(room.ok()).toBe(true);
  await roomLink(page, ROOM).click();
  await write(page, ROOM, "準備ができました。");
  await openRoom(page, ROOM);
  // As the program does it that was set up with what the dialog shows.
  const say = (id: string, body: string) =>
    fetch(`${town.url}/api/rooms/0000000000001/messages`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body: JSON.stringify({ id, body }) });
  expect((await say("0000000000002", "大雨警報が出ました。")).ok).toBe(true);
  expect((await say("0000000000002", "大雨警報が出ました。")).ok).toBe(true);
  await expect(message(page, "大雨警報が出ました。")).toHaveCount(1);
  await expect(message(page, "大雨警報が出ました。")).toContainText(`${NAME}`);
  await expect(message(page, "大雨警報が出ました。")).toContainText("ボット");
  await isAccessible(page);

  await admin.reload();
  await admin.setViewportSize({ width: 390, height: 844 });
  await expect(card).toBeVisible();
  await needsNoSidewaysScrolling(admin);
  await card.getByRole("button", { name: `「${NAME}」を止める` }).click();
  await expect(admin.getByRole("dialog")).toContainText("トークンはすべて使えなくなります");
  await admin.getByRole("dialog").getByRole("button", { name: "止める", exact: true }).click();
  await expect(card).toContainText("停止中");
  expect((await say("0000000000003", "まだいますか。")).status).toBe(401);
  await card.getByRole("button", { name: `「${NAME}」を再開する` }).click();
  await expect(card).toContainText("動作中");
  await admin.goto("/admin/audit");
  await expect(admin.getByRole("row").filter({ hasText: "ボットのトークンの作成" }).first()).toContainText("監視サーバー");
});
