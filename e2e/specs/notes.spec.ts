import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { InputMethod } from "../support/ime.ts";
import { openRoom, pane } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

const text = (page: Page): Locator => page.getByRole("textbox", { name: /の本文$/ });
const saved = (page: Page): Locator => page.getByText("保存済み", { exact: true });

/** Begins a note in the room and waits for its page; its address. */
async function begin(page: Page, title: string, template = "白紙"): Promise<string> {
  await openRoom(page, ROOM);
  await page.getByRole("link", { name: "ノート", exact: true }).click();
  await pane(page).getByRole("button", { name: "新しいノート" }).click();
  const dialog = page.getByRole("dialog", { name: "新しいノート" });
  await dialog.getByLabel("題名").fill(title);
  await dialog.getByRole("radio", { name: new RegExp(`^${template}`) }).check();
  await dialog.getByRole("button", { name: "作る" }).click();
  await expect(text(page)).toBeVisible();
  await expect(saved(page)).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Writes a line of its own at the end of the page. */
async function line(page: Page, words: string): Promise<void> {
  await text(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type(words);
}

/** The paragraphs of the page, without the names at carets. */
const words = (page: Page): Promise<string[]> =>
  text(page).evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const caret of copy.querySelectorAll(".note-caret, .ProseMirror-separator")) caret.remove();
    return [...copy.querySelectorAll("p, h2, h3, h4")].map((block) => (block.textContent ?? "").replaceAll("\u2060", "")).filter((line) => line !== "");
  });

/** Chance that is the same each time. */
function chance(seed: number): (count: number) => number {
  let dice = seed;
  return (count) => {
    dice = (dice * 48_271) % 2_147_483_647;
    return dice % count;
  };
}

/** What of the paragraph where the caret stands is words of the page. */
const around = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const node = getSelection()?.anchorNode;
    const copy = (node instanceof Element ? node : node?.parentElement)?.closest("p")?.cloneNode(true) as HTMLElement | undefined;
    for (const caret of copy?.querySelectorAll(".note-caret, .ProseMirror-separator") ?? []) caret.remove();
    return (copy?.textContent ?? "").replaceAll("\u2060", "");
  });

/** Removes the paragraph where the caret stands; what stood in it at the moment in which it went, with what had just come. */
async function removeParagraph(page: Page): Promise<string> {
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    dataset.gone = "";
    const note = ({ key }: KeyboardEvent) => {
      const node = getSelection()?.anchorNode;
      const paragraph = (node instanceof Element ? node : node?.parentElement)?.closest("p");
      if (key === "Backspace") dataset.gone += paragraph?.textContent ?? "";
    };
    document.addEventListener("keydown", note, { capture: true });
  });
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  return page.evaluate(() => document.documentElement.dataset.gone ?? "");
}

test("five browsers with lines that break write one note: all end with the same, and nothing is lost", async ({ open }) => {
  test.setTimeout(180_000);
  const { clerk, chief } = town.people;
  const first = await open(town, clerk);
  const path = await begin(first, "五人の議事録");
  const others = [];
  for (const who of [chief, clerk, chief, clerk]) others.push(await open(town, who, { path }));
  const pages = [first, ...others];
  for (const page of pages) await expect(saved(page)).toBeVisible();
  const written: string[] = [];
  // Lines break and come back in an order that is always the same.
  const next = chance(7);
  for (let turn = 0; turn < 25; turn++) {
    const at = turn % 5;
    const page = pages[at] as Page;
    if (next(3) === 0) await page.context().setOffline(next(2) === 0);
    const said = `発言${turn}番${"甲乙丙丁戊"[at]}`;
    written.push(said);
    await line(page, said);
  }
  for (const page of pages) await page.context().setOffline(false);
  for (const page of pages) await expect(saved(page)).toBeVisible({ timeout: 60_000 });
  await expect.poll(async () => (await words(first)).length, { timeout: 60_000 }).toBe(written.length);
  const end = await words(first);
  expect([...end].sort()).toEqual([...written].sort());
  for (const page of others) await expect.poll(() => words(page), { timeout: 60_000 }).toEqual(end);
});

