import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

const card = (page: Page, theme: string): Locator => page.getByRole("region", { name: `意見出し: ${theme}` });
const told = (page: Page, text: string | RegExp) => page.locator(".toast").getByText(text);
const idea = (page: Page, words: string): Locator => page.getByRole("main").getByRole("article", { name: words, exact: true });
const column = (page: Page, name: string): Locator => page.getByRole("main").getByRole("region", { name: new RegExp(`^${name} `) });

/** Asks the room for ideas, with the keyboard alone. */
async function ask(page: Page, theme: string, more: (dialog: Locator) => Promise<void> = async () => undefined): Promise<void> {
  await page.getByRole("button", { name: "追加する" }).press("Enter");
  await page.getByRole("menuitem", { name: "意見出し" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "意見を募る" });
  await dialog.getByLabel("お題").fill(theme);
  await more(dialog);
  await isAccessible(page);
  await dialog.getByRole("button", { name: "送る" }).press("Enter");
  await expect(dialog).toHaveCount(0);
}

/** Writes an idea where the field for it is. */
async function write(place: Locator, words: string): Promise<void> {
  await place.getByLabel("あなたの意見").fill(words);
  await place.getByRole("button", { name: "出す", exact: true }).press("Enter");
  await expect(place.getByLabel("あなたの意見")).toHaveValue("");
}

