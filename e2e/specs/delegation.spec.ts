import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

interface Post {
  unit_id: string;
  unit_name: string;
  title_id: string;
  title_name: string;
}

/** The post of whoever is signed in on this page. */
async function postOf(page: Page): Promise<Post> {
  const { person } = (await (await page.request.get("/api/me")).json()) as { person: { posts: Post[] } };
  const post = person.posts[0];
  if (!post) throw new Error("everybody of the town has a post");
  return post;
}

/** The names of the section around a post's unit, and of the teams in it. */
async function sectionOf(page: Page, post: Post): Promise<string[]> {
  const { items } = (await (await page.request.get("/api/units")).json()) as { items: { id: string; name: string; kind: string; parent_id: string | null }[] };
  const unit = items.find(({ id }) => id === post.unit_id);
  const section = unit?.kind === "team" ? unit.parent_id : unit?.id;
  return items.filter(({ id, parent_id }) => id === section || parent_id === section).map(({ name }) => name);
}

/** Leaves the town with one kind of administrator, whatever the test before came to. */
async function withoutGrants(page: Page): Promise<void> {
  const { items } = (await (await page.request.get("/api/grants")).json()) as { items: { id: string }[] };
  for (const { id } of items) expect((await page.request.delete(`/api/grants/${id}`, { headers: { "X-Engawa": "1" } })).ok()).toBe(true);
}

const rail = (page: Page) => page.getByRole("navigation", { name: "メニュー" });

test("a clerk for general affairs is given their own section, uses it and nothing else, and loses it at once", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/grants" });
  const clerk = await open(town, town.people.clerk);
  const post = await postOf(clerk);
  const main = administrator.getByRole("main");
  await expect(rail(clerk).getByRole("link", { name: /^トーク/ })).toBeVisible();
  await expect(rail(clerk).getByRole("link", { name: "管理" })).toHaveCount(0);

  await expect(main.getByText("管理の分担はまだありません。")).toBeVisible();
  await main.getByRole("link", { name: "分担を加える" }).click();
  await expect(administrator.getByRole("heading", { level: 1, name: "新しい分担" })).toBeVisible();
  await main.getByRole("combobox", { name: "よくある分担" }).selectOption("general");
  await main.getByRole("combobox", { name: "所属(下の組織を含む)" }).selectOption(post.unit_id);
  await main.getByRole("combobox", { name: "職名", exact: true }).selectOption(post.title_id);
  await expect(main.getByRole("region", { name: "いま、だれができるか" })).toContainText(town.people.clerk.name);
  await main.getByRole("button", { name: "任せる", exact: true }).click();
  const holder = `${post.unit_name}の${post.title_name}`;
  const share = main.getByRole("listitem").filter({ has: administrator.getByRole("heading", { name: holder }) });
  await expect(share).toContainText("人とアカウント(見る・変える)");
  await expect(share).toContainText("自分の所属(係を含む)");

  // The console appears for the clerk without a reload, with five places and the people of one section.
  await rail(clerk).getByRole("link", { name: "管理" }).click();
  const places = clerk.getByRole("navigation", { name: "管理" });
  await expect(places.getByRole("link")).toHaveText(["人", "引継書", "休業", "当番表", "任期満了", "居場所", "ゲスト", "アカウント", "時間外の発信"]);
  await places.getByRole("link", { name: "人", exact: true }).click();
  const rows = clerk.getByRole("main").getByRole("row");
  await expect(rows.filter({ hasText: town.people.clerk.name })).toBeVisible();
  const units = await rows.locator("td:nth-child(3)").allTextContents();
  const section = await sectionOf(clerk, post);
  expect(units.length).toBeGreaterThan(1);
  for (const unit of units) expect(section).toContain(unit);
  // Their own record is for others to change.
  await expect(rows.filter({ hasText: town.people.clerk.name }).getByRole("link", { name: /^編集する/ })).toHaveCount(0);
  await rows.getByRole("link", { name: /^編集する/ }).first().click();
  await clerk.getByRole("textbox", { name: "内線" }).fill("2399");
  await clerk.getByRole("button", { name: "保存する" }).click();
  await expect(clerk.getByText("保存しました。").first()).toBeVisible();
  for (const path of ["/admin/audit", "/admin/grants", "/admin/transfers", "/admin/units"]) {
    await clerk.goto(path);
    await expect(clerk.getByText("ここには何もありません。"), path).toBeVisible();
  }

  // Why the clerk can do it, and who can.
  const explainer = main.getByRole("region", { name: "なぜこの人はできるのか" });
  await explainer.getByRole("combobox", { name: "人", exact: true }).fill(town.people.clerk.name);
  await explainer.getByRole("option", { name: new RegExp(town.people.clerk.name) }).first().click();
  await expect(explainer.getByText(`「${holder}」の分担により、「${holder}」として`)).toBeVisible();
  await expect(explainer.getByText("期限なし")).toBeVisible();
  const whoMay = main.getByRole("region", { name: "だれがこれをできるのか" });
  await whoMay.getByRole("combobox", { name: "仕事" }).selectOption("people");
  await expect(whoMay.getByRole("list", { name: "だれがこれをできるのか" })).toContainText(town.people.clerk.name);
  await whoMay.getByRole("combobox", { name: "仕事" }).selectOption("audit");
  const auditors = whoMay.getByRole("list", { name: "だれがこれをできるのか" });
  await expect(auditors).toContainText(town.people.administrator.name);
  await expect(auditors).not.toContainText(town.people.clerk.name);

  // It ends, comes back and ends, with the keyboard; the clerk's console goes and comes along.
  await clerk.goto("/admin/people");
  await expect(rows.filter({ hasText: town.people.clerk.name })).toBeVisible();
  const end = main.getByRole("button", { name: `${holder}の分担を終える` });
  await end.focus();
  await administrator.keyboard.press("Enter");
  const ask = administrator.getByRole("dialog", { name: `${holder}の分担を終える` });
  await expect(ask).toContainText("できなくなります:人とアカウント(見る・変える)");
  await administrator.keyboard.press("Escape");
  await expect(end).toBeFocused();
  await end.press("Enter");
  await ask.getByRole("button", { name: "終える", exact: true }).click();
  await expect(rail(clerk).getByRole("link", { name: "管理" })).toHaveCount(0);
  await expect(clerk.getByText("ここには何もありません。")).toBeVisible();
  await administrator.getByRole("button", { name: "元に戻す" }).click();
  await expect(rail(clerk).getByRole("link", { name: "管理" })).toBeVisible();
  await withoutGrants(administrator);
});