test("five browsers write into the same paragraphs, remove some and are closed: each letter is there, was removed, or comes back to its author", async ({ open }) => {
  test.setTimeout(240_000);
  const { clerk, chief } = town.people;
  const first = await open(town, clerk);
  const path = await begin(first, "同じ段落");
  await text(first).focus();
  for (const words of ["一", "二", "三", "四"]) {
    await first.keyboard.type(words);
    await first.keyboard.press("Enter");
  }
  await expect(saved(first)).toBeVisible();
  const pages = [first];
  for (const who of [chief, clerk, chief, clerk]) pages.push(await open(town, who, { path }));
  for (const page of pages) await expect(text(page)).toContainText("四");
  const kept = (page: Page) => page.locator(".note-standing").getByText(/保存済み|この端末に保存/).first();
  const written: string[] = [];
  const removed = new Set<string>();
  const next = chance(29);
  for (let turn = 0; turn < 40; turn++) {
    const at = next(5);
    const page = pages[at] as Page;
    await text(page).focus();
    await page.keyboard.press("Control+Home");
    for (let down = next(4); down > 0; down--) await page.keyboard.press("ArrowDown");
    const act = next(8);
    if (act === 0) await page.context().setOffline(next(2) === 0);
    else if (act === 1) {
      // Without a line: what others write there meanwhile is not seen.
      await page.context().setOffline(true);
      if ((await around(page)) === "") continue;
      for (const letter of await removeParagraph(page)) removed.add(letter);
    } else if (act === 2) {
      // What the screen says is kept is kept, also when the window goes in the same moment.
      await expect(kept(page)).toBeVisible();
      const context = page.context();
      await page.close();
      await context.setOffline(false);
      const again = await context.newPage();
      await again.goto(path);
      await expect(text(again)).toBeVisible();
      pages[at] = again;
    } else {
      // Letters of which each is written once: what others write while a word is on its way may come into its middle.
      const said = String.fromCodePoint(...[0, 1, 2].map((letter) => 0x5000 + turn * 3 + letter));
      written.push(...said);
      await page.keyboard.press("End");
      await page.keyboard.type(said);
      if (act === 3) {
        for (let back = said.length; back > 0; back--) await page.keyboard.press("Shift+ArrowLeft");
        await page.keyboard.press("Control+b");
      }
    }
  }
  for (const page of pages) await page.context().setOffline(false);
  for (const page of pages) await expect(saved(page)).toBeVisible({ timeout: 60_000 });
  const [one, ...others] = pages as [Page, ...Page[]];
  await expect.poll(async () => new Set((await Promise.all([one, ...others].map(words))).map((all) => all.join("\n"))).size, { timeout: 60_000 }).toBe(1);
  // Once more from the server: what it has, and whose words it kept.
  for (const page of pages) {
    await page.reload();
    await expect(saved(page)).toBeVisible({ timeout: 60_000 });
  }
  const missing = async () => {
    const there = (await words(one)).join("\n");
    const back = (await Promise.all(pages.map((page) => page.getByRole("region", { name: "書いた言葉の行き場がなくなりました" }).allInnerTexts()))).flat().join("\n");
    return written.filter((letter) => !there.includes(letter) && !removed.has(letter) && !back.includes(letter));
  };
  await expect.poll(missing, { timeout: 30_000 }).toEqual([]);
  expect(written.some((letter) => removed.has(letter))).toBe(true);
});