test("ideas are written from the card, voted for, grouped, united, decided on and printed", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, chief);
  const theirs = await open(town, clerk);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  await ask(mine, "現場を安全にするには");

  const asked = card(theirs, "現場を安全にするには");
  await asked.getByRole("button", { name: "意見を出す" }).press("Enter");
  await expect(asked.getByLabel("あなたの意見")).toBeFocused();
  await isAccessible(theirs);
  await asked.getByLabel("あなたの意見").fill("看板を大きくする");
  await asked.getByRole("button", { name: "出す", exact: true }).press("Enter");
  await expect(told(theirs, "意見を出しました。")).toBeVisible();
  // Whoever asked sees it come.
  await expect(card(mine, "現場を安全にするには").getByText("意見 1件")).toBeVisible();

  await asked.getByRole("link", { name: "意見の一覧を開く" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "現場を安全にするには" })).toBeVisible();
  const main = theirs.getByRole("main");
  // Whoever writes what is there already is told, and votes instead.
  await main.getByLabel("あなたの意見").fill("看板を大きくしてほしい");
  await expect(main.getByText("似た意見があります")).toBeVisible();
  await isAccessible(theirs);
  await main.getByRole("button", { name: "出す", exact: true }).press("Enter");
  await expect(idea(theirs, "看板を大きくしてほしい")).toBeVisible();
  await write(main, "ヘルメットを替える");

  await card(mine, "現場を安全にするには").getByRole("link", { name: "意見の一覧を開く" }).click();
  const vote = (page: Page, words: string) => idea(page, words).getByRole("button", { name: /^▲/ });
  await vote(theirs, "看板を大きくする").press("Enter");
  await expect(vote(theirs, "看板を大きくする")).toHaveAttribute("aria-pressed", "true");
  await vote(theirs, "看板を大きくしてほしい").click();
  await vote(mine, "看板を大きくする").click();
  await expect(vote(theirs, "看板を大きくする")).toContainText("2");
  await expect(main.getByText("あなたの残り 1票(3票中)")).toBeVisible();

  // It is talked about below it.
  const helmet = idea(theirs, "ヘルメットを替える");
  const toggle = helmet.getByRole("button", { name: /^コメントする/ });
  await toggle.press("Enter");
  await helmet.getByLabel("コメント", { exact: true }).fill("色も選びたい");
  await isAccessible(theirs);
  // Closed before it is out, it stands there when it is opened again.
  await toggle.press("Enter");
  await expect(helmet.getByLabel("コメント", { exact: true })).toBeHidden();
  await toggle.press("Enter");
  await expect(helmet.getByLabel("コメント", { exact: true })).toHaveValue("色も選びたい");
  await helmet.getByRole("button", { name: "コメントを出す" }).press("Enter");
  await expect(helmet.getByText("色も選びたい")).toBeVisible();
  await idea(mine, "ヘルメットを替える").getByRole("button", { name: /^コメント 1件/ }).press("Enter");
  await expect(idea(mine, "ヘルメットを替える").getByText("色も選びたい")).toBeVisible();

  // A group is made of an idea, with the keyboard alone.
  const menu = async (words: string, item: string) => {
    await mine.getByRole("button", { name: `「${words}」の操作` }).press("Enter");
    await mine.getByRole("menuitem", { name: item }).press("Enter");
  };
  await menu("ヘルメットを替える", "新しいグループへ移す");
  const group = mine.getByRole("dialog", { name: "グループを作る" });
  await group.getByLabel("グループの名前").fill("道具");
  await group.getByRole("button", { name: "作る", exact: true }).press("Enter");
  await expect(column(mine, "道具").getByText("ヘルメットを替える")).toBeVisible();
  await expect(column(theirs, "道具").getByText("ヘルメットを替える")).toBeVisible();

  // The same is united: each person counts once.
  await menu("看板を大きくしてほしい", "ほかの意見とまとめる");
  const uniting = mine.getByRole("dialog", { name: "どの意見にまとめますか" });
  await expect(uniting.getByLabel("まとめる先").locator("option").first()).toHaveText("看板を大きくする");
  await isAccessible(mine);
  await uniting.getByRole("button", { name: "まとめる", exact: true }).press("Enter");
  await expect(idea(theirs, "看板を大きくする").getByText("まとめた意見 1件")).toBeVisible();
  await expect(vote(theirs, "看板を大きくする")).toContainText("2");
  await mine.locator(".toast").filter({ hasText: "まとめました。" }).getByRole("button", { name: "元に戻す" }).click();
  await expect(idea(theirs, "看板を大きくしてほしい")).toBeVisible();
  await menu("看板を大きくしてほしい", "ほかの意見とまとめる");
  await uniting.getByRole("button", { name: "まとめる", exact: true }).press("Enter");
  await expect(idea(theirs, "看板を大きくする").getByText("まとめた意見 1件")).toBeVisible();

  await menu("看板を大きくする", "採用・検討中・見送りを決める");
  const deciding = mine.getByRole("dialog", { name: "この意見をどうしますか" });
  await deciding.getByLabel("理由").fill("来週から替えます");
  await deciding.getByRole("button", { name: "保存" }).press("Enter");
  await expect(idea(theirs, "看板を大きくする").getByText("来週から替えます")).toBeVisible();
  await isAccessible(mine);

  // Adopted, it becomes a task.
  await menu("看板を大きくする", "タスクにする");
  const task = mine.getByRole("dialog", { name: "タスクを作る" });
  await expect(task.getByLabel("内容")).toHaveValue("看板を大きくする");
  await mine.keyboard.press("Escape");

  await mine.evaluate(() => {
    window.print = () => undefined;
  });
  await mine.getByRole("button", { name: "印刷" }).click();
  await mine.emulateMedia({ media: "print" });
  const paper = mine.getByRole("heading", { level: 1, name: "現場を安全にするには" });
  await expect(paper).toBeVisible();
  await expect(mine.getByRole("row").filter({ hasText: "看板を大きくする" })).toContainText("採用");
  await expect(mine.getByRole("row").filter({ hasText: "看板を大きくする" })).toContainText("看板を大きくしてほしい");
  await mine.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await mine.emulateMedia({ media: "screen" });

  await mine.getByRole("button", { name: "意見出しの管理" }).press("Enter");
  await mine.getByRole("menuitem", { name: "募集を締め切る" }).press("Enter");
  await expect(theirs.getByText(/に募集終了/)).toBeVisible();
  await expect(main.getByLabel("あなたの意見")).toHaveCount(0);
});

