import type { Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, message, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const NAME = "市長・副市長";
const MAYOR = "市長";
/** The administrator works below it, the clerk and the chief do not. */
const DESK = "総務課";
const SUBJECT = "橋の開通式のごあいさつ";
const QUESTION = "開通式でのごあいさつをお願いできますか。";
const ANSWER = "日程を確かめて、本日中にお返事します。";

interface Found {
  id: string;
  name: string;
  title: string | null;
}

/** People as somebody finds them. */
async function search(page: Page, words: string): Promise<Found[]> {
  const answer = await page.request.get(`/api/people?q=${encodeURIComponent(words)}`);
  return ((await answer.json()) as { items: Found[] }).items;
}

/** The head of a section. */
async function chiefOf(page: Page, section: string): Promise<Found> {
  const chief = (await search(page, section)).find((person) => person.title === "課長");
  if (!chief) throw new Error(`${section} has a chief`);
  return chief;
}

async function mayorOf(page: Page): Promise<string> {
  const mayor = (await search(page, MAYOR)).find((person) => person.title === MAYOR);
  if (!mayor) throw new Error("the town has a mayor");
  return mayor.name;
}

/** Chooses a person in one of the two fields of the simulator. */
async function choose(page: Page, field: string, name: string): Promise<void> {
  const form = page.getByRole("region", { name: "だれがだれに連絡できるか" });
  await form.getByRole("combobox", { name: field, exact: true }).fill(name);
  await form.getByRole("option", { name: new RegExp(name) }).first().click();
  await expect(form.getByRole("button", { name: `${name}さんを選び直す` })).toBeVisible();
}

/** Leaves the town without barriers, whatever the test before came to. */
async function withoutBarriers(page: Page): Promise<void> {
  const { items } = (await (await page.request.get("/api/barriers")).json()) as { items: { id: string }[] };
  for (const { id } of items) expect((await page.request.delete(`/api/barriers/${id}`, { headers: { "X-Engawa": "1" } })).ok()).toBe(true);
}

test("a barrier protects the mayor, its desk takes what others need of him, and it is taken down again", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/barriers" });
  const clerk = await open(town, town.people.clerk, { path: "/people" });
  const mayor = await mayorOf(administrator);
  const main = administrator.getByRole("main");
  const listed = clerk.getByRole("main").getByRole("link", { name: new RegExp(mayor) });
  await clerk.getByRole("searchbox", { name: /氏名・よみ/ }).fill(mayor);
  await expect(listed).toBeVisible();

  // An empty place teaches by the example of the mayor.
  await expect(main.getByText("守られる人:市長、副市長")).toBeVisible();
  await main.getByRole("link", { name: "新しく作る" }).click();
  await expect(administrator.getByRole("heading", { level: 1, name: "新しい連絡の制限" })).toBeVisible();
  await main.getByRole("textbox", { name: /^名前/ }).fill(NAME);
  const protects = main.getByRole("group", { name: "守られる人", exact: true });
  for (const title of ["市長", "副市長"]) {
    await protects.getByRole("combobox", { name: "職名" }).selectOption({ label: title });
    await protects.getByRole("button", { name: "加える", exact: true }).click();
    await expect(protects.getByRole("button", { name: `${title}を外す` })).toBeVisible();
  }
  const outlook = main.getByRole("region", { name: "いま、だれが入るか" });
  await expect(outlook.getByText(new RegExp(`^守られる人 2人:.*${mayor}`))).toBeVisible();
  await main.getByRole("combobox", { name: /^取次窓口/ }).selectOption({ label: `　　${DESK}` });
  await expect(outlook.getByText(new RegExp(`^連絡できる人 \\d+人:.*${town.people.administrator.name}`))).toBeVisible();
  await main.getByRole("button", { name: "作る", exact: true }).click();
  await expect(main.getByRole("listitem").filter({ hasText: NAME }).getByText(`取次窓口:${DESK}`)).toBeVisible();

  // From this moment on the clerk does not find him, and is told who passes on what is needed.
  await expect(listed).toHaveCount(0);
  await expect(clerk.getByText("あてはまる人がいません。")).toBeVisible();

  await choose(administrator, "だれが", town.people.clerk.name);
  await choose(administrator, "だれに", mayor);
  const verdict = main.getByRole("list", { name: `${town.people.clerk.name}さんから${mayor}さんへ` });
  for (const act of ["名簿で探す", "直接書く", "ルームに加える", "名指しする", "在席を見る"]) await expect(verdict.getByRole("listitem").filter({ hasText: act })).toContainText("できません");
  await expect(main.getByText(`${town.people.clerk.name}さんは連絡できる人に入っていないので、直接は何もできません。`)).toBeVisible();
  await main.getByRole("button", { name: `${town.people.clerk.name}さんを選び直す` }).click();
  await choose(administrator, "だれが", town.people.administrator.name);
  await expect(main.getByText(`${town.people.administrator.name}さんは取次窓口の人なので、すべてできます。`)).toBeVisible();

  // The way to the desk begins where people are chosen.
  await clerk.getByRole("navigation", { name: "メニュー" }).getByRole("link", { name: /^トーク/ }).click();
  await clerk.getByRole("button", { name: "新しく始める" }).click();
  await clerk.getByRole("menuitem", { name: "新しいメッセージ" }).click();
  await clerk.getByRole("combobox", { name: "だれと話しますか" }).fill(mayor);
  await expect(clerk.getByText(/^あてはまる人がいません。/)).toBeVisible();
  await expect(clerk.getByText(`${NAME}へは、${DESK}が取り次ぎます。`)).toBeVisible();
  await clerk.getByRole("button", { name: `取次を頼む:${NAME}` }).click();
  const form = clerk.getByRole("dialog", { name: "取次を頼む" });
  await expect(form.getByRole("textbox", { name: /^件名/ })).toBeFocused();
  await form.getByRole("textbox", { name: /^件名/ }).fill(SUBJECT);
  await form.getByRole("textbox", { name: /^用件/ }).fill(QUESTION);

  // Somebody of the desk has the list of requests open and sees it come.
  const desk = await open(town, town.people.administrator, { path: "/requests" });
  await expect(desk.getByText("受付中の取次はありません。")).toBeVisible();
  await form.getByRole("button", { name: "頼む", exact: true }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: SUBJECT })).toBeVisible();
  await expect(message(clerk, QUESTION)).toBeVisible();
  const request = desk.getByRole("main").getByRole("listitem").filter({ hasText: SUBJECT });
  await expect(request).toContainText(`${town.people.clerk.name}さんから`);
  await expect(request).toContainText("引き受けた人はまだいません");
  await expect(request).toContainText("未読 1件");
  await expect(desk.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^取次/ })).toContainText("1");

  await request.getByRole("button", { name: `引き受ける:${SUBJECT}` }).click();
  await expect(request).toContainText("あなたが引き受けています");
  await expect(clerk.getByText(`${town.people.administrator.name}さんが取次を引き受けました。`)).toBeVisible();
  await expect(clerk.getByText(`${town.people.administrator.name}さんが引き受けています`)).toBeVisible();
  // Who asks has no buttons of the desk.
  await expect(clerk.getByRole("main").getByRole("button", { name: "終える", exact: true })).toHaveCount(0);
  await request.getByRole("link", { name: new RegExp(SUBJECT) }).click();
  await write(desk, SUBJECT, ANSWER);
  await expect(message(clerk, ANSWER)).toBeVisible();

  await desk.getByRole("main").getByRole("button", { name: "終える", exact: true }).click();
  await desk.getByRole("dialog", { name: "取次を終える" }).getByRole("button", { name: "終える", exact: true }).click();
  await expect(clerk.getByText("この取次は終わりました。読むことだけができます。")).toBeVisible();
  await expect(clerk.getByText(`${town.people.administrator.name}さんが取次を終えました。`)).toBeVisible();
  await expect(roomLink(clerk, SUBJECT)).toHaveCount(0);
  await clerk.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^取次/ }).click();
  await clerk.getByRole("navigation", { name: "取次の状態" }).getByRole("link", { name: "終了" }).click();
  await expect(clerk.getByRole("main").getByRole("listitem").filter({ hasText: SUBJECT })).toBeVisible();

  // Taken down, it leaves everybody as they were.
  await main.getByRole("link", { name: NAME }).click();
  await main.getByRole("button", { name: "この制限を外す" }).click();
  const removal = administrator.getByRole("dialog", { name: `「${NAME}」を外しますか` });
  await expect(removal.getByText(/名簿で探す、直接書く、ルームに加える、名指しする、在席を見る/)).toBeVisible();
  await removal.getByRole("button", { name: "この制限を外す" }).click();
  await expect(main.getByText("連絡の制限はまだありません。")).toBeVisible();
  await clerk.getByRole("navigation", { name: "メニュー" }).getByRole("link", { name: /^人/ }).click();
  await clerk.getByRole("searchbox", { name: /氏名・よみ/ }).fill(mayor);
  await expect(listed).toBeVisible();
});

