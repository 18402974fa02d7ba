import { composer, message, messages, openRoom, pane, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test("a name and a person make a room, and it appears at the other's at once", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await expect(roomLink(chief, ROOM)).toBeVisible();
  await clerk.getByRole("button", { name: "新しく始める" }).click();
  await clerk.getByRole("menuitem", { name: "ルームを作る" }).click();
  await clerk.getByRole("textbox", { name: /^ルームの名前/ }).fill("橋りょう点検");
  await clerk.getByRole("textbox", { name: /^目的/ }).fill("五年に一度の点検の段取り");
  await clerk.getByRole("combobox", { name: "入る人" }).fill("はやかわ");
  await clerk.getByRole("option", { name: new RegExp(town.people.chief.name) }).click();
  await expect(clerk.getByRole("button", { name: `${town.people.chief.name}さんを外す` })).toBeVisible();
  await clerk.getByRole("button", { name: "作る", exact: true }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: "橋りょう点検" })).toBeVisible();
  await expect(clerk.getByText("五年に一度の点検の段取り")).toBeVisible();
  await write(clerk, "橋りょう点検", "このルームで進めます。");
  await expect(roomLink(chief, "橋りょう点検")).toBeVisible();
  await openRoom(chief, "橋りょう点検");
  await expect(message(chief, "このルームで進めます。")).toBeVisible();
});

test("a purpose or a word too long for the window pushes nothing out of it", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/new-room" });
  await page.getByRole("textbox", { name: /^ルームの名前/ }).fill("長い目的のルーム");
  await page.getByRole("textbox", { name: /^目的/ }).fill("橋りょうの点検と補修の段取り。".repeat(16));
  await page.getByRole("button", { name: "作る", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "長い目的のルーム" })).toBeVisible();
  await write(page, "長い目的のルーム", `https://example.lg.jp/${"a".repeat(300)}`);
  await expect(page.getByRole("region", { name: "長い目的のルーム" }).getByRole("button", { name: "長い目的のルームの操作" })).toBeInViewport({ ratio: 1 });
  await expect(composer(page, "長い目的のルーム")).toBeInViewport({ ratio: 1 });
});

test("a link to a room that is gone says so and leads on", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/rooms/0000000000000", device: "phone" });
  await expect(page.getByRole("heading", { level: 1, name: /^見つかりません。/ })).toBeVisible();
  await page.getByRole("link", { name: "ルームの一覧へ" }).click();
  await expect(page.getByRole("navigation", { name: "ルーム" })).toBeVisible();
});

test("an open room is found, joined and left again", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/new-room" });
  await administrator.getByRole("textbox", { name: /^ルームの名前/ }).fill("自転車通勤");
  await administrator.getByRole("radio", { name: /^公開ルーム/ }).check();
  await administrator.getByRole("button", { name: "作る", exact: true }).click();
  await expect(administrator.getByRole("heading", { level: 1, name: "自転車通勤" })).toBeVisible();
  await write(administrator, "自転車通勤", "駐輪場の話をここで。");

  const clerk = await open(town, town.people.clerk, { path: "/open-rooms" });
  await clerk.getByRole("main").getByRole("searchbox", { name: "ルームを絞り込む" }).fill("自転車");
  await clerk.getByRole("main").getByRole("listitem").filter({ hasText: "自転車通勤" }).getByRole("button", { name: "参加する" }).click();
  await expect(message(clerk, "駐輪場の話")).toBeVisible();
  await expect(roomLink(clerk, "自転車通勤")).toBeVisible();
  await clerk.getByRole("main").getByRole("button", { name: "自転車通勤の操作" }).click();
  await clerk.getByRole("menuitem", { name: "退出する" }).click();
  await clerk.getByRole("dialog").getByRole("button", { name: "退出する" }).click();
  await expect(roomLink(clerk, "自転車通勤")).toBeHidden();
});

test("a conversation starts from a person's card, and both have it", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/people" });
  await administrator.getByRole("searchbox", { name: /氏名・よみ/ }).fill("はやかわ");
  await administrator.getByRole("main").getByRole("link", { name: new RegExp(town.people.chief.name) }).click();
  const card = pane(administrator);
  await expect(card.getByRole("heading", { name: town.people.chief.name })).toBeVisible();
  await card.getByRole("link", { name: "メッセージを送る" }).click();
  await expect(administrator.getByRole("heading", { level: 1, name: town.people.chief.name })).toBeVisible();
  const chief = await open(town, town.people.chief);
  await write(administrator, town.people.chief.name, "一件、直接ご相談です。");
  const link = chief.getByRole("region", { name: "未読" }).getByRole("link", { name: new RegExp(`^${town.people.administrator.name}`) });
  await expect(link).toContainText("一件、直接ご相談です。");
  await link.click();
  await expect(message(chief, "一件、直接ご相談です。")).toBeVisible();
  await expect(message(administrator, "一件、直接ご相談です。").getByRole("button", { name: "既読" })).toBeVisible();
});

test("a muted room counts quietly and does not call", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(chief, "給湯室");
  await openRoom(chief, ROOM);
  await chief.getByRole("navigation", { name: "ルーム" }).getByRole("button", { name: "給湯室の操作" }).click();
  await chief.getByRole("menuitem", { name: "通知しない" }).click();
  await openRoom(clerk, "給湯室");
  await write(clerk, "給湯室", "お茶が切れました。");
  await expect(roomLink(chief, "給湯室")).toContainText("お茶が切れました。");
  await expect(chief.getByRole("region", { name: "未読" }).getByRole("link", { name: /^給湯室/ })).toBeHidden();
  await chief.getByRole("navigation", { name: "ルーム" }).getByRole("button", { name: "給湯室の操作" }).click();
  await expect(chief.getByRole("menuitem", { name: "通知する" })).toBeVisible();
});

test("a draft waits on the person's other device", async ({ open }) => {
  const desk = await open(town, town.people.clerk);
  const phone = await open(town, town.people.clerk, { device: "phone" });
  await expect(roomLink(phone, ROOM)).toBeVisible();
  await openRoom(desk, ROOM);
  await composer(desk, ROOM).fill("書きかけの報告です。続きは");
  await expect(roomLink(phone, ROOM)).toContainText("下書きがあります");
  await openRoom(phone, ROOM);
  await expect(composer(phone, ROOM)).toHaveValue("書きかけの報告です。続きは");
  await composer(phone, ROOM).fill("");
  await expect(composer(desk, ROOM)).toHaveValue("");
});

test("a list of everything a room was told is one page long at first and endless backwards", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await expect(messages(clerk).last()).toBeInViewport();
  const list = clerk.getByRole("main").getByRole("list", { name: "メッセージ" });
  const beginning = clerk.getByText("ここが最初のメッセージです。");
  await list.hover();
  await expect(async () => {
    await clerk.mouse.wheel(0, -20_000);
    await expect(beginning).toBeAttached({ timeout: 250 });
  }).toPass({ intervals: [0], timeout: 45_000 });
  await clerk.getByRole("button", { name: "最新へ" }).click();
  await expect(messages(clerk).last()).toBeInViewport();
});