test("who types goes on behind their own letters, whatever a colleague wrote at the same place meanwhile", async ({ open }) => {
  const one = await open(town, town.people.clerk);
  const path = await begin(one, "同じ所");
  const other = await open(town, town.people.chief, { path });
  await expect(saved(other)).toBeVisible();
  // Whose letters come first is drawn by chance with each visit: each of the two is once the one who has to go on.
  for (const [who, colleague, head] of [
    [one, other, "来年度"],
    [other, one, "再来年度"],
  ] as const) {
    await line(who, head);
    await expect(text(colleague)).toContainText(head);
    await who.context().setOffline(true);
    for (const page of [who, colleague]) {
      await text(page).focus();
      await page.keyboard.press("Control+End");
    }
    await who.keyboard.type("予");
    await colleague.keyboard.type("道路");
    await expect(saved(colleague)).toBeVisible();
    await who.context().setOffline(false);
    await expect(text(who)).toContainText("道路");
    await who.keyboard.type("算");
    await expect.poll(() => words(colleague)).toContainEqual(expect.stringMatching(new RegExp(`^${head}(予算道路|道路予算)$`)));
  }
});

test("a conversion goes on while a colleague writes, and the Enter that confirms makes no paragraph", async ({ open }) => {
  const one = await open(town, town.people.clerk);
  const path = await begin(one, "変換の途中");
  const other = await open(town, town.people.chief, { path });
  await expect(saved(other)).toBeVisible();
  const ime = await InputMethod.on(one);
  await text(one).focus();
  await ime.compose("かい", "会議");
  await line(other, "横から書きます");
  await expect(text(one)).toContainText("横から書きます");
  await ime.confirm("会議");
  await ime.compose("のしりょう", "の資料");
  await ime.confirmAsSafari("の資料");
  await expect.poll(() => words(other)).toEqual(["会議の資料", "横から書きます"]);
  await one.keyboard.press("Enter");
  await one.keyboard.type("次の段落");
  await expect.poll(() => words(other)).toEqual(["会議の資料", "次の段落", "横から書きます"]);
});

test("by keys alone: a heading, a check list that names who ticked, a table, undone and done again", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const path = await begin(page, "手でしないこと");
  await text(page).focus();
  await page.keyboard.type("# 準備");
  await page.keyboard.press("Enter");
  await page.keyboard.type("[] 名札");
  await page.keyboard.press("Enter");
  await page.keyboard.type("机");
  await expect(text(page).getByRole("heading", { level: 2, name: "準備" })).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(text(page).getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expect(saved(page)).toBeVisible();
  const other = await open(town, town.people.chief, { path });
  await expect(text(other).locator(".note-ticker").filter({ hasText: town.people.clerk.name })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(text(page).getByRole("checkbox", { checked: true })).toHaveCount(0);
  await page.keyboard.press("Control+y");
  await expect(text(page).getByRole("checkbox", { checked: true })).toHaveCount(1);
  // Out of the list, then by the bar: Escape leads there, arrows through it.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("段落の種類")).toBeFocused();
  await page.getByRole("button", { name: "表を入れる" }).focus();
  await page.keyboard.press("Enter");
  await expect(text(page).getByRole("table")).toBeVisible();
  await page.keyboard.type("日時");
  await page.keyboard.press("Tab");
  await page.keyboard.type("場所");
  await expect(text(page).getByRole("columnheader", { name: "場所" })).toBeVisible();
  await expect(saved(page)).toBeVisible();
  await expect(text(other).getByRole("columnheader", { name: "日時" })).toBeVisible();
  await isAccessible(page);
});

test("every mark is taken by the server, and what cannot be is never made", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const path = await begin(page, "書式のある文");
  await text(page).focus();
  for (const [key, words] of [
    ["b", "太字"],
    ["i", "斜体"],
    ["u", "下線"],
    ["e", "等幅"],
    ["Shift+x", "取消"],
    ["Shift+h", "目印"],
  ] as const) {
    await page.keyboard.press(`Control+${key}`);
    await page.keyboard.type(words);
    await page.keyboard.press(`Control+${key}`);
  }
  await expect(saved(page)).toBeVisible();
  const other = await open(town, town.people.chief, { path });
  for (const [tag, words] of [
    ["strong", "太字"],
    ["em", "斜体"],
    ["u", "下線"],
    ["code", "等幅"],
    ["s", "取消"],
    ["mark", "目印"],
  ] as const)
    await expect(text(other).locator(tag)).toHaveText(words);
  await page.keyboard.press("Enter");
  await page.keyboard.type("- 一段");
  for (let level = 0; level < 7; level++) {
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("次");
  }
  await expect(page.getByText(/これ以上深くはできません/).first()).toBeVisible();
  await expect(saved(page)).toBeVisible();
  await expect.poll(() => words(other)).toEqual(await words(page));
});