test("a conversation that a barrier cuts off can be read, not written in, and leads to the desk", async ({ open }) => {
  const administrator = await open(town, town.people.administrator);
  const clerk = await open(town, town.people.clerk);
  await withoutBarriers(administrator);
  // The clerk begins it: who was written to by somebody behind a barrier may answer.
  const { id, name } = await chiefOf(clerk, "財政課");
  await clerk.goto(`/direct?people=${id}`);
  await write(clerk, name, "補正予算の件です。");
  const { items: units } = (await (await administrator.request.get("/api/units")).json()) as { items: { id: string; name: string }[] };
  const said = {
    name: "財政課長",
    protects: [{ person_id: id }],
    keepers: [],
    leaves: { find: true, write: false, add: true, mention: true, see: true },
    desk_unit_id: units.find((unit) => unit.name === DESK)?.id,
  };
  const made = await administrator.request.post("/api/barriers", { headers: { "X-Engawa": "1" }, data: said });
  expect(made.ok()).toBe(true);
  await expect(clerk.getByText(`${name}さんには、決められた人だけが連絡できます。`)).toBeVisible();
  await expect(clerk.getByRole("main").getByRole("textbox")).toHaveCount(0);
  await expect(message(clerk, "補正予算の件です。")).toBeVisible();
  await isAccessible(clerk);
  const ask = clerk.getByRole("main").getByRole("button", { name: "取次を頼む" });
  await ask.focus();
  await clerk.keyboard.press("Enter");
  await expect(clerk.getByRole("dialog", { name: "取次を頼む" }).getByText(`財政課長への用件を、${DESK}が取り次ぎます。`)).toBeVisible();
  await clerk.keyboard.press("Escape");
  await expect(ask).toBeFocused();
  await withoutBarriers(administrator);
  await expect(composer(clerk, name)).toBeVisible();
});

