import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, message, openRoom, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const HEADERS = { "X-Engawa": "1" };

interface Post {
  unit_id: string;
  title_id: string | null;
  name: string;
  kind: string;
  valid_from: string;
  valid_to: string | null;
}

async function get<Answer>(page: Page, path: string): Promise<Answer> {
  return (await (await page.request.get(`/api${path}`)).json()) as Answer;
}

async function idOf(page: Page, name: string): Promise<string> {
  const { items } = await get<{ items: { id: string; name: string }[] }>(page, `/people?q=${encodeURIComponent(name)}`);
  return items.find((person) => person.name === name)?.id ?? "";
}

/** Somebody's posts become others from now on. */
async function give(administrator: Page, name: string, change: (posts: Post[]) => Omit<Post, "name">[]): Promise<Post[]> {
  const path = `/people/${await idOf(administrator, name)}`;
  const { posts } = await get<{ posts: Post[] }>(administrator, path);
  const next = change(posts).map(({ unit_id, title_id, kind, valid_from, valid_to }) => ({ unit_id, title_id, kind, valid_from, valid_to }));
  const answer = await administrator.request.patch(`/api${path}`, { headers: HEADERS, data: { posts: next } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { posts: Post[] }).posts;
}

/** The chief acts as the head of another section as well; what that post is called. */
async function letChiefAct(administrator: Page): Promise<Post> {
  const { items: units } = await get<{ items: { id: string; name: string; kind: string }[] }>(administrator, "/units");
  const { items: titles } = await get<{ items: { id: string; name: string }[] }>(administrator, "/titles");
  const unit = units.find(({ name }) => name === "財政課") ?? units.find(({ kind, name }) => kind === "section" && name !== ROOM);
  const title = titles.find(({ name }) => name === "課長");
  const other = (post: Omit<Post, "name">) => post.unit_id !== unit?.id;
  // Nobody else is the head of it.
  const holders = await get<{ items: { name: string; title: string | null; unit: string | null }[] }>(administrator, `/people?unit=${unit?.id}`);
  for (const holder of holders.items.filter((person) => person.title === "課長" && person.unit === unit?.name)) {
    await give(administrator, holder.name, (posts) => posts.map((post) => (post.title_id === title?.id ? { ...post, title_id: null } : post)));
  }
  const posts = await give(administrator, town.people.chief.name, (posts) => [...posts.filter(other), { unit_id: unit?.id ?? "", title_id: title?.id ?? null, kind: "acting", valid_from: posts[0]?.valid_from ?? "", valid_to: null }]);
  const found = posts.find((post) => post.unit_id === unit?.id);
  if (!found) throw new Error("the chief acts as another head");
  return found;
}

const chooser = (page: Page) => page.getByRole("main").getByRole("combobox", { name: "どの職として書くか" });

test("who holds several posts chooses by keys as which they write, and everybody sees it for good", async ({ open }) => {
  const administrator = await open(town, town.people.administrator);
  const post = await letChiefAct(administrator);
  const called = `${post.name} 事務取扱`;
  await give(administrator, town.people.clerk.name, (posts) => posts.filter(({ kind }) => kind === "main"));
  const chief = await open(town, town.people.chief);
  const clerk = await open(town, town.people.clerk);
  await openRoom(chief, ROOM);
  await openRoom(clerk, ROOM);
  // Who has no choice is not asked.
  await expect(chooser(clerk)).toHaveCount(0);
  await composer(chief, ROOM).focus();
  for (let pressed = 0; pressed < 10 && !(await chooser(chief).evaluate((field) => field === document.activeElement)); pressed++) await chief.keyboard.press("Tab");
  await expect(chooser(chief)).toBeFocused();
  await chooser(chief).selectOption({ label: `${called}として` });
  await isAccessible(chief, ".composer");
  await write(chief, ROOM, "予算案はこのまま進めてください。");
  await expect(message(clerk, "予算案はこのまま")).toContainText(called);
  await expect(message(clerk, "予算案はこのまま")).toHaveAccessibleName(new RegExp(called));

  // The device remembers it for this room, and another room is as before.
  await chief.reload();
  await expect(chooser(chief)).toHaveValue(/.+/);
  await write(chief, ROOM, "資料は共有フォルダーにあります。");
  await expect(message(clerk, "資料は共有フォルダー")).toBeVisible();
  await message(clerk, "予算案はこのまま").hover();
  await message(clerk, "予算案はこのまま").getByRole("button", { name: "引用して返信" }).click();
  await expect(clerk.getByText(`${town.people.chief.name}(${called})さんへの返信:予算案はこのまま進めてください。`)).toBeVisible();
  await write(clerk, ROOM, "承知しました。");
  await expect(message(chief, "承知しました。").getByRole("button", { name: new RegExp(called) })).toBeVisible();
  await chooser(chief).selectOption({ index: 0 });
  await write(chief, ROOM, "道路課としては了解です。");
  await expect(message(clerk, "道路課としては")).not.toContainText("事務取扱");

  await chief.goto(new URL(chief.url()).pathname.replace("/rooms/", "/print/rooms/"));
  await expect(chief.getByText(called).first()).toBeVisible();
  const phone = await open(town, town.people.chief, { device: "phone", path: new URL(clerk.url()).pathname });
  await expect(chooser(phone)).toBeVisible();
  await needsNoSidewaysScrolling(phone);
});

test("a post is asked by who does not know its holder, done, opened again, and found by the successor", async ({ open }) => {
  const administrator = await open(town, town.people.administrator);
  const post = await letChiefAct(administrator);
  const { chief: chiefly, clerk: asking, administrator: next } = town.people;
  const chief = await open(town, chiefly);
  const clerk = await open(town, asking);
  const held = `${asking.name} → ${post.name}`;

  // By keys, from the jump box.
  await expect(clerk.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await clerk.keyboard.press("Control+k");
  await clerk.getByRole("dialog").getByRole("combobox").fill(post.name);
  const option = clerk.getByRole("option", { name: new RegExp(`${post.name}あてに送る`) });
  await expect(option).toBeVisible();
  for (let pressed = 0; pressed < 12 && (await option.getAttribute("aria-selected")) !== "true"; pressed++) await clerk.keyboard.press("ArrowDown");
  await clerk.keyboard.press("Enter");
  await expect(clerk.getByRole("heading", { level: 1, name: `${post.name}あてに送る` })).toBeVisible();
  await isAccessible(clerk);
  const words = clerk.getByRole("textbox", { name: /^用件/ });
  await words.fill("補正予算の締切はいつですか。");
  await clerk.getByRole("main").getByRole("button", { name: "送る", exact: true }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: post.name, exact: true })).toBeVisible();

  await roomLink(chief, held).click();
  await expect(message(chief, "補正予算の締切")).toBeVisible();
  await write(chief, held, "十二月四日です。");
  await expect(message(clerk, "十二月四日です。")).toBeVisible();
  await expect(clerk.getByRole("main").getByRole("button", { name: "済みにする" })).toHaveCount(0);
  await chief.getByRole("main").getByRole("button", { name: "済みにする" }).click();
  await expect(clerk.getByText("済みです。続きがあるときは、もう一度開いてください。")).toBeVisible();
  await expect(clerk.getByText(`${chiefly.name}さんが済みにしました。`)).toBeVisible();
  await expect(roomLink(chief, held)).toHaveCount(0);
  await clerk.getByRole("main").getByRole("button", { name: "もう一度開く" }).click();
  await write(clerk, post.name, "様式も教えてください。");

  // Another one acts in their place: everything is there, and the one before is out of it.
  await give(administrator, chiefly.name, (posts) => posts.filter((one) => one.kind === "main"));
  const section = clerk.getByText("いまこの職の人はいません");
  await expect(section).toBeVisible();
  await give(administrator, next.name, (posts) => [...posts.filter((one) => one.unit_id !== post.unit_id), post]);
  await expect(section).toHaveCount(0);
  await administrator.goto("/to-posts");
  const row = administrator.getByRole("main").getByRole("listitem").filter({ hasText: asking.name });
  await expect(row).toBeVisible();
  await isAccessible(administrator);
  await row.getByRole("link").click();
  await expect(message(administrator, "十二月四日です。")).toBeVisible();
  await write(administrator, held, "様式第3号です。");
  await expect(message(clerk, "様式第3号です。")).toBeVisible();
  await expect(roomLink(chief, held)).toHaveCount(0);

  // A unit's page names the posts to which one can write.
  await clerk.goto(`/units/${post.unit_id}`);
  await clerk.getByText("職あてに送る", { exact: true }).click();
  await isAccessible(clerk, ".unit-posts");
  await clerk.getByRole("link", { name: `${post.name}あてに送る`, exact: true }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: post.name, exact: true })).toBeVisible();

  // Whoever asks again finds the same talk.
  const phone = await open(town, asking, { device: "phone", path: `/to-post?unit=${post.unit_id}&title=${post.title_id}` });
  await expect(phone.getByRole("heading", { level: 1, name: post.name, exact: true })).toBeVisible();
  await needsNoSidewaysScrolling(phone);
});