test("an auditor reads the record of acts and the requests to read rooms, and the console has nothing else for them", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/grants/new" });
  await withoutGrants(administrator);
  const main = administrator.getByRole("main");
  await main.getByRole("combobox", { name: "よくある分担" }).selectOption("auditor");
  await expect(main.getByText("所属で分けられない仕事が入っているため、範囲は「すべて」です。")).toBeVisible();
  await main.getByRole("radio", { name: /^人に任せる/ }).check();
  await main.getByRole("combobox", { name: "任せる人" }).fill(town.people.chief.name);
  await main.getByRole("option", { name: new RegExp(town.people.chief.name) }).first().click();
  await expect(main.getByText(`この分担で1人がこれをできます:${town.people.chief.name}`)).toBeVisible();
  await main.getByRole("button", { name: "任せる", exact: true }).click();
  await expect(main.getByRole("heading", { name: town.people.chief.name })).toBeVisible();
  const auditor = await open(town, town.people.chief, { path: "/admin" });
  const places = auditor.getByRole("navigation", { name: "管理" }).getByRole("link");
  await expect(places).toHaveText(["閲覧の申請", "操作の記録"]);
  await places.first().click();
  await expect(auditor.getByText("閲覧の申請はありません。")).toBeVisible();
  await places.last().click();
  await expect(auditor.getByRole("row").filter({ hasText: "管理の分担の追加" }).first()).toBeVisible();
  await withoutGrants(administrator);
});

for (const device of ["desktop", "phone"] as const) {
  test(`shares of the administration stand in nobody's way on a ${device}`, async ({ open }) => {
    const administrator = await open(town, town.people.administrator, { path: "/admin/grants", device });
    await withoutGrants(administrator);
    await administrator.reload();
    const main = administrator.getByRole("main");
    await expect(main.getByText("管理の分担はまだありません。")).toBeVisible();
    await isAccessible(administrator);
    await needsNoSidewaysScrolling(administrator);
    await main.getByRole("link", { name: "分担を加える" }).click();
    await main.getByRole("combobox", { name: "よくある分担" }).selectOption("general");
    await main.getByRole("combobox", { name: "範囲", exact: true }).selectOption("chosen");
    await main.getByRole("combobox", { name: "選んだ所属" }).selectOption({ index: 2 });
    await main.getByRole("button", { name: "加える", exact: true }).click();
    await main.getByRole("combobox", { name: "職名", exact: true }).selectOption({ label: "課長" });
    await expect(main.getByText(/^この分担で\d+人がこれをできます/)).toBeVisible();
    await isAccessible(administrator);
    await needsNoSidewaysScrolling(administrator);
    await main.getByRole("button", { name: "任せる", exact: true }).click();
    await main.getByRole("region", { name: "だれがこれをできるのか" }).getByRole("combobox", { name: "仕事" }).selectOption("people");
    await expect(main.getByRole("list", { name: "だれがこれをできるのか" }).getByRole("listitem").first()).toBeVisible();
    await isAccessible(administrator);
    await needsNoSidewaysScrolling(administrator);
    await withoutGrants(administrator);
  });
}