test("somebody who was quicker is not overwritten", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/barriers/new" });
  await withoutBarriers(administrator);
  const main = administrator.getByRole("main");
  await main.getByRole("textbox", { name: /^名前/ }).fill("三役");
  await main.getByRole("combobox", { name: "守られる人を名前で加える" }).fill(await mayorOf(administrator));
  await main.getByRole("listbox", { name: "守られる人を名前で加える" }).getByRole("option").first().click();
  await main.getByRole("button", { name: "作る", exact: true }).click();
  await main.getByRole("link", { name: "三役", exact: true }).click();
  await expect(administrator.getByRole("heading", { level: 1, name: "三役" })).toBeVisible();
  const { items } = (await (await administrator.request.get("/api/barriers")).json()) as { items: { id: string; tick: number; name: string }[] };
  const barrier = items[0];
  const quicker = await administrator.request.put(`/api/barriers/${barrier?.id}`, { headers: { "X-Engawa": "1", "If-Match": String(barrier?.tick) }, data: { ...barrier, name: "特別職" } });
  expect(quicker.ok()).toBe(true);
  await main.getByRole("textbox", { name: /^名前/ }).fill("四役");
  await main.getByRole("button", { name: "保存する" }).click();
  await expect(main.getByRole("alert")).toContainText("ほかの人がこの制限を変えました");
  await main.getByRole("button", { name: "最新の内容を読み込む" }).click();
  await expect(main.getByRole("textbox", { name: /^名前/ })).toHaveValue("特別職");
  await withoutBarriers(administrator);
});

