import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { choose, composer, message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test.describe.configure({ mode: "serial" });

test("what is scheduled stands in a list, is taken back and undone, and is sent with a press", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await composer(clerk, ROOM).fill("朝礼は会議室です。");
  await clerk.getByRole("button", { name: "送信を予約" }).click();
  const dialog = clerk.getByRole("dialog", { name: "送信を予約" });
  await expect(dialog.getByRole("button", { name: /^明日の朝/ })).toBeVisible();
  await isAccessible(clerk);
  await dialog.getByRole("button", { name: /^明日の朝/ }).click();
  await expect(dialog).toBeHidden();
  await expect(composer(clerk, ROOM)).toHaveValue("");
  await clerk.getByRole("button", { name: "開く" }).click();
  const card = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "朝礼は会議室です。" });
  await expect(card).toContainText(/8:30に送信/);
  await isAccessible(clerk);
  await card.getByRole("button", { name: "取り消す" }).click();
  await expect(clerk.getByText("予約した送信はありません。")).toBeVisible();
  await clerk.getByRole("button", { name: "元に戻す" }).click();
  await card.getByRole("button", { name: "文と日時を変える" }).click();
  const change = clerk.getByRole("dialog", { name: "文と日時を変える" });
  await change.getByLabel("本文").fill("朝礼は第一会議室です。");
  await isAccessible(clerk);
  await change.getByRole("button", { name: "決める" }).click();
  const changed = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "朝礼は第一会議室です。" });
  await changed.getByRole("button", { name: "今すぐ送る" }).click();
  await expect(clerk.getByText("予約した送信はありません。")).toBeVisible();
  await openRoom(clerk, ROOM);
  await expect(message(clerk, "朝礼は第一会議室です。")).toBeVisible();
});

test("a message is put by with a key, done and not done again, and reminded of", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "資料は金曜までです。");
  await clerk.getByRole("main").getByRole("listitem").filter({ hasText: "資料は金曜までです。" }).focus();
  await clerk.keyboard.press("b");
  await expect(clerk.getByRole("button", { name: "元に戻す" })).toBeVisible();
  await clerk.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^あとで/ }).click();
  const card = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "資料は金曜までです。" });
  await isAccessible(clerk);
  await card.getByRole("button", { name: "完了にする" }).click();
  await expect(card).toBeHidden();
  await clerk.getByRole("link", { name: "完了したもの" }).click();
  await card.getByRole("button", { name: "未完了に戻す" }).click();
  await clerk.getByRole("link", { name: "保存したメッセージ" }).click();
  await card.getByRole("button", { name: "日時を決めて知らせる" }).click();
  await clerk.getByRole("dialog", { name: "リマインド" }).getByRole("button", { name: /^1時間後/ }).click();
  await expect(card).toContainText(/にお知らせ/);
  await card.getByRole("button", { name: "外す" }).click();
  await expect(clerk.getByText("「あとで」は空です。")).toBeVisible();
});

test("on a phone it all fits", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone", path: "/later" });
  await expect(clerk.getByText("「あとで」は空です。")).toBeVisible();
  await isAccessible(clerk);
  await needsNoSidewaysScrolling(clerk);
  const desk = await open(town, town.people.clerk);
  await openRoom(desk, ROOM);
  await choose(desk, message(desk, "資料は金曜までです。"), "リマインド");
  const dialog = desk.getByRole("dialog", { name: "リマインド" });
  await dialog.getByLabel("日時を選ぶ").fill("2020-01-01T09:00");
  await dialog.getByRole("button", { name: "決める" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("これからの日時を選んでください。");
});

test("who is not at work is written to with a press for when they are again", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const found = (await (await clerk.request.get(`/api/people?q=${encodeURIComponent(town.people.chief.name)}`)).json()) as { items: { id: string }[] };
  const answer = await clerk.request.post("/api/directs", { headers: { "X-Engawa": "1" }, data: { people: [found.items[0]?.id] } });
  const { id } = (await answer.json()) as { id: string };
  const morning = new Date(Date.now() + 86_400_000).toISOString();
  // The hour of the machine that runs this is nobody's choice.
  await clerk.route("**/api/rooms/*/times", (route) => route.fulfill({ json: { rest: "after_hours", rest_until: morning, in_an_hour: morning, tomorrow: morning, next_open: morning } }));
  await clerk.goto(`/rooms/${id}`);
  await clerk.getByRole("textbox", { name: /へのメッセージ$/ }).fill("明日の件、よろしくお願いします。");
  await expect(clerk.getByText("相手は勤務時間外です。")).toBeVisible();
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: /に送信$/ }).click();
  await clerk.getByRole("button", { name: "開く" }).click();
  await expect(clerk.getByRole("main").getByRole("listitem").filter({ hasText: "明日の件" })).toContainText(town.people.chief.name);
});
