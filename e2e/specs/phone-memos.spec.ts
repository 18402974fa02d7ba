import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { asked, freshId } from "../support/meetings.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

const card = (page: Page, caller: string): Locator => page.getByRole("region", { name: `電話メモ: ${caller}` });
const told = (page: Page, text: string | RegExp) => page.locator(".toast").getByText(text);
const form = (page: Page) => page.getByRole("dialog", { name: "電話メモを書く" });
const links = (page: Page) => page.getByRole("navigation", { name: "ルーム", exact: true });

test("a call is written down by keys alone from anywhere, seen, taken on, done, and undone", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk, { path: "/settings/look" });
  const theirs = await open(town, chief);
  await expect(links(theirs).getByRole("link", { name: /電話メモ/ })).toBeVisible();
  await expect(mine.getByRole("navigation", { name: "設定" })).toBeVisible();

  await mine.keyboard.press("Control+m");
  await expect(form(mine).getByRole("combobox")).toBeFocused();
  await mine.keyboard.type(chief.name.split(" ")[0] ?? "");
  await expect(form(mine).getByRole("option", { name: new RegExp(chief.name) })).toBeVisible();
  await isAccessible(mine);
  for (let presses = 0; (await form(mine).getByRole("option", { selected: true }).filter({ hasText: chief.name }).count()) === 0 && presses < 30; presses += 1) await mine.keyboard.press("ArrowDown");
  await mine.keyboard.press("Enter");
  await expect(form(mine).getByLabel("相手の会社・所属")).toBeFocused();
  await mine.keyboard.type("観音寺商事");
  await mine.keyboard.press("Tab");
  await mine.keyboard.type("山田");
  await mine.keyboard.press("Tab");
  await mine.keyboard.type("0875-23-0000");
  await isAccessible(mine);
  await mine.keyboard.press("Control+Enter");
  await expect(form(mine)).toHaveCount(0);
  await expect(told(mine, `${chief.name}さんに届けました。`)).toBeVisible();

  // It is counted, stands in the list, and is seen there.
  await expect(links(theirs).getByRole("link", { name: /電話メモ/ })).toContainText("1");
  await links(theirs).getByRole("link", { name: /電話メモ/ }).click();
  const asked = card(theirs, "観音寺商事 山田");
  await expect(asked.getByRole("link", { name: "0875-23-0000" })).toHaveAttribute("href", "tel:0875230000");
  await expect(asked.locator(".memo-state")).toHaveText("既読");
  await isAccessible(theirs);
  await needsNoSidewaysScrolling(theirs);

  await told(mine, /届けました/).locator("..").getByRole("button", { name: "ひらく" }).click();
  const own = card(mine, "観音寺商事 山田");
  await expect(own.getByText(`${chief.name}さんが`)).toBeVisible();
  await asked.getByRole("button", { name: "対応します" }).press("Enter");
  await expect(own.getByText(`${chief.name}さんが対応します`)).toBeVisible();
  await asked.getByRole("button", { name: "対応済にする" }).press("Enter");
  await expect(own.locator(".memo-state")).toHaveText("対応済");
  // It was the last of the open ones: who goes by keys is at their heading.
  await expect(theirs.getByRole("heading", { name: "未対応", exact: true })).toBeFocused();
  await expect(links(theirs).getByRole("link", { name: /電話メモ/ })).not.toContainText("1");
  await told(theirs, "対応済にしました。").locator("..").getByRole("button", { name: "元に戻す" }).click();
  await expect(own.locator(".memo-state")).toHaveText("既読");
  await isAccessible(mine);

  // The memos of the day, on paper.
  await theirs.getByRole("link", { name: "印刷" }).click();
  await expect(theirs.getByRole("row").filter({ hasText: "観音寺商事 山田" })).toContainText("折り返し希望");
  await isAccessible(theirs);
});