for (const device of ["desktop", "phone"] as const) {
  test(`barriers and requests stand in nobody's way on a ${device}`, async ({ open }) => {
    const administrator = await open(town, town.people.administrator, { path: "/admin/barriers", device });
    await withoutBarriers(administrator);
    await expect(administrator.getByText("連絡の制限はまだありません。")).toBeVisible();
    await isAccessible(administrator);
    await needsNoSidewaysScrolling(administrator);
    await administrator.getByRole("link", { name: "新しく作る" }).click();
    const main = administrator.getByRole("main");
    await main.getByRole("textbox", { name: /^名前/ }).fill(NAME);
    const protects = main.getByRole("group", { name: "守られる人", exact: true });
    await protects.getByRole("combobox", { name: "職名" }).selectOption({ label: MAYOR });
    await protects.getByRole("button", { name: "加える", exact: true }).click();
    await protects.getByRole("combobox", { name: "守られる人を名前で加える" }).fill("た");
    await expect(protects.getByRole("listbox").getByRole("option").first()).toBeVisible();
    await expect(main.getByText(/^守られる人 1人:/)).toBeVisible();
    await isAccessible(administrator);
    await needsNoSidewaysScrolling(administrator);
    await protects.getByRole("combobox", { name: "守られる人を名前で加える" }).fill("");
    await main.getByRole("combobox", { name: /^取次窓口/ }).selectOption({ label: `　　${DESK}` });
    await main.getByRole("button", { name: "作る", exact: true }).click();
    await expect(main.getByText(`取次窓口:${DESK}`)).toBeVisible();
    await choose(administrator, "だれが", town.people.chief.name);
    await choose(administrator, "だれに", await mayorOf(administrator));
    await expect(main.getByRole("heading", { name: "そのわけ" })).toBeVisible();
    await isAccessible(administrator);
    await needsNoSidewaysScrolling(administrator);

    const chief = await open(town, town.people.chief, { path: "/requests", device });
    await expect(chief.getByText("受付中の取次はありません。")).toBeVisible();
    await isAccessible(chief);
    await chief.getByRole("button", { name: "取次を頼む" }).click();
    const form = chief.getByRole("dialog", { name: "取次を頼む" });
    await form.getByRole("textbox", { name: /^件名/ }).fill(`工事の予算について(${device})`);
    await isAccessible(chief);
    await needsNoSidewaysScrolling(chief);
    await form.getByRole("textbox", { name: /^用件/ }).fill("補正予算のご説明に伺いたいです。");
    await form.getByRole("button", { name: "頼む", exact: true }).click();
    await expect(message(chief, "補正予算のご説明")).toBeVisible();
    await isAccessible(chief);
    await needsNoSidewaysScrolling(chief);

    const desk = await open(town, town.people.administrator, { path: "/requests", device });
    const request = desk.getByRole("main").getByRole("listitem").filter({ hasText: `工事の予算について(${device})` });
    await expect(request).toBeVisible();
    await isAccessible(desk);
    await needsNoSidewaysScrolling(desk);
    await request.getByRole("link").click();
    await expect(desk.getByRole("button", { name: "引き受ける", exact: true })).toBeInViewport({ ratio: 1 });
    await expect(desk.getByRole("button", { name: "終える", exact: true })).toBeInViewport({ ratio: 1 });
    await isAccessible(desk);
    await needsNoSidewaysScrolling(desk);
    // The next device begins with an empty desk.
    await desk.getByRole("button", { name: "終える", exact: true }).click();
    await desk.getByRole("dialog", { name: "取次を終える" }).getByRole("button", { name: "終える", exact: true }).click();
    await expect(desk.getByRole("button", { name: "再開する" })).toBeVisible();
    await withoutBarriers(administrator);
  });
}
