import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { choose, composer, message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const NEWS = "https://news.example.jp@xn--pple-43d.example/bousai";
const HOST = "xn--pple-43d.example";

test.describe.configure({ mode: "serial" });

test("whoever posts a link gives it a heading with keys alone, and readers see whose words they are and the real host", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  const clerk = await open(town, town.people.clerk);
  await openRoom(chief, ROOM);
  await openRoom(clerk, ROOM);
  await composer(chief, ROOM).fill(`参考にしてください ${NEWS}`);
  await chief.getByRole("button", { name: `${HOST} に見出しを付ける` }).press("Enter");
  const dialog = chief.getByRole("dialog", { name: `リンクの見出し：${HOST}` });
  await isAccessible(chief);
  await dialog.getByRole("button", { name: "決定" }).press("Enter");
  await expect(dialog.getByText("見出しを入力してください")).toBeVisible();
  await dialog.getByRole("textbox", { name: /^見出し/ }).fill("避難所の新しい運用");
  await chief.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await composer(chief, ROOM).press("Control+Enter");
  const card = message(clerk, "参考にしてください").getByRole("list", { name: "リンク先" }).getByRole("listitem");
  await expect(card.getByRole("link", { name: "避難所の新しい運用" })).toHaveAttribute("href", NEWS);
  await expect(card).toContainText(HOST);
  await expect(card).toContainText("投稿者による見出し");
  await isAccessible(clerk);
  // What is written next has none of it.
  await composer(chief, ROOM).fill(`もう一度 ${NEWS}`);
  await expect(chief.getByRole("button", { name: `${HOST} に見出しを付ける` })).toBeVisible();
  await composer(chief, ROOM).fill("");
});

test("a link to a message shows it to who may read it, and follows when it is taken back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const words = "仮橋の点検は金曜日です。";
  await write(clerk, ROOM, words);
  const said = message(clerk, words);
  const room = new URL(clerk.url()).pathname.split("/")[2] ?? "";
  const page = (await (await clerk.request.get(`/api/rooms/${room}/messages?limit=50`)).json()) as { messages: { body: string; seq: number }[] };
  const seq = page.messages.find(({ body }) => body === words)?.seq;
  await write(clerk, ROOM, `こちらです ${new URL(`/rooms/${room}?at=${seq}`, clerk.url()).href}`);
  const card = message(clerk, "こちらです").getByRole("list", { name: "リンク先" }).getByRole("listitem");
  await expect(card.getByRole("link", { name: words })).toBeVisible();
  await isAccessible(clerk);
  const phone = await open(town, town.people.clerk, { device: "phone", path: new URL(clerk.url()).pathname });
  await expect(message(phone, "こちらです").getByRole("list", { name: "リンク先" })).toContainText(words);
  await needsNoSidewaysScrolling(phone);
  await choose(clerk, said.first(), "取り消す");
  await clerk.getByRole("dialog", { name: "取り消す" }).getByRole("button", { name: "取り消す" }).click();
  await expect(card.getByText("取り消されたメッセージ")).toBeVisible();
  await expect(said).toHaveCount(0);
});

test("where a link leads to nothing that one may see, the card says only that", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, `見られますか ${new URL("/rooms/0000000000000", clerk.url()).href}`);
  const card = message(clerk, "見られますか").getByRole("list", { name: "リンク先" }).getByRole("listitem");
  await expect(card.getByText("あなたには表示できないか、もうありません")).toBeVisible();
  await expect(card.getByRole("link")).toHaveCount(0);
});