test("what the server does not take is said, can be copied and let go, and writing goes on", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const path = await begin(page, "送れない変更");
  await text(page).focus();
  await page.keyboard.type("届いた文");
  await expect(saved(page)).toBeVisible();
  const refuse = (url: URL) => url.pathname.includes("/updates/");
  await page.route(refuse, (route) => route.fulfill({ status: 400, contentType: "application/problem+json", body: JSON.stringify({ code: "notes.foreign", status: 400 }) }));
  await page.keyboard.type("届かない文");
  const band = page.getByRole("alert").filter({ hasText: "サーバーに保存できません" });
  await expect(band).toBeVisible();
  await isAccessible(page);
  await page.reload();
  await expect(band).toBeVisible();
  await band.getByRole("button", { name: "送れない書きかけを捨てる" }).click();
  await page.unroute(refuse);
  await page.getByRole("dialog").getByRole("button", { name: "送れない書きかけを捨てる" }).click();
  await expect(band).toBeHidden();
  await expect.poll(() => words(page)).toEqual(["届いた文"]);
  await line(page, "続きの文");
  await expect(saved(page)).toBeVisible();
  const other = await open(town, town.people.chief, { path });
  await expect.poll(() => words(other)).toEqual(["届いた文", "続きの文"]);
});

test("words that a colleague removed with their paragraph come back to who wrote them", async ({ open }) => {
  const one = await open(town, town.people.clerk);
  const path = await begin(one, "消えた段落");
  await text(one).focus();
  await one.keyboard.type("予算");
  await expect(saved(one)).toBeVisible();
  const other = await open(town, town.people.chief, { path });
  await expect(text(other)).toContainText("予算");
  await one.context().setOffline(true);
  await one.keyboard.type("は三億円");
  await expect(one.getByText(/この端末に保存しました/)).toBeVisible();
  await text(other).focus();
  await other.keyboard.press("Control+a");
  await other.keyboard.type("# 題だけ");
  await expect(saved(other)).toBeVisible();
  await one.context().setOffline(false);
  const band = one.getByRole("region", { name: "書いた言葉の行き場がなくなりました" });
  await expect(band).toContainText("は三億円", { timeout: 30_000 });
  await isAccessible(one);
  await band.getByRole("button", { name: "この言葉をいまの位置に入れる" }).click();
  await expect(band).toBeHidden();
  await expect(text(other)).toContainText("は三億円");
});

test("history tells who wrote, shows what it said, and brings it back; what was deleted comes back by its undo", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await begin(page, "四月の手順", "手順書");
  await line(page, "最後に確認する");
  await expect(saved(page)).toBeVisible();
  await page.getByRole("button", { name: "ノートの操作", exact: true }).click();
  await page.getByRole("menuitem", { name: "履歴" }).click();
  await expect(pane(page).getByText(town.people.clerk.name).first()).toBeVisible();
  await isAccessible(page);
  await pane(page).getByRole("button").filter({ hasText: town.people.clerk.name }).first().click();
  const change = page.getByRole("dialog", { name: "この間の変更" });
  await expect(change.getByText("最後に確認する")).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "ノートの操作", exact: true }).click();
  await page.getByRole("menuitem", { name: "削除" }).click();
  await expect(pane(page).getByRole("button", { name: "新しいノート" })).toBeVisible();
  await page.getByRole("button", { name: "元に戻す" }).click();
  await pane(page).getByRole("link", { name: /四月の手順/ }).click();
  await expect(text(page)).toContainText("最後に確認する");
});

