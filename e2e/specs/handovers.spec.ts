import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const HEADERS = { "X-Engawa": "1" };

interface Post {
  unit_id: string;
  title_id: string | null;
  name: string;
  kind: string;
  valid_from: string;
  valid_to: string | null;
}

interface Record {
  id: string;
  posts: Post[];
}

async function get<Answer>(page: Page, path: string): Promise<Answer> {
  return (await (await page.request.get(`/api${path}`)).json()) as Answer;
}

async function record(page: Page, name: string): Promise<Record> {
  const { items } = await get<{ items: { id: string; name: string }[] }>(page, `/people?q=${encodeURIComponent(name)}`);
  return await get<Record>(page, `/people/${items.find((person) => person.name === name)?.id}`);
}

async function give(administrator: Page, { id }: Record, posts: Omit<Post, "name">[]): Promise<void> {
  const sent = posts.map(({ unit_id, title_id, kind, valid_from, valid_to }) => ({ unit_id, title_id, kind, valid_from, valid_to }));
  const answer = await administrator.request.patch(`/api/people/${id}`, { headers: HEADERS, data: { posts: sent } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

const dayFromNow = (days: number) => new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** It becomes known that the chief moves to another section in ten days, and that the clerk takes their place. */
async function letChiefMove(administrator: Page): Promise<string> {
  const [chief, clerk] = [await record(administrator, town.people.chief.name), await record(administrator, town.people.clerk.name)];
  const [post, home] = [chief.posts.find(({ kind }) => kind === "main"), clerk.posts.find(({ kind }) => kind === "main")];
  const { items: units } = await get<{ items: { id: string; name: string }[] }>(administrator, "/units");
  const elsewhere = units.find(({ name }) => name === "総務課");
  if (!post || !home || !elsewhere) throw new Error("they hold posts");
  const [last, first] = [dayFromNow(10), dayFromNow(11)];
  await give(administrator, chief, [
    { ...post, valid_to: last },
    { ...post, unit_id: elsewhere.id, valid_from: first, valid_to: null },
  ]);
  await give(administrator, clerk, [
    { ...home, valid_to: last },
    { ...post, valid_from: first, valid_to: null },
  ]);
  return post.name;
}

const main = (page: Page) => page.getByRole("main");

/** Reaches something by Tab alone. */
async function tabTo(page: Page, wanted: ReturnType<Page["locator"]>): Promise<void> {
  for (let pressed = 0; pressed < 120 && !(await wanted.evaluate((element) => element === document.activeElement)); pressed++) await page.keyboard.press("Tab");
  await expect(wanted).toBeFocused();
}

test("who leaves completes what was put together and hands it in by keys, and the successor takes it over and prints it", async ({ open }) => {
  const administrator = await open(town, town.people.administrator);
  const chief = await open(town, town.people.chief);
  const clerk = await open(town, town.people.clerk);
  const asked = await clerk.request.post("/api/contact-requests", { headers: HEADERS, data: await question(clerk) });
  expect(asked.ok(), await asked.text()).toBe(true);
  const post = await letChiefMove(administrator);

  // It is told to who is there.
  await expect(chief.getByText("引継書ができました。").first()).toBeAttached();
  const band = chief.getByText("引継書をまだ提出していません。");
  await expect(band).toBeVisible();
  await isAccessible(chief, ".banners");
  await chief.getByRole("button", { name: "見る", exact: true }).click();
  await expect(main(chief).getByRole("heading", { level: 1, name: `引継書 — ${post}` })).toBeVisible();
  await expect(main(chief).getByRole("heading", { level: 2, name: "職あて・取次" })).toBeVisible();
  await expect(main(chief).getByText("舗装の相談です")).toBeVisible();
  await isAccessible(chief);

  const note = main(chief).getByRole("listitem").filter({ hasText: "舗装の相談です" }).getByRole("textbox", { name: "申し送り" });
  await tabTo(chief, note);
  await chief.keyboard.type("見積りを待っています。");
  const more = main(chief).getByRole("button", { name: "項目を追加" });
  await tabTo(chief, more);
  await chief.keyboard.press("Enter");
  await expect(main(chief).getByRole("textbox", { name: "件名" })).toBeFocused();
  await chief.keyboard.type("公用車の鍵");
  await chief.keyboard.press("Tab");
  await expect(main(chief).getByText(/に保存しました$/)).toBeVisible();
  await chief.reload();
  await expect(note).toHaveValue("見積りを待っています。");
  await expect(main(chief).getByRole("textbox", { name: "件名" })).toHaveValue("公用車の鍵");

  const handIn = main(chief).getByRole("button", { name: "提出する" });
  await tabTo(chief, handIn);
  await chief.keyboard.press("Enter");
  await tabTo(chief, chief.getByRole("dialog").getByRole("button", { name: "提出する" }));
  await chief.keyboard.press("Enter");
  await expect(main(chief).getByText("提出済み", { exact: true })).toBeVisible();
  await expect(main(chief).getByRole("textbox")).toHaveCount(0);
  await expect(band).toHaveCount(0);
  await isAccessible(chief);

  // It is news to who comes next.
  await expect(clerk.getByText("引継書が届きました。").first()).toBeAttached();
  // Their own handover was told of before.
  await clerk.getByRole("button", { name: "見る", exact: true }).last().click();
  await expect(main(clerk).getByText("見積りを待っています。")).toBeVisible();
  await isAccessible(clerk);
  await main(clerk).getByRole("button", { name: "引き継ぐ", exact: true }).click();
  await clerk.getByRole("dialog").getByRole("button", { name: "引き継ぐ", exact: true }).click();
  await expect(main(clerk).getByText("引継ぎ済み", { exact: true })).toBeVisible();
  await expect(main(chief).getByText("引継ぎ済み", { exact: true })).toBeVisible();
  await expect(main(chief).getByRole("button", { name: "提出を取り消して書き直す" })).toHaveCount(0);

  await main(clerk).getByRole("link", { name: "印刷・プレビュー" }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: "引継書" })).toBeVisible();
  await clerk.emulateMedia({ media: "print" });
  for (const words of ["舗装の相談です", "見積りを待っています。", "公用車の鍵", "上記のとおり引き継ぎます。", "立会人(所属長)"]) await expect(clerk.getByText(words).first()).toBeVisible();
  await expect(clerk.getByRole("row", { name: new RegExp(`前任者 ${town.people.chief.name} 印`) })).toBeVisible();
  await expect(clerk.getByRole("row", { name: new RegExp(`後任者 ${town.people.clerk.name} 印`) })).toBeVisible();
  await expect(clerk.getByRole("button", { name: "印刷する" })).toBeHidden();
  await clerk.emulateMedia({ media: "screen" });
  await isAccessible(clerk);

  // Who looks after transfers sees that it is done, and nothing of what is in it.
  await administrator.goto("/admin/handovers");
  await expect(main(administrator).getByRole("row").filter({ hasText: town.people.clerk.name }).getByText("未着手")).toBeVisible();
  await main(administrator).getByRole("combobox", { name: "状態" }).selectOption({ label: "引継ぎ済み" });
  await expect(main(administrator).getByRole("row").filter({ hasText: town.people.chief.name })).toContainText("引継ぎ済み");
  await isAccessible(administrator);
});

/** What the clerk asks the chief. */
async function question(clerk: Page) {
  const { items } = await get<{ items: { id: string; name: string }[] }>(clerk, `/people?q=${encodeURIComponent(town.people.chief.name)}`);
  const { posts } = await get<Record>(clerk, `/people/${items[0]?.id}`);
  const post = posts.find(({ kind }) => kind === "main");
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const id = `0${Array.from({ length: 12 }, () => alphabet[Math.floor(Math.random() * 32)]).join("")}`;
  return { id, unit_id: post?.unit_id, title_id: post?.title_id, body: "舗装の相談です" };
}

test("anybody begins one by hand on a phone, and what two screens wrote is for them to decide", async ({ open }) => {
  const phone = await open(town, town.people.administrator, { device: "phone", path: "/settings/handovers" });
  await expect(main(phone).getByRole("heading", { level: 1, name: "引継ぎ" })).toBeVisible();
  await expect(main(phone).getByText("自分あての引継書はありません")).toBeVisible();
  await isAccessible(phone);
  await main(phone).getByRole("button", { name: /の引継書を作る$/ }).first().click();
  await expect(main(phone).getByText("作成中", { exact: true }).or(main(phone).getByText("未着手", { exact: true }))).toBeVisible();
  await needsNoSidewaysScrolling(phone);
  await isAccessible(phone);
  const id = new URL(phone.url()).pathname.split("/").at(-1);
  const whole = main(phone).getByRole("textbox", { name: "全般" });
  // Another screen of theirs saves while this one cannot hear of it.
  await phone.route("**/api/handovers/*", (route) => (route.request().method() === "PATCH" ? route.fulfill({ status: 412, contentType: "application/problem+json", body: JSON.stringify({ code: "stale", status: 412, type: "/problems/stale", title: "" }) }) : route.continue()));
  await whole.fill("この画面の言葉");
  await expect(main(phone).getByText("ほかの画面で変更されています。")).toBeVisible();
  await phone.unroute("**/api/handovers/*");
  await main(phone).getByRole("button", { name: "この画面の内容で保存" }).click();
  await expect(main(phone).getByText(/に保存しました$/)).toBeVisible();
  expect((await get<{ preface: string }>(phone, `/handovers/${id}`)).preface).toBe("この画面の言葉");
  await main(phone).getByRole("button", { name: "この引継書を削除" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "この引継書を削除" }).click();
  await expect(main(phone).getByRole("heading", { level: 1, name: "引継ぎ" })).toBeVisible();
});