test("while somebody is out it is offered to their section, and what was typed outlives a closed form", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk, { path: "/board" });
  const theirs = await open(town, chief);
  await expect(links(theirs)).toBeVisible();
  expect((await theirs.request.put("/api/me/whereabouts", { headers: { "x-engawa": "1" }, data: { kind: "out", place: "県庁" } })).ok()).toBe(true);
  await mine.getByRole("button", { name: `${chief.name}さんへの電話メモを書く` }).click();
  await expect(form(mine).getByText("席にいません。")).toBeVisible();
  await expect(form(mine).getByRole("checkbox", { name: /課にも知らせる/ })).toBeChecked();
  await form(mine).getByLabel("相手の名前").fill("鈴木");
  await mine.keyboard.press("Escape");
  await expect(form(mine)).toHaveCount(0);
  await mine.keyboard.press("Control+m");
  await expect(form(mine).getByLabel("相手の名前")).toHaveValue("鈴木");
  // Nor is it lost with the page.
  await form(mine).getByLabel("電話番号").fill("0875-23-0001");
  await mine.reload();
  await expect(mine.getByRole("button", { name: `${chief.name}さんへの電話メモを書く` })).toBeVisible();
  await mine.keyboard.press("Control+m");
  await expect(form(mine).getByLabel("電話番号")).toHaveValue("0875-23-0001");
  await expect(form(mine).getByRole("checkbox", { name: /課にも知らせる/ })).toBeChecked();
  await form(mine).getByRole("button", { name: "届ける" }).click();
  await expect(told(mine, `${chief.name}さんと課に届けました。`)).toBeVisible();
  await mine.goto("/phone-memos?box=section");
  await expect(card(mine, "鈴木").locator(".memo-state")).toHaveText(/未読|既読/);
  // Impatience undoes nothing.
  await card(mine, "鈴木").getByRole("button", { name: "対応済にする" }).dblclick();
  await expect(card(mine, "鈴木").locator(".memo-state")).toHaveText("対応済");
  await isAccessible(mine);
  expect((await theirs.request.put("/api/me/whereabouts", { headers: { "x-engawa": "1" }, data: {} })).ok()).toBe(true);
});

/** Calls for somebody, one after another, by way of the server. */
async function call(page: Page, person: string, callers: readonly string[]): Promise<void> {
  const ids = callers.map(() => `7${freshId().slice(1)}`).sort();
  for (const [place, caller] of callers.entries()) {
    await asked(page.context(), "POST", "/api/phone-memos", { id: ids[place], person_id: person, caller, matter: "visit", call_back_by: null });
  }
}

test("a double click and a key pressed twice finish one memo, and never the next", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await expect(links(theirs)).toBeVisible();
  const me = await asked<{ person: { id: string } }>(theirs.context(), "GET", "/api/me");
  await call(mine, me.person.id, ["一番", "二番", "三番", "四番"]);
  await theirs.goto("/phone-memos");
  const finish = (caller: string) => card(theirs, caller).getByRole("button", { name: "対応済にする" });
  const isDone = (caller: string) => expect(card(theirs, caller).locator(".memo-state")).toHaveText("対応済");
  await expect(finish("一番")).toBeVisible();
  await finish("四番").dblclick({ delay: 120 });
  await isDone("四番");
  await expect(finish("三番")).toBeVisible();
  await theirs.reload();
  await expect(finish("三番")).toBeVisible();
  // By key one stands at the next card then, and its button is not pressed by the key that was meant for the last one.
  await finish("三番").press("Enter");
  await theirs.keyboard.press("Enter", { delay: 120 });
  await isDone("三番");
  await expect(theirs.locator(".memos-list > li").filter({ has: card(theirs, "二番") })).toBeFocused();
  await theirs.keyboard.press("Enter");
  await expect(finish("二番")).toBeVisible();
  await expect(finish("一番")).toBeVisible();
});

test("what was corrected after it had got through is there once one has looked at what stands", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk, { path: "/board" });
  await mine.getByRole("button", { name: `${chief.name}さんへの電話メモを書く` }).click();
  await form(mine).getByLabel("相手の名前").fill("高橋");
  await form(mine).getByLabel("電話番号").fill("0875-23-0000");
  await expect(form(mine).getByLabel("電話を受けた時刻")).not.toHaveValue("");
  // The server has it, and its answer is lost.
  await mine.route("**/api/phone-memos", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await form(mine).getByRole("button", { name: "届ける" }).click();
  await expect(form(mine).locator(".field-error")).toBeVisible();
  await mine.unroute("**/api/phone-memos");
  await form(mine).getByLabel("電話番号").fill("0875-23-0001");
  await form(mine).getByRole("button", { name: "届ける" }).click();
  await form(mine).getByRole("button", { name: "届いているものを見る" }).click();
  await expect(card(mine, "高橋").getByRole("link", { name: "0875-23-0000" })).toBeVisible();
  await mine.keyboard.press("Control+m");
  await expect(form(mine).getByLabel("電話番号")).toHaveValue("0875-23-0001");
  await form(mine).getByRole("button", { name: "届ける" }).click();
  await expect(card(mine, "高橋").getByRole("link", { name: "0875-23-0001" })).toBeVisible();
  await mine.keyboard.press("Control+m");
  await expect(form(mine).getByRole("combobox")).toBeFocused();
});

test("on a telephone the form fills the screen", async ({ open }) => {
  const { clerk, chief } = town.people;
  const page = await open(town, clerk, { path: "/board", device: "phone" });
  await page.getByRole("button", { name: `${chief.name}さんへの電話メモを書く` }).click();
  await expect(form(page).getByLabel("相手の名前")).toBeVisible();
  await needsNoSidewaysScrolling(page);
  const box = await form(page).boundingBox();
  const screen = page.viewportSize();
  expect([box?.x, box?.y, Math.round(box?.width ?? 0)]).toEqual([0, 0, screen?.width]);
  await isAccessible(page);
});