test("ideas without a name are shown to nobody before the close, and on the phone one's own can be changed", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, chief);
  const phone = await open(town, clerk, { device: "phone" });
  await openRoom(mine, ROOM);
  await openRoom(phone, ROOM);
  await ask(mine, "言いにくいこと", async (dialog) => {
    await dialog.getByRole("radio", { name: /^無記名/ }).check();
    // It needs an end, and is given one.
    await expect(dialog.getByLabel("意見の締切")).not.toHaveValue("");
  });
  const asked = card(phone, "言いにくいこと");
  await asked.getByRole("link", { name: "意見の一覧を開く" }).click();
  const main = phone.getByRole("main");
  await write(main, "会議が長い");
  await write(main, "椅子が硬い");
  await expect(main.getByRole("region", { name: "この端末で書いた意見" }).getByRole("listitem")).toHaveCount(2);
  await needsNoSidewaysScrolling(phone);
  await isAccessible(phone);
  await main.getByRole("button", { name: "直す: 会議が長い" }).click();
  const edit = phone.getByRole("dialog", { name: "意見を直す" });
  await edit.getByLabel("あなたの意見").fill("会議を短く");
  await edit.getByRole("button", { name: "保存" }).click();
  await expect(main.getByText("会議を短く")).toBeVisible();
  await main.getByRole("button", { name: "取り消す: 椅子が硬い" }).click();
  await phone.getByRole("alertdialog").or(phone.getByRole("dialog")).getByRole("button", { name: "取り消す" }).click();
  await expect(main.getByText("椅子が硬い")).toHaveCount(0);

  // Who asked sees neither ideas nor how many there are.
  await card(mine, "言いにくいこと").getByRole("link", { name: "意見の一覧を開く" }).click();
  await expect(mine.getByText("意見は締め切るまで表示されません。件数も、締め切るまでわかりません。")).toBeVisible();
  await expect(mine.getByRole("main").getByRole("article")).toHaveCount(0);
  // What was written is there after the page was opened anew.
  await phone.reload();
  await expect(main.getByText("会議を短く")).toBeVisible();
  // Another one, after it, leaves both.
  await write(main, "窓が重い");
  await expect(main.getByRole("region", { name: "この端末で書いた意見" }).getByRole("listitem")).toHaveCount(2);
  // Nobody ends it before the day that was said, or brings that forward.
  await mine.getByRole("button", { name: "意見出しの管理" }).click();
  await expect(mine.getByRole("menuitem", { name: "募集を締め切る" })).toHaveCount(0);
  await mine.getByRole("menuitem", { name: "意見の締切を変える" }).click();
  const dialog = mine.getByRole("dialog", { name: "意見の締切を変える" });
  const until = dialog.getByLabel("意見の締切");
  const said = await until.getAttribute("data-value");
  await until.fill("2020-01-01T00:00");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog.getByRole("alert").or(dialog.locator("[aria-invalid=true]")).first()).toBeVisible();
  await expect(until).toHaveAttribute("data-value", "2020-01-01T00:00");
  const earlier = new Date(Date.parse(`${said}:00Z`) - 86_400_000).toISOString().slice(0, 16);
  await until.fill(earlier);
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog.getByText(/締切を早めること/)).toBeVisible();
  await isAccessible(mine);
  await needsNoSidewaysScrolling(phone);
});

test("what is typed without a network stays on the device and is posted once", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await ask(clerk, "回線が切れても");
  await card(clerk, "回線が切れても").getByRole("link", { name: "意見の一覧を開く" }).click();
  const main = clerk.getByRole("main");
  await clerk.context().setOffline(true);
  await main.getByLabel("あなたの意見").fill("紙にも書く");
  await main.getByRole("button", { name: "出す", exact: true }).click();
  await expect(main.getByLabel("あなたの意見")).toHaveValue("紙にも書く");
  await clerk.context().setOffline(false);
  await clerk.reload();
  await expect(main.getByLabel("あなたの意見")).toHaveValue("紙にも書く");
  await main.getByRole("button", { name: "出す", exact: true }).dblclick();
  await expect(idea(clerk, "紙にも書く")).toHaveCount(1);
  await clerk.getByRole("link", { name: "このルームの意見出し" }).click();
  await expect(clerk.getByRole("heading", { level: 1, name: "このルームの意見出し" })).toBeVisible();
  await expect(clerk.getByRole("main").getByRole("link", { name: "回線が切れても" })).toBeVisible();
  await isAccessible(clerk);
});