test("a comment stands beside its words, is answered by a colleague, and settled", async ({ open }) => {
  const one = await open(town, town.people.clerk);
  const path = await begin(one, "案の検討");
  await text(one).focus();
  await one.keyboard.type("予算は三億円");
  await one.keyboard.press("Shift+Home");
  await one.getByRole("button", { name: "コメントする" }).click();
  const dialog = one.getByRole("dialog", { name: "コメントする" });
  await dialog.getByLabel("コメントする").fill("根拠を教えてください");
  await isAccessible(one);
  await dialog.getByRole("button", { name: "送る" }).click();
  await expect(text(one).locator(".note-commented")).toHaveText("予算は三億円");
  const other = await open(town, town.people.chief, { path: `${path}/comments` });
  await expect(pane(other).getByText("根拠を教えてください")).toBeVisible();
  await pane(other).getByLabel("返信").fill("資料2です");
  await pane(other).getByRole("button", { name: "送る" }).click();
  await isAccessible(other);
  await text(one).locator(".note-commented").click();
  await expect(pane(one).getByText("資料2です")).toBeVisible();
  await pane(one).getByRole("button", { name: "解決にする" }).click();
  await expect(text(one).locator(".note-commented")).toHaveCount(0);
  await expect(pane(other).getByText("解決済み 1件")).toBeVisible();
});

test("on a phone a note is read and written, and nothing has to be scrolled sideways", async ({ open }) => {
  const desk = await open(town, town.people.clerk);
  const path = await begin(desk, "外から", "会議");
  const phone = await open(town, town.people.chief, { path, device: "phone" });
  await expect(text(phone)).toContainText("次第");
  await isAccessible(phone);
  await line(phone, "現場から");
  await expect(text(desk)).toContainText("現場から");
  const list = await open(town, town.people.chief, { path: path.replace(/\/notes\/.*/, "/notes"), device: "phone" });
  await expect(list.getByRole("link", { name: /外から/ })).toBeVisible();
  await needsNoSidewaysScrolling(list);
  await isAccessible(list);
});

test("a note has a post that keeps it right and a day of its next look, which the list tells as well", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const path = await begin(page, "窓口の手順");
  await page.getByRole("button", { name: "ノートの操作", exact: true }).click();
  await page.getByRole("menuitem", { name: "担当と見直し日" }).click();
  const dialog = page.getByRole("dialog", { name: "担当と見直し日" });
  await dialog.getByLabel("見直し日").fill("2020-04-01");
  const unit = dialog.getByLabel("担当の組織");
  await unit.selectOption((await unit.locator("option").filter({ hasText: ROOM }).first().getAttribute("value")) ?? "");
  await isAccessible(page);
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText(/^担当 .*道路課.*見直しの時期です/)).toBeVisible();
  await page.goto(path.replace(/\/notes\/.*/, "/notes"));
  await expect(pane(page).getByRole("link", { name: /窓口の手順/ })).toContainText("見直しの時期です");
  await isAccessible(page);
  const other = await open(town, town.people.chief, { path });
  await expect(other.getByText(/^担当 .*道路課/)).toBeVisible();
});

test("a note prints on A4 without the shell", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const path = await begin(page, "配る次第", "会議");
  await page.goto(`/print/notes/${path.split("/").at(-1)}`);
  await expect(page.getByRole("heading", { level: 1, name: "配る次第" })).toBeVisible();
  await expect(page.getByRole("table").first()).toBeVisible();
  await isAccessible(page);
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.byteLength).toBeGreaterThan(2_000);
});
